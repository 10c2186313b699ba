package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.table.Filling;
import dev.millrace.sql.execute.Binding;
import dev.millrace.sql.parse.Parser;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// What columns get when nothing is given, as expressions.
public record Defaults(Binding binding) {

  private static final ScalarType REGCLASS = ScalarType.of(TypeId.REGCLASS);

  /// The default of a column; null if it is NULL or computed from the row.
  public @Nullable Scalar of(ColumnDefinition column) {
    if (column.isDropped()) {
      return null;
    }
    return switch (column.filling()) {
      case Filling.Nothing _, Filling.Generated _ -> null;
      case Filling.Expression(String text) -> expression(Parser.parseExpression(text), column);
      case Filling.NextValue(long id) -> nextValue(id, column);
      case Filling.Identity(long id, _) -> nextValue(id, column);
    };
  }

  private Scalar expression(SqlNode node, ColumnDefinition column) {
    return binding
        .binder()
        .defaultValue(node, column.type(), column.name(), binding.request(BindMode.ONE_SHOT));
  }

  private Scalar nextValue(long sequenceId, ColumnDefinition column) {
    int oid = binding.frame().state().requireItem(sequenceId).oid();
    ScalarFunction function =
        Objects.requireNonNull(
            binding.frame().instance().functions().function("nextval(regclass)"));
    return binding
        .binder()
        .assigned(
            new Scalar.Call(function, List.of(new Literal(oid, REGCLASS)), ScalarType.INT8),
            column.type(),
            column.name(),
            binding.request(BindMode.ONE_SHOT));
  }
}
