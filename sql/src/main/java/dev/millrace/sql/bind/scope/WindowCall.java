package dev.millrace.sql.bind.scope;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.sql.logical.AggregateBinding;
import dev.millrace.sql.logical.AggregateBinding.Term;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A window function in an expression, and the column that stands for its value.
///
/// @param aggregate the call if it is an aggregate, else null
/// @param arguments of a window function proper
public record WindowCall(
    ColumnRef column,
    String name,
    @Nullable AggregateBinding aggregate,
    List<Scalar> arguments,
    Spec spec,
    Frame frame) {

  public WindowCall {
    arguments = List.copyOf(arguments);
  }

  /// PARTITION BY and ORDER BY.
  public record Spec(List<Scalar> partition, List<Term> order) {
    public Spec {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
    }
  }

  /// Which rows of the partition, in its order, count for a row.
  public sealed interface Frame {
    /// All of them.
    record Whole() implements Frame {}

    /// From the first to the last that sorts equal to the row.
    record Running() implements Frame {}

    /// From `start` rows after the row to `end` rows after it (negative: before), null for the
    /// partition's end.
    record Rows(@Nullable Long start, @Nullable Long end) implements Frame {}
  }

  /// The same call with every expression rewritten.
  public WindowCall rewrite(UnaryOperator<Scalar> rule) {
    Spec rewritten =
        new Spec(
            spec.partition.stream().map(rule).toList(),
            spec.order.stream()
                .map(t -> new Term(rule.apply(t.value()), t.isDescending(), t.isNullsFirst()))
                .toList());
    return new WindowCall(
        column,
        name,
        aggregate == null ? null : aggregate.rewrite(rule),
        arguments.stream().map(rule).toList(),
        rewritten,
        frame);
  }
}
