package dev.millrace.sql.execute.define;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Cluster;
import dev.millrace.sql.catalog.Database;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.Removal;
import dev.millrace.sql.catalog.Role;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.define.table.TableParts;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.statement.DropStatement.Behaviour;
import dev.millrace.sql.statement.DropStatement.Drop;
import dev.millrace.sql.statement.ObjectKind;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DROP of anything.
final class Drops {

  private final CatalogEdit edit;
  private final Frame frame;
  private final Names names;
  private final CatalogState state;
  private final Drop statement;

  private Drops(Drop statement, CatalogEdit edit, Frame frame) {
    this.statement = statement;
    this.edit = edit;
    this.frame = frame;
    this.state = edit.before();
    this.names = frame.names(state);
  }

  /// Plans the drop; returns the items that go, whose sources have to be stopped afterwards.
  static List<Item> drop(Drop statement, CatalogEdit edit, Frame frame) {
    return new Drops(statement, edit, frame).run();
  }

  private List<Item> run() {
    return switch (statement.kind()) {
      case TABLE -> items(ItemKind.TABLE);
      case VIEW -> items(ItemKind.VIEW);
      case MATERIALIZED_VIEW -> items(ItemKind.MATERIALIZED_VIEW);
      case INDEX -> items(ItemKind.INDEX);
      case SEQUENCE -> items(ItemKind.SEQUENCE);
      case SOURCE, SUBSOURCE -> items(ItemKind.SOURCE);
      case CONNECTION -> items(ItemKind.CONNECTION);
      case SECRET -> items(ItemKind.SECRET);
      case SCHEMA -> schemas();
      case DATABASE -> databases();
      case CLUSTER -> clusters();
      case CLUSTER_REPLICA -> replicas();
      case ROLE -> roles();
      case SINK, TYPE, FUNCTION, COLUMN, NETWORK_POLICY, SYSTEM, OBJECT ->
          throw DatabaseException.notSupported(
              "DROP " + statement.kind().words().toUpperCase(java.util.Locale.ROOT), 0);
    };
  }

  private boolean isCascade() {
    return statement.behaviour() == Behaviour.CASCADE;
  }

  private List<Item> items(ItemKind kind) {
    List<Item> asked = new ArrayList<>();
    for (ObjectName name : statement.names()) {
      Item item = item(kind, name);
      if (item != null) {
        refusePart(item);
        TableParts.refuse(item, state, names, isCascade());
        asked.add(item);
      }
    }
    String what =
        asked.size() == 1 ? Removal.describe(asked.getFirst(), names) : "desired object(s)";
    return remove(asked, what, isCascade());
  }

  private @Nullable Item item(ItemKind kind, ObjectName name) {
    Names.Found found = names.find(name.parts(), name.position());
    if (found == null) {
      DatabaseException missing = Names.missing(kind, name.toString(), name.position());
      skipOrFail(missing);
      return null;
    }
    try {
      return names.require(kind, name.parts(), name.position());
    } catch (DatabaseException e) {
      throw found instanceof Names.Found.OfUser(Item item)
          ? e.withHint(
              "Use DROP "
                  + item.kind().words().toUpperCase(java.util.Locale.ROOT)
                  + " to remove "
                  + Names.article(item.kind())
                  + ".")
          : e;
    }
  }

  /// Outputs of a source go with it and not alone.
  private void refusePart(Item item) {
    if (item.body() instanceof ItemBody.Source source && source.parentId() != 0) {
      Item parent = state.requireItem(source.parentId());
      boolean isParentAsked =
          statement.names().stream().anyMatch(n -> n.last().equals(parent.name()));
      if (!isParentAsked) {
        throw new DatabaseException(
            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot drop "
                + Removal.describe(item, names)
                + " because "
                + Removal.describe(parent, names)
                + " requires it",
            null,
            "You can drop " + Removal.describe(parent, names) + " instead.",
            0);
      }
    }
  }

  private List<Item> remove(List<Item> asked, String what, boolean isCascade) {
    TableParts.forgetDefaults(asked, edit, frame, names);
    Removal removal = Removal.of(state, asked);
    if (!isCascade) {
      removal.restrict(names, what);
    }
    noticeCascade(removal.cascaded().stream().map(Removal.Cascaded::item).toList());
    removal.apply(edit);
    return removal.items();
  }

  private void noticeCascade(List<Item> cascaded) {
    if (cascaded.size() == 1) {
      frame.notice(
          Notice.of(
              SqlState.SUCCESSFUL_COMPLETION,
              "drop cascades to " + Removal.describe(cascaded.getFirst(), names)));
    } else if (!cascaded.isEmpty()) {
      frame.notice(
          Notice.of(
              SqlState.SUCCESSFUL_COMPLETION,
              "drop cascades to " + cascaded.size() + " other objects",
              String.join(
                  "\n",
                  cascaded.stream()
                      .map(i -> "drop cascades to " + Removal.describe(i, names))
                      .toList())));
    }
  }

  private void skipOrFail(DatabaseException missing) {
    if (!statement.isIfExists()) {
      throw missing;
    }
    frame.notice(Notice.of(missing.state(), missing.message() + ", skipping"));
  }

  private List<Item> schemas() {
    List<Item> gone = new ArrayList<>();
    for (ObjectName name : statement.names()) {
      Schema schema =
          name.parts().size() > 1
              ? names.schemaIn(name.parts().getFirst(), name.last(), name.position())
              : names.schemaNamed(name.last());
      if (schema == null) {
        skipOrFail(
            DatabaseException.at(
                name.position(),
                SqlState.INVALID_SCHEMA_NAME,
                "schema \"" + name + "\" does not exist"));
      } else if (schema.isSystem()) {
        throw new DatabaseException(
            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot drop schema " + schema.name() + " because it is required by the system");
      } else {
        gone.addAll(dropSchema(schema, isCascade()));
      }
    }
    return gone;
  }

  private List<Item> dropSchema(Schema schema, boolean isCascade) {
    List<Item> inside = state.items().stream().filter(i -> i.schemaId() == schema.id()).toList();
    if (!isCascade && !inside.isEmpty()) {
      throw new DatabaseException(
          SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
          "cannot drop schema "
              + Identifiers.quote(schema.name())
              + " because other objects depend on it",
          String.join(
              "\n",
              inside.stream()
                  .map(i ->
                      Removal.describe(i, names)
                          + " depends on schema "
                          + Identifiers.quote(schema.name()))
                  .toList()),
          "Use DROP ... CASCADE to drop the dependent objects too.",
          0);
    }
    Removal removal = Removal.of(state, inside);
    List<Item> cascaded = new ArrayList<>(inside);
    removal.cascaded().forEach(c -> cascaded.add(c.item()));
    noticeCascade(cascaded);
    removal.apply(edit);
    edit.remove(schema);
    return removal.items();
  }

  /// As in Materialize, dropping a database drops what is in it unless RESTRICT is said.
  private List<Item> databases() {
    List<Item> gone = new ArrayList<>();
    for (ObjectName name : statement.names()) {
      Database database = state.database(name.last());
      if (database == null) {
        skipOrFail(
            DatabaseException.at(
                name.position(),
                SqlState.INVALID_CATALOG_NAME,
                "database \"" + name + "\" does not exist"));
        continue;
      }
      List<Schema> schemas =
          state.schemas().stream().filter(s -> s.databaseId() == database.id()).toList();
      List<Item> inside =
          state.items().stream()
              .filter(i -> schemas.stream().anyMatch(s -> s.id() == i.schemaId()))
              .toList();
      if (statement.behaviour() == Behaviour.RESTRICT && !inside.isEmpty()) {
        throw new DatabaseException(
            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
            "database \"" + name + "\" cannot be dropped with RESTRICT while it contains objects");
      }
      gone.addAll(remove(inside, "database " + name, true));
      schemas.forEach(edit::remove);
      edit.remove(database);
    }
    return gone;
  }

  private List<Item> clusters() {
    List<Item> gone = new ArrayList<>();
    for (ObjectName name : statement.names()) {
      Cluster cluster = state.cluster(name.last());
      if (cluster == null) {
        skipOrFail(
            DatabaseException.at(
                name.position(),
                SqlState.UNDEFINED_OBJECT,
                "cluster \"" + name + "\" does not exist"));
        continue;
      }
      List<Item> owned =
          state.items().stream()
              .filter(i -> i.body().clusterId() == cluster.id())
              .filter(i -> !(i.body() instanceof ItemBody.Source s && s.parentId() != 0))
              .toList();
      if (!isCascade() && !owned.isEmpty()) {
        throw new DatabaseException(
            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
            "cannot drop cluster "
                + Identifiers.quote(cluster.name())
                + " because other objects depend on it",
            String.join(
                "\n",
                owned.stream()
                    .map(i ->
                        Removal.describe(i, names)
                            + " depends on cluster "
                            + Identifiers.quote(cluster.name()))
                    .toList()),
            "Use DROP ... CASCADE to drop the dependent objects too.",
            0);
      }
      Removal removal = Removal.of(state, owned);
      List<Item> cascaded = new ArrayList<>(owned);
      removal.cascaded().forEach(c -> cascaded.add(c.item()));
      noticeCascade(cascaded);
      removal.apply(edit);
      edit.remove(cluster);
      gone.addAll(removal.items());
    }
    return gone;
  }

  private List<Item> replicas() {
    for (ObjectName name : statement.names()) {
      Cluster cluster = name.parts().size() == 2 ? state.cluster(name.parts().getFirst()) : null;
      boolean isThere =
          cluster != null
              && cluster.replicas().stream().anyMatch(r -> r.name().equals(name.last()));
      if (cluster == null || !isThere) {
        skipOrFail(
            DatabaseException.at(
                name.position(),
                SqlState.UNDEFINED_OBJECT,
                "cluster replica \"" + name + "\" does not exist"));
      } else {
        edit.put(
            new Cluster(
                cluster.id(),
                cluster.name(),
                cluster.ownerId(),
                cluster.isManaged(),
                cluster.size(),
                cluster.replicas().stream().filter(r -> !r.name().equals(name.last())).toList()));
      }
    }
    return List.of();
  }

  private List<Item> roles() {
    for (ObjectName name : statement.names()) {
      Role role = state.role(name.last());
      if (role == null) {
        skipOrFail(
            DatabaseException.at(
                name.position(),
                SqlState.UNDEFINED_OBJECT,
                "role \"" + name + "\" does not exist"));
        continue;
      }
      boolean owns =
          state.items().stream().anyMatch(i -> i.ownerId() == role.id())
              || state.schemas().stream().anyMatch(s -> s.ownerId() == role.id())
              || state.databases().stream().anyMatch(d -> d.ownerId() == role.id());
      if (owns) {
        throw new DatabaseException(
            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
            "role \"" + name + "\" cannot be dropped because some objects depend on it");
      }
      if (role.name().equals(frame.who().user())) {
        throw new DatabaseException(SqlState.OBJECT_IN_USE, "current user cannot be dropped");
      }
      edit.remove(role);
    }
    return List.of();
  }

  /// What a kind of object is called in command tags: `DROP MATERIALIZED VIEW`.
  static String tag(ObjectKind kind) {
    return "DROP " + kind.words().toUpperCase(java.util.Locale.ROOT);
  }
}
