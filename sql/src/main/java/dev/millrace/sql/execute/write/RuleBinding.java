package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Relations;
import dev.millrace.sql.bind.RowShape;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.parse.Parser;
import java.util.List;

/// Binds the texts of a table's rules over its columns.
record RuleBinding(Binding binding, RowShape shape) {

  static RuleBinding of(
      Binding binding, String schema, String table, List<ColumnDefinition> columns) {
    return new RuleBinding(
        binding,
        new RowShape(
            schema,
            table,
            columns.stream()
                .map(c -> new Relations.Column(c.name(), c.type(), !c.isNotNull(), c.isDropped()))
                .toList()));
  }

  Scalar check(String text) {
    return binding
        .binder()
        .check(Parser.parseExpression(text), shape, binding.request(BindMode.ONE_SHOT));
  }

  Scalar generated(String text, ColumnDefinition column) {
    return binding
        .binder()
        .generated(
            Parser.parseExpression(text),
            shape,
            column.type(),
            column.name(),
            binding.request(BindMode.ONE_SHOT));
  }
}
