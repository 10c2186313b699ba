package dev.millrace.sql.catalog.relation;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.table.Constraint;
import dev.millrace.sql.catalog.table.Filling;
import dev.millrace.sql.catalog.table.SequenceDefinition;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the catalog says in words about tables: defaults, constraints, sequences of columns.
public final class TableFacts {

  private TableFacts() {}

  /// The text of a column's default, or of what generates it; null where it is NULL or an identity.
  public static @Nullable String defaultText(CatalogState state, ColumnDefinition column) {
    return switch (column.filling()) {
      case Filling.Nothing _, Filling.Identity _ -> null;
      case Filling.Expression(String text) -> text;
      case Filling.Generated(String text) -> text;
      case Filling.NextValue(long id) ->
          "nextval("
              + Identifiers.literal(Identifiers.quote(state.requireItem(id).name()))
              + "::regclass)";
    };
  }

  /// The sequence of an identity column, or null.
  static @Nullable SequenceDefinition ownSequence(CatalogState state, ColumnDefinition column) {
    return column.filling() instanceof Filling.Identity(long id, _)
        ? ((ItemBody.Sequence) state.requireItem(id).body()).definition()
        : null;
  }

  /// `pg_attribute.attidentity`.
  static String identity(ColumnDefinition column) {
    return column.filling() instanceof Filling.Identity(_, boolean isAlways)
        ? isAlways ? "a" : "d"
        : "";
  }

  /// True for the index behind a primary key.
  static boolean isPrimary(CatalogState state, Item index) {
    ItemBody.Index body = (ItemBody.Index) index.body();
    return state.requireItem(body.onId()).body() instanceof ItemBody.Table table
        && table.primaryKey() instanceof Constraint.Key key
        && key.indexId() == index.id();
  }

  /// `PRIMARY KEY (a)`, `UNIQUE (a, b)`, `CHECK ((a > 0))`.
  public static String text(Constraint constraint, List<ColumnDefinition> columns) {
    String names =
        constraint.columns().stream()
            .map(c -> Identifiers.quote(columns.get(c).name()))
            .collect(Collectors.joining(", "));
    return switch (constraint) {
      case Constraint.Key key -> (key.isPrimary() ? "PRIMARY KEY (" : "UNIQUE (") + names + ")";
      case Constraint.Check check -> "CHECK ((" + check.condition() + "))";
    };
  }

  /// `pg_get_constraintdef`.
  static @Nullable Slice constraint(CatalogState state, int oid) {
    for (Item item : state.items()) {
      if (item.body() instanceof ItemBody.Table table) {
        for (Constraint constraint : table.constraints()) {
          if (constraint.oid() == oid) {
            return Slice.utf8(text(constraint, table.columns()));
          }
        }
      }
    }
    return null;
  }

  /// `pg_get_serial_sequence`: the sequence that goes with a column.
  static @Nullable Slice serialSequence(Names names, @Nullable Object... arguments) {
    String table = String.valueOf(arguments[0]);
    String column = String.valueOf(arguments[1]);
    Item item = names.findItem(QualifiedNames.split(table), 0);
    if (item == null) {
      throw new DatabaseException(
          SqlState.UNDEFINED_TABLE, "relation \"" + table + "\" does not exist");
    }
    int position = -1;
    for (int i = 0; i < item.columns().size(); i++) {
      if (item.columns().get(i).name().equals(column)) {
        position = i;
      }
    }
    if (position < 0) {
      throw new DatabaseException(
          SqlState.UNDEFINED_COLUMN,
          "column \"" + column + "\" of relation \"" + item.name() + "\" does not exist");
    }
    for (Item each : names.state().items()) {
      if (each.body() instanceof ItemBody.Sequence(_, SequenceDefinition.Owner owner)
          && owner != null
          && owner.tableId() == item.id()
          && owner.column() == position) {
        String schema = names.state().requireSchema(each.schemaId()).name();
        return Slice.utf8(Identifiers.quote(schema) + "." + Identifiers.quote(each.name()));
      }
    }
    return null;
  }
}
