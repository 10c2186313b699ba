package dev.millrace.sql.execute.define;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Cluster;
import dev.millrace.sql.catalog.Database;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.Role;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.statement.AlterStatement.Alter;
import dev.millrace.sql.statement.ObjectKind;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What objects are called, where they lie and whose they are: ALTER … RENAME, SET SCHEMA, SWAP and
/// OWNER. Views keep reading what they read: they know it by its id. Used by one thread, once.
final class Placements {

  private final CatalogEdit edit;
  private final Frame frame;
  private final CatalogState state;
  private final Names names;

  Placements(CatalogEdit edit, Frame frame) {
    this.edit = edit;
    this.frame = frame;
    this.state = edit.before();
    this.names = frame.names(state);
  }

  void rename(Item item, ItemKind kind, String to, int position) {
    NewItem place = new NewItem(edit, frame, state.requireSchema(item.schemaId()), to);
    place.isTaken(kind, false, position);
    edit.put(item.renamed(to, item.createSql()));
  }

  /// RENAME of what lies in no schema.
  void rename(Alter statement, String to) {
    int position = statement.name().position();
    switch (statement.kind()) {
      case SCHEMA -> {
        Schema schema = schema(statement.name());
        if (state.schema(schema.databaseId(), to) != null) {
          throw taken(position, SqlState.DUPLICATE_SCHEMA, "schema", to);
        }
        DefineObjects.refuseReserved(to);
        edit.put(new Schema(schema.id(), schema.oid(), schema.databaseId(), to, schema.ownerId()));
      }
      case DATABASE -> {
        Database database = database(statement.name());
        if (database.name().equals(frame.settings().show("database"))) {
          throw DatabaseException.at(
              position, SqlState.FEATURE_NOT_SUPPORTED, "current database cannot be renamed");
        }
        if (state.database(to) != null) {
          throw taken(position, SqlState.DUPLICATE_DATABASE, "database", to);
        }
        edit.put(new Database(database.id(), database.oid(), to, database.ownerId()));
      }
      case CLUSTER -> {
        Cluster c = cluster(statement.name());
        if (state.cluster(to) != null) {
          throw taken(position, SqlState.DUPLICATE_OBJECT, "cluster", to);
        }
        edit.put(renamed(c, to));
      }
      case CLUSTER_REPLICA -> renameReplica(statement.name(), to);
      case ROLE -> {
        Role role = role(statement.name().last(), position);
        if (role.name().equals(frame.who().user())) {
          throw DatabaseException.at(
              position, SqlState.FEATURE_NOT_SUPPORTED, "session user cannot be renamed");
        }
        if (state.role(to) != null) {
          throw taken(position, SqlState.DUPLICATE_OBJECT, "role", to);
        }
        edit.put(role.renamed(to));
      }
      default -> throw refused(statement, "RENAME");
    }
  }

  private static Cluster renamed(Cluster c, String to) {
    return new Cluster(c.id(), to, c.ownerId(), c.isManaged(), c.size(), c.replicas());
  }

  private void renameReplica(ObjectName name, String to) {
    Cluster c = cluster(new ObjectName(name.parts().subList(0, 1), name.position()));
    List<Cluster.Replica> replicas = new ArrayList<>();
    boolean isFound = false;
    for (Cluster.Replica replica : c.replicas()) {
      if (replica.name().equals(to)) {
        throw taken(name.position(), SqlState.DUPLICATE_OBJECT, "cluster replica", to);
      }
      boolean isIt = replica.name().equals(name.last());
      isFound |= isIt;
      replicas.add(isIt ? new Cluster.Replica(replica.id(), to, replica.size()) : replica);
    }
    if (!isFound) {
      throw missing(name, SqlState.UNDEFINED_OBJECT, "cluster replica");
    }
    edit.put(new Cluster(c.id(), c.name(), c.ownerId(), c.isManaged(), c.size(), replicas));
  }

  /// SET SCHEMA; the indexes of a relation go with it.
  void move(Item item, ItemKind kind, ObjectName to) {
    if (kind == ItemKind.INDEX) {
      throw DatabaseException.notSupported("ALTER INDEX SET SCHEMA", to.position());
    }
    Schema schema = schema(to);
    if (schema.id() == item.schemaId()) {
      return;
    }
    if (schema.isTemporary() || state.requireSchema(item.schemaId()).isTemporary()) {
      throw new DatabaseException(
          SqlState.FEATURE_NOT_SUPPORTED, "cannot move objects into or out of temporary schemas");
    }
    List<Item> moved = new ArrayList<>(state.indexesOn(item.id()));
    moved.addFirst(item);
    for (Item one : moved) {
      new NewItem(edit, frame, schema, one.name()).isTaken(one.kind(), false, to.position());
      edit.put(one.movedTo(schema.id()));
    }
  }

  /// SWAP WITH: two objects of one kind exchange their names.
  void swap(Item item, ItemKind kind, ObjectName with) {
    Schema schema = state.requireSchema(item.schemaId());
    ObjectName full =
        with.parts().size() > 1
            ? with
            : new ObjectName(
                List.of(
                    state.requireDatabase(schema.databaseId()).name(), schema.name(), with.last()),
                with.position());
    Item other = names.require(kind, full.parts(), full.position());
    if (other.schemaId() != item.schemaId()) {
      throw DatabaseException.notSupported("SWAP between schemas", with.position());
    }
    edit.put(item.renamed(other.name(), item.createSql()));
    edit.put(other.renamed(item.name(), other.createSql()));
  }

  /// SWAP WITH of what lies in no schema.
  void swap(Alter statement, ObjectName with) {
    switch (statement.kind()) {
      case SCHEMA -> {
        Schema a = schema(statement.name());
        Schema b = schema(with);
        if (a.databaseId() != b.databaseId()) {
          throw DatabaseException.notSupported("SWAP between databases", with.position());
        }
        edit.put(new Schema(a.id(), a.oid(), a.databaseId(), b.name(), a.ownerId()));
        edit.put(new Schema(b.id(), b.oid(), b.databaseId(), a.name(), b.ownerId()));
      }
      case CLUSTER -> {
        Cluster a = cluster(statement.name());
        Cluster b = cluster(with);
        edit.put(renamed(a, b.name()));
        edit.put(renamed(b, a.name()));
      }
      default -> throw refused(statement, "SWAP");
    }
  }

  /// OWNER TO; the indexes of a relation go with it.
  void give(Item item, String to, int position) {
    Role role = role(to, position);
    edit.put(item.ownedBy(role.id()));
    if (!(item.body() instanceof ItemBody.Index)) {
      state.indexesOn(item.id()).forEach(i -> edit.put(i.ownedBy(role.id())));
    }
  }

  /// OWNER TO of what lies in no schema.
  void give(Alter statement, String to) {
    long owner = role(to, statement.name().position()).id();
    switch (statement.kind()) {
      case SCHEMA -> {
        Schema s = schema(statement.name());
        edit.put(new Schema(s.id(), s.oid(), s.databaseId(), s.name(), owner));
      }
      case DATABASE -> {
        Database d = database(statement.name());
        edit.put(new Database(d.id(), d.oid(), d.name(), owner));
      }
      case CLUSTER -> {
        Cluster c = cluster(statement.name());
        edit.put(new Cluster(c.id(), c.name(), owner, c.isManaged(), c.size(), c.replicas()));
      }
      default -> throw refused(statement, "OWNER TO");
    }
  }

  /// Whether there is such an object, for IF EXISTS.
  boolean exists(ObjectKind kind, ObjectName name) {
    return switch (kind) {
      case SCHEMA ->
          name.parts().size() > 1
              ? names.schemaIn(name.parts().getFirst(), name.last(), name.position()) != null
              : names.schemaNamed(name.last()) != null;
      case DATABASE -> state.database(name.last()) != null;
      case CLUSTER -> state.cluster(name.last()) != null;
      case ROLE -> state.role(name.last()) != null;
      default -> true;
    };
  }

  private Schema schema(ObjectName name) {
    Schema schema =
        name.parts().size() > 1
            ? names.schemaIn(name.parts().getFirst(), name.last(), name.position())
            : names.schemaNamed(name.last());
    if (schema == null) {
      throw missing(name, SqlState.INVALID_SCHEMA_NAME, "schema");
    }
    if (schema.isSystem()) {
      throw DatabaseException.at(
          name.position(),
          SqlState.INSUFFICIENT_PRIVILEGE,
          "permission denied for schema " + schema.name());
    }
    return schema;
  }

  private Database database(ObjectName name) {
    Database database = state.database(name.last());
    if (database == null) {
      throw missing(name, SqlState.INVALID_CATALOG_NAME, "database");
    }
    return database;
  }

  private Cluster cluster(ObjectName name) {
    Cluster cluster = state.cluster(name.last());
    if (cluster == null) {
      throw missing(name, SqlState.UNDEFINED_OBJECT, "cluster");
    }
    return cluster;
  }

  private Role role(String name, int position) {
    Role role = state.role(name);
    if (role == null) {
      throw DatabaseException.at(
          position, SqlState.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist");
    }
    return role;
  }

  private static DatabaseException missing(ObjectName name, SqlState sqlState, String kind) {
    return DatabaseException.at(
        name.position(), sqlState, kind + " \"" + name + "\" does not exist");
  }

  private static DatabaseException taken(int position, SqlState sqlState, String kind, String to) {
    return DatabaseException.at(position, sqlState, kind + " \"" + to + "\" already exists");
  }

  private static DatabaseException refused(Alter statement, String change) {
    ObjectKind kind = statement.kind();
    return DatabaseException.notSupported(
        "ALTER " + kind.words().toUpperCase(Locale.ROOT) + " " + change,
        statement.name().position());
  }
}
