package dev.millrace.sql.logical;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.function.AggregateFunction;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One aggregate of a [Rel.Aggregate] and the column that holds its result.
///
/// @param filter rows for which it is not true do not count
/// @param order ORDER BY inside the call
public record AggregateBinding(
    ColumnRef column,
    AggregateFunction function,
    List<Scalar> arguments,
    boolean isDistinct,
    @Nullable Scalar filter,
    List<Term> order) {

  /// An ORDER BY term inside an aggregate call.
  public record Term(Scalar value, boolean isDescending, boolean isNullsFirst) {}

  public AggregateBinding {
    arguments = List.copyOf(arguments);
    order = List.copyOf(order);
  }

  /// The same call, whatever column holds it.
  public boolean isSameCall(AggregateBinding other) {
    return new AggregateBinding(other.column, function, arguments, isDistinct, filter, order)
        .equals(other);
  }

  /// The same call with every expression rewritten.
  public AggregateBinding rewrite(UnaryOperator<Scalar> rule) {
    return new AggregateBinding(
        column,
        function,
        arguments.stream().map(rule).toList(),
        isDistinct,
        filter == null ? null : rule.apply(filter),
        order.stream()
            .map(t -> new Term(rule.apply(t.value()), t.isDescending(), t.isNullsFirst()))
            .toList());
  }

  /// The same call under another column.
  public AggregateBinding over(ColumnRef other) {
    return new AggregateBinding(other, function, arguments, isDistinct, filter, order);
  }
}
