package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.InsertColumn;
import dev.millrace.sql.bind.InsertColumn.ValueSource;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.catalog.table.Filling;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.DataStatement.Overriding;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// A table that a statement writes to.
record TableTarget(Item item, TableRules rules) {

  /// The table of a name; refused in PostgreSQL's words if it cannot be written to.
  static TableTarget of(ObjectName name, String verb, Binding binding) {
    Frame frame = binding.frame();
    Names.Found found = frame.names().require(name.parts(), name.position());
    if (found instanceof Names.Found.OfUser(Item item)) {
      if (item.body() instanceof ItemBody.Table table) {
        String schema = frame.state().requireSchema(item.schemaId()).name();
        RuleBinding rules = RuleBinding.of(binding, schema, item.name(), table.columns());
        return new TableTarget(item, TableRules.of(item, frame.state(), rules));
      }
      String what = item.kind().words() + " \"" + item.name() + "\"";
      if (verb.equals("truncate")) {
        throw new DatabaseException(
            SqlState.WRONG_OBJECT_TYPE, "\"" + item.name() + "\" is not a table");
      }
      throw DatabaseException.at(
          name.position(),
          item.kind() == dev.millrace.sql.catalog.ItemKind.VIEW
              ? SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE
              : SqlState.WRONG_OBJECT_TYPE,
          "cannot " + verb + " " + what);
    }
    throw DatabaseException.at(
        name.position(),
        SqlState.INSUFFICIENT_PRIVILEGE,
        "permission denied for table " + name.last());
  }

  List<ColumnDefinition> columns() {
    return rules.columns();
  }

  List<SqlType> types() {
    return columns().stream().map(ColumnDefinition::type).toList();
  }

  /// Positions of all columns, dropped ones too.
  List<Integer> all() {
    return IntStream.range(0, columns().size()).boxed().toList();
  }

  /// Positions of the named columns, in the order named; those of all columns if none are.
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
      for (int i = 0; i < columns().size(); i++) {
        if (!columns().get(i).isDropped()) {
          positions.add(i);
        }
      }
    }
    return positions;
  }

  private int position(ColumnName name) {
    for (int i = 0; i < columns().size(); i++) {
      if (!columns().get(i).isDropped() && columns().get(i).name().equals(name.name())) {
        return i;
      }
    }
    throw DatabaseException.at(
        name.position(),
        SqlState.UNDEFINED_COLUMN,
        "column \"" + name.name() + "\" of relation \"" + item.name() + "\" does not exist");
  }

  /// The columns as the binder wants them, at the given positions.
  List<InsertColumn> targets(List<Integer> positions, Overriding overriding, Binding binding) {
    Defaults defaults = new Defaults(binding);
    return positions.stream()
        .map(p -> columns().get(p))
        .map(c -> {
          Scalar value = defaults.of(c);
          return new InsertColumn(c.name(), c.type(), value, source(c, overriding));
        })
        .toList();
  }

  private static ValueSource source(ColumnDefinition column, Overriding overriding) {
    return switch (column.filling()) {
      case Filling.Generated _ -> ValueSource.EXPRESSION;
      case Filling.Identity _ when overriding == Overriding.USER_VALUE -> ValueSource.DEFAULT;
      case Filling.Identity(_, boolean isAlways)
          when isAlways && overriding == Overriding.NOTHING ->
          ValueSource.IDENTITY;
      case Filling.Identity _, Filling.Nothing _, Filling.Expression _, Filling.NextValue _ ->
          ValueSource.ANY;
    };
  }
}
