package dev.millrace.sql.execute.define.place;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Database;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.Removal;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.execute.Definitions;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Instance;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Temporary tables and views: objects like any other, in a schema that only their session's names
/// reach, that is made with the first of them and dropped when the session ends. What a crash has
/// left is dropped when the server starts.
public final class TemporaryObjects {

  private TemporaryObjects() {}

  /// The name under which a temporary object is made.
  public static ObjectName placed(ObjectName name, boolean isTemporary) {
    List<String> parts = name.parts();
    boolean isPlain = parts.size() == 1;
    if (!isTemporary) {
      return name;
    }
    if (!isPlain && !isOwn(parts.get(parts.size() - 2))) {
      throw DatabaseException.at(
          name.position(),
          SqlState.INVALID_TABLE_DEFINITION,
          "cannot create temporary relation in non-temporary schema");
    }
    return new ObjectName(List.of(Schema.TEMPORARY, name.last()), name.position());
  }

  private static boolean isOwn(String schema) {
    return schema.equals(Schema.TEMPORARY) || schema.startsWith(Schema.TEMPORARY + "_");
  }

  /// The work that makes an object, preceded by making the session's schema where it is to lie in
  /// that.
  public static Work in(ObjectName name, boolean isTemporary, Work work) {
    List<String> parts = name.parts();
    boolean isNeeded =
        isTemporary || (parts.size() == 2 && parts.getFirst().equals(Schema.TEMPORARY));
    return isNeeded ? new Preceded(TemporaryObjects::makeSchema, work) : work;
  }

  /// A statement that has to be prepared for in the catalog.
  private record Preceded(Consumer<Frame> before, Work work) implements Work {
    @Override
    public Effect effect() {
      return Effect.DEFINE;
    }

    @Override
    public Outcome run(Run run) {
      before.accept(run.frame());
      return work.run(run);
    }
  }

  private static void makeSchema(Frame frame) {
    String name = Schema.temporaryOf(frame.who().processId());
    Definitions.change(
        frame,
        edit -> {
          Database database = frame.names(edit.before()).currentDatabase();
          if (frame.names(edit.before()).temporarySchema() == null && database != null) {
            edit.put(
                new Schema(
                    edit.newId(),
                    edit.newOid(),
                    database.id(),
                    name,
                    frame.ownerId(edit.before())));
          }
        });
  }

  /// True if one of some objects is temporary.
  public static boolean isAmong(Collection<Long> items, CatalogState state) {
    return items.stream()
        .map(state::item)
        .anyMatch(i -> i != null && state.requireSchema(i.schemaId()).isTemporary());
  }

  /// Drops what a session has left.
  public static void dropOf(int processId, Instance instance) {
    drop(schema -> schema.name().equals(Schema.temporaryOf(processId)), instance);
  }

  /// Drops what all sessions have left.
  public static void dropAll(Instance instance) {
    drop(Schema::isTemporary, instance);
  }

  private static void drop(Predicate<Schema> which, Instance instance) {
    if (instance.catalog().current().schemas().stream().noneMatch(which)) {
      return;
    }
    List<Item> gone = new ArrayList<>();
    instance
        .catalog()
        .change(edit -> {
          edit.before().schemas().stream().filter(which).forEach(s -> gone.addAll(drop(s, edit)));
          return List.of();
        });
    instance.sequences().forget(gone);
  }

  private static List<Item> drop(Schema schema, CatalogEdit edit) {
    List<Item> inside =
        edit.before().items().stream().filter(i -> i.schemaId() == schema.id()).toList();
    Removal removal = Removal.of(edit.before(), inside);
    removal.apply(edit);
    edit.remove(schema);
    return removal.items();
  }
}
