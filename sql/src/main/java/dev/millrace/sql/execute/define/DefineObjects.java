package dev.millrace.sql.execute.define;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.Cluster;
import dev.millrace.sql.catalog.Database;
import dev.millrace.sql.catalog.Role;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemSchemas;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Options;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.statement.CreateStatement.CreateCluster;
import dev.millrace.sql.statement.CreateStatement.CreateClusterReplica;
import dev.millrace.sql.statement.CreateStatement.CreateDatabase;
import dev.millrace.sql.statement.CreateStatement.CreateRole;
import dev.millrace.sql.statement.CreateStatement.CreateSchema;
import dev.millrace.sql.statement.CreateStatement.Replica;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CREATE of what has no schema: databases, schemas, clusters, roles.
final class DefineObjects {

  /// Replicas of one cluster at most: they are names only, but a list has to end somewhere.
  private static final int REPLICAS_MAX = 64;

  private DefineObjects() {}

  static void database(CreateDatabase statement, CatalogEdit edit, Frame frame) {
    String name = statement.name().last();
    if (edit.before().database(name) != null) {
      taken(
          frame,
          statement.isIfNotExists(),
          SqlState.DUPLICATE_DATABASE,
          "database \"" + name + "\" already exists");
      return;
    }
    long owner = frame.ownerId(edit.before());
    Database database = new Database(edit.newId(), edit.newOid(), name, owner);
    edit.put(database);
    edit.put(new Schema(edit.newId(), edit.newOid(), database.id(), "public", owner));
  }

  static void schema(CreateSchema statement, CatalogEdit edit, Frame frame) {
    ObjectName name = statement.name();
    String databaseName =
        name.parts().size() > 1 ? name.parts().getFirst() : frame.settings().show("database");
    Database database = edit.before().database(databaseName);
    if (database == null) {
      throw DatabaseException.at(
          name.position(),
          SqlState.INVALID_CATALOG_NAME,
          "database \"" + databaseName + "\" does not exist");
    }
    refuseReserved(name.last());
    boolean isThere =
        SystemSchemas.byName(name.last()) != null
            || edit.before().schema(database.id(), name.last()) != null;
    if (isThere) {
      taken(
          frame,
          statement.isIfNotExists(),
          SqlState.DUPLICATE_SCHEMA,
          "schema \"" + name.last() + "\" already exists");
      return;
    }
    edit.put(
        new Schema(
            edit.newId(), edit.newOid(), database.id(), name.last(), frame.ownerId(edit.before())));
  }

  /// Refuses names of schemas that only the system may use.
  static void refuseReserved(String schema) {
    if (schema.startsWith("pg_") || schema.startsWith("mz_")) {
      throw new DatabaseException(
              SqlState.RESERVED_NAME, "unacceptable schema name \"" + schema + "\"")
          .withDetail("The prefixes \"pg_\" and \"mz_\" are reserved for system schemas.");
    }
  }

  static void cluster(CreateCluster statement, CatalogEdit edit, Frame frame) {
    String name = statement.name().last();
    if (edit.before().cluster(name) != null) {
      taken(
          frame,
          statement.isIfNotExists(),
          SqlState.DUPLICATE_OBJECT,
          "cluster \"" + name + "\" already exists");
      return;
    }
    Options options = new Options(statement.options());
    String size = options.text("size");
    Long factor = options.number("replication factor");
    boolean isManaged = options.bool("managed", size != null);
    options.take("replicas");
    for (String ignored :
        List.of(
            "introspection interval",
            "introspection debugging",
            "disk",
            "schedule",
            "workload class",
            "availability zones")) {
      options.take(ignored);
    }
    options.refuseRest("CREATE CLUSTER");
    List<Cluster.Replica> replicas = new ArrayList<>();
    if (isManaged) {
      if (size == null) {
        throw new DatabaseException(
            SqlState.SYNTAX_ERROR, "SIZE must be specified for managed clusters");
      }
      long count = factor == null ? 1 : factor;
      checkReplicas(count);
      for (int i = 1; i <= count; i++) {
        replicas.add(new Cluster.Replica(edit.newId(), "r" + i, size));
      }
    } else {
      checkReplicas(statement.replicas().size());
      for (Replica replica : statement.replicas()) {
        replicas.add(
            new Cluster.Replica(edit.newId(), replica.name(), replicaSize(replica.options())));
      }
    }
    edit.put(
        new Cluster(
            edit.newId(),
            name,
            frame.ownerId(edit.before()),
            isManaged,
            size == null ? "" : size,
            replicas));
    noticeSize(frame);
  }

  private static void noticeSize(Frame frame) {
    frame.notice(
        Notice.of(
            SqlState.SUCCESSFUL_COMPLETION,
            "the size of a cluster is remembered and shown, but reserves nothing"));
  }

  private static void checkReplicas(long count) {
    if (count < 0 || count > REPLICAS_MAX) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE,
          "a cluster has between 0 and " + REPLICAS_MAX + " replicas");
    }
  }

  private static String replicaSize(List<Option> given) {
    Options options = new Options(given);
    String size = options.text("size");
    for (String ignored :
        List.of(
            "availability zone",
            "disk",
            "introspection interval",
            "introspection debugging",
            "billed as",
            "internal",
            "workers")) {
      options.take(ignored);
    }
    options.refuseRest("CLUSTER REPLICA");
    return size == null ? "" : size;
  }

  static void replica(CreateClusterReplica statement, CatalogEdit edit, Frame frame) {
    ObjectName name = statement.name();
    if (name.parts().size() != 2) {
      throw DatabaseException.at(
          name.position(), SqlState.SYNTAX_ERROR, "a cluster replica is named cluster.replica");
    }
    Cluster cluster = requireCluster(edit, name.parts().getFirst(), name.position());
    if (cluster.replicas().stream().anyMatch(r -> r.name().equals(name.last()))) {
      throw DatabaseException.at(
          name.position(),
          SqlState.DUPLICATE_OBJECT,
          "cluster replica \"" + name + "\" already exists");
    }
    List<Cluster.Replica> replicas = new ArrayList<>(cluster.replicas());
    checkReplicas(replicas.size() + 1L);
    replicas.add(new Cluster.Replica(edit.newId(), name.last(), replicaSize(statement.options())));
    edit.put(new Cluster(cluster.id(), cluster.name(), cluster.ownerId(), false, "", replicas));
    noticeSize(frame);
  }

  /// The cluster of a name; 42704 if there is none.
  static Cluster requireCluster(CatalogEdit edit, String name, int position) {
    Cluster cluster = edit.before().cluster(name);
    if (cluster == null) {
      throw DatabaseException.at(
          position, SqlState.UNDEFINED_OBJECT, "cluster \"" + name + "\" does not exist");
    }
    return cluster;
  }

  /// The cluster a statement names, or the session's.
  static Cluster clusterFor(CatalogEdit edit, Frame frame, @Nullable ObjectName named) {
    return named != null
        ? requireCluster(edit, named.last(), named.position())
        : requireCluster(edit, frame.settings().show("cluster"), 0);
  }

  static void role(CreateRole statement, CatalogEdit edit, Frame frame) {
    String name = statement.name().last();
    if (edit.before().role(name) != null) {
      taken(
          frame,
          statement.isIfNotExists(),
          SqlState.DUPLICATE_OBJECT,
          "role \"" + name + "\" already exists");
      return;
    }
    Role role = new Role(edit.newId(), edit.newOid(), name, true, true);
    edit.put(RoleAttributes.apply(role, statement.attributes(), "CREATE ROLE"));
  }

  private static void taken(Frame frame, boolean isIfNotExists, SqlState state, String message) {
    if (!isIfNotExists) {
      throw new DatabaseException(state, message);
    }
    frame.notice(Notice.of(state, message + ", skipping"));
  }
}
