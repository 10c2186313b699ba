package dev.millrace.sql.execute.define.table;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogEdit;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.Removal;
import dev.millrace.sql.catalog.table.Constraint;
import dev.millrace.sql.catalog.table.Filling;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.port.Notice;
import java.util.ArrayList;
import java.util.List;

/// Indexes and sequences that belong to tables do not go alone: an index without its constraint, a
/// sequence without the columns that draw from it.
public final class TableParts {

  private TableParts() {}

  /// A column that draws from a sequence.
  private record Use(Item table, int position, ColumnDefinition column) {

    String words(Names names) {
      return "column " + Identifiers.quote(column.name()) + " of " + Removal.describe(table, names);
    }
  }

  private static List<Use> uses(Item sequence, CatalogState state) {
    List<Use> uses = new ArrayList<>();
    for (Item item : state.items()) {
      if (item.body() instanceof ItemBody.Table table) {
        for (int i = 0; i < table.columns().size(); i++) {
          ColumnDefinition column = table.columns().get(i);
          if (!column.isDropped() && column.filling().sequence() == sequence.id()) {
            uses.add(new Use(item, i, column));
          }
        }
      }
    }
    return uses;
  }

  /// Fails with 2BP01 if an item that was asked for is a part of a table that has to stay.
  public static void refuse(Item item, CatalogState state, Names names, boolean isCascade) {
    if (item.body() instanceof ItemBody.Index index) {
      refuseKey(item, state.requireItem(index.onId()), names);
    }
    if (item.kind() != ItemKind.SEQUENCE) {
      return;
    }
    List<String> details = new ArrayList<>();
    for (Use use : uses(item, state)) {
      if (use.column().filling() instanceof Filling.Identity) {
        throw requires(Removal.describe(item, names), use.words(names));
      }
      details.add(
          "default value for " + use.words(names) + " depends on " + Removal.describe(item, names));
    }
    if (!details.isEmpty() && !isCascade) {
      throw dependants(Removal.describe(item, names), details);
    }
  }

  /// `cannot drop … because other objects depend on it`.
  public static DatabaseException dependants(String what, List<String> details) {
    return new DatabaseException(
        SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
        "cannot drop " + what + " because other objects depend on it",
        String.join("\n", details),
        "Use DROP ... CASCADE to drop the dependent objects too.",
        0);
  }

  private static void refuseKey(Item index, Item on, Names names) {
    if (!(on.body() instanceof ItemBody.Table table)) {
      return;
    }
    for (Constraint constraint : table.constraints()) {
      if (constraint instanceof Constraint.Key key && key.indexId() == index.id()) {
        throw requires(
            Removal.describe(index, names),
            "constraint " + Identifiers.quote(key.name()) + " on " + Removal.describe(on, names));
      }
    }
  }

  private static DatabaseException requires(String what, String by) {
    return new DatabaseException(
        SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
        "cannot drop " + what + " because " + by + " requires it",
        null,
        "You can drop " + by + " instead.",
        0);
  }

  /// CASCADE: columns that drew from dropped sequences get NULL from now on.
  public static void forgetDefaults(List<Item> asked, CatalogEdit edit, Frame frame, Names names) {
    for (Item sequence : asked) {
      for (Use use :
          sequence.kind() == ItemKind.SEQUENCE ? uses(sequence, edit.before()) : List.<Use>of()) {
        Item table = edit.item(use.table().id());
        ItemBody.Table body = (ItemBody.Table) table.body();
        List<ColumnDefinition> columns = new ArrayList<>(body.columns());
        columns.set(use.position(), columns.get(use.position()).with(Filling.NOTHING));
        edit.put(table.with(new ItemBody.Table(columns, body.constraints(), body.uniqueIndexes())));
        frame.notice(
            Notice.of(
                SqlState.SUCCESSFUL_COMPLETION,
                "drop cascades to default value for " + use.words(names)));
      }
    }
  }
}
