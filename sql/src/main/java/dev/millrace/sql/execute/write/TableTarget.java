package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.InsertColumn;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.parse.Parser;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A table that a statement writes to.
record TableTarget(Item item, List<ColumnDefinition> columns) {

  /// The table of a name; refused in PostgreSQL's words if it cannot be written to.
  static TableTarget of(ObjectName name, String verb, Frame frame) {
    Names.Found found = frame.names().require(name.parts(), name.position());
    if (found instanceof Names.Found.OfUser(Item item)) {
      if (item.body() instanceof ItemBody.Table table) {
        return new TableTarget(item, table.columns());
      }
      String what = item.kind().words() + " \"" + item.name() + "\"";
      throw DatabaseException.at(
          name.position(),
          item.kind() == ItemKind.VIEW
              ? SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE
              : SqlState.WRONG_OBJECT_TYPE,
          "cannot " + verb + " " + what);
    }
    throw DatabaseException.at(
        name.position(),
        SqlState.INSUFFICIENT_PRIVILEGE,
        "permission denied for table " + name.last());
  }

  List<SqlType> types() {
    return columns.stream().map(ColumnDefinition::type).toList();
  }

  /// Positions of the named columns, in the order named; all of them if none are.
  List<Integer> positions(List<ColumnName> named) {
    List<Integer> positions = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (ColumnName name : named) {
      int position = position(name);
      if (!seen.add(position)) {
        throw DatabaseException.at(
            name.position(),
            SqlState.DUPLICATE_COLUMN,
            "column \"" + name.name() + "\" specified more than once");
      }
      positions.add(position);
    }
    if (named.isEmpty()) {
      for (int i = 0; i < columns.size(); i++) {
        positions.add(i);
      }
    }
    return positions;
  }

  private int position(ColumnName name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name.name())) {
        return i;
      }
    }
    throw DatabaseException.at(
        name.position(),
        SqlState.UNDEFINED_COLUMN,
        "column \"" + name.name() + "\" of relation \"" + item.name() + "\" does not exist");
  }

  /// The columns as the binder wants them, at the given positions.
  List<InsertColumn> targets(List<Integer> positions, Binding binding) {
    return positions.stream()
        .map(p -> columns.get(p))
        .map(c -> new InsertColumn(c.name(), c.type(), defaultOf(c, binding)))
        .toList();
  }

  private static @Nullable Scalar defaultOf(ColumnDefinition column, Binding binding) {
    String text = column.defaultText();
    return text == null
        ? null
        : binding
            .binder()
            .expression(
                Parser.parseExpression(text),
                column.type(),
                column.name(),
                binding.request(BindMode.ONE_SHOT));
  }

  /// Fails with 23502 if a NOT NULL column is NULL in a row with positive weight.
  void checkNotNull(Chunk rows) {
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).isNotNull() || !rows.columns[i].mayHaveNulls()) {
        continue;
      }
      for (int row = 0; row < rows.size(); row++) {
        if (rows.columns[i].isNull(row) && rows.weight(row) > 0) {
          throw new DatabaseException(
                  SqlState.NOT_NULL_VIOLATION,
                  "null value in column \""
                      + columns.get(i).name()
                      + "\" of relation \""
                      + item.name()
                      + "\" violates not-null constraint")
              .withDetail("Failing row contains (" + text(rows, row) + ").");
        }
      }
    }
  }

  private String text(Chunk rows, int row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Object value = rows.columns[i].value(row);
      values.add(value == null ? "null" : TextFormat.text(columns.get(i).type(), value));
    }
    return String.join(", ", values);
  }
}
