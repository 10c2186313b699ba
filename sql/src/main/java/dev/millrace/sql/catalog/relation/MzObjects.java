package dev.millrace.sql.catalog.relation;

import static dev.millrace.sql.catalog.relation.RelationDefinition.empty;
import static dev.millrace.sql.catalog.relation.RelationDefinition.of;

import dev.millrace.sql.catalog.Cluster;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Database;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.Role;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemRelation;
import dev.millrace.sql.catalog.SystemSchemas;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `mz_catalog`'s lists of everything: objects, columns, schemas, databases, clusters, roles.
/// Unlike `pg_catalog` they show all databases.
final class MzObjects {

  private static final Schema MZ = SystemSchemas.MZ_CATALOG;

  private MzObjects() {}

  static void addTo(Consumer<RelationDefinition> add) {
    String objects =
        "id text!, oid oid!, schema_id text!, name text!, type text!, owner_id text!,"
            + " cluster_id text, privileges aclitem[]";
    add.accept(of(MZ, "mz_objects", 0, objects, (c, out) -> objects(c, out, false)));
    add.accept(of(MZ, "mz_relations", 0, objects, (c, out) -> objects(c, out, true)));
    add.accept(
        of(
            MZ,
            "mz_columns",
            0,
            "id text!, name text!, position uint8!, nullable bool!, type text!, default text,"
                + " type_oid oid!, type_mod int4!",
            MzObjects::columns));
    add.accept(
        of(
            MZ,
            "mz_schemas",
            0,
            "id text!, oid oid!, database_id text, name text!, owner_id text!,"
                + " privileges aclitem[]",
            MzObjects::schemas));
    add.accept(
        of(
            MZ,
            "mz_databases",
            0,
            "id text!, oid oid!, name text!, owner_id text!, privileges aclitem[]",
            (c, out) -> {
              for (Database d : c.state().databases()) {
                out.row("u" + d.id(), d.oid(), d.name(), role(d.ownerId()), null);
              }
            }));
    add.accept(
        of(
            MZ,
            "mz_roles",
            0,
            "id text!, oid oid!, name text!, inherit bool!, rolcanlogin bool!, rolsuper bool!",
            (c, out) -> {
              for (Role r : c.state().roles()) {
                out.row(role(r.id()), r.oid(), r.name(), true, r.canLogin(), r.isSuperuser());
              }
            }));
    add.accept(empty(MZ, "mz_role_members", 0, "role_id text!, member text!, grantor text!"));
    add.accept(
        empty(
            MZ,
            "mz_default_privileges",
            0,
            "role_id text!, database_id text, schema_id text, object_type text!, grantee text!,"
                + " privileges aclitem[]"));
    clusters(add);
  }

  private static void clusters(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            MZ,
            "mz_clusters",
            0,
            "id text!, name text!, owner_id text!, privileges aclitem[], managed bool!,"
                + " size text, replication_factor uint4, disk bool, availability_zones text[],"
                + " introspection_debugging bool, introspection_interval interval",
            (c, out) -> {
              for (Cluster cluster : c.state().clusters()) {
                out.row(
                    "u" + cluster.id(),
                    cluster.name(),
                    role(cluster.ownerId()),
                    null,
                    cluster.isManaged(),
                    cluster.isManaged() ? cluster.size() : null,
                    cluster.isManaged() ? cluster.replicas().size() : null,
                    null,
                    null,
                    null,
                    null);
              }
            }));
    add.accept(
        of(
            MZ,
            "mz_cluster_replicas",
            0,
            "id text!, name text!, cluster_id text!, size text, availability_zone text,"
                + " owner_id text!, disk bool",
            (c, out) -> {
              for (Cluster cluster : c.state().clusters()) {
                for (Cluster.Replica r : cluster.replicas()) {
                  out.row(
                      "u" + r.id(),
                      r.name(),
                      "u" + cluster.id(),
                      r.size(),
                      null,
                      role(cluster.ownerId()),
                      null);
                }
              }
            }));
    add.accept(
        empty(
            MZ,
            "mz_cluster_replica_sizes",
            0,
            "size text!, processes uint8!, workers uint8!, cpu_nano_cores uint8!,"
                + " memory_bytes uint8!, disk_bytes uint8, credits_per_hour numeric!"));
  }

  /// The text id of a role.
  static String role(long id) {
    return id == 0 ? "s1" : "u" + id;
  }

  /// The text id of a schema.
  static String schema(long id) {
    return id < 0 ? "s" + -id : "u" + id;
  }

  /// The text id of a cluster, or null.
  static @Nullable String cluster(long id) {
    return id == 0 ? null : "u" + id;
  }

  /// The cluster that owns an item, 0 for none.
  static long clusterOf(Item item) {
    return item.body().clusterId();
  }

  private static void objects(RelationContext c, RowBuilder out, boolean onlyRelations) {
    for (SystemRelation r : c.system().all()) {
      out.row(
          r.collection().toString(),
          r.oid(),
          schema(r.schema().id()),
          r.name(),
          "view",
          "s1",
          null,
          null);
    }
    for (Item item : c.state().items()) {
      if (!onlyRelations || item.kind().isRelation()) {
        out.row(
            item.idText(),
            item.oid(),
            schema(item.schemaId()),
            item.name(),
            item.kind().catalogName(),
            role(item.ownerId()),
            cluster(clusterOf(item)),
            null);
      }
    }
  }

  private static void columns(RelationContext c, RowBuilder out) {
    for (SystemRelation r : c.system().all()) {
      columnRows(c, out, r.collection().toString(), r.columns());
    }
    for (Item item : c.state().items()) {
      if (item.kind().isRelation() || item.body() instanceof ItemBody.Index) {
        columnRows(c, out, item.idText(), PgObjects.columnsOf(c.state(), item));
      }
    }
  }

  private static void columnRows(
      RelationContext c, RowBuilder out, String id, List<ColumnDefinition> columns) {
    int position = 0;
    for (ColumnDefinition column : columns) {
      position++;
      if (column.isDropped()) {
        continue;
      }
      out.row(
          id,
          column.name(),
          position,
          !column.isNotNull(),
          column.type().withoutModifier().displayName(),
          TableFacts.defaultText(c.state(), column),
          column.type().oid(),
          column.type().typmod());
    }
  }

  private static void schemas(RelationContext c, RowBuilder out) {
    for (Schema s : SystemSchemas.ALL) {
      out.row(schema(s.id()), s.oid(), null, s.name(), "s1", null);
    }
    for (Schema s : c.state().schemas()) {
      out.row(schema(s.id()), s.oid(), "u" + s.databaseId(), s.name(), role(s.ownerId()), null);
    }
  }
}
