package dev.millrace.sql.bind.scope;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.sql.logical.AggregateBinding;
import dev.millrace.sql.logical.AggregateBinding.Term;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A window function in an expression, and the column that stands for its value.
///
/// @param aggregate the call if it is an aggregate, else null
/// @param arguments of a window function proper
/// @param ignoresNulls if rows whose first argument is NULL do not count
public record WindowCall(
    ColumnRef column,
    String name,
    @Nullable AggregateBinding aggregate,
    List<Scalar> arguments,
    boolean ignoresNulls,
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

    /// Any other.
    record General(Unit unit, Edge start, Edge end, Exclusion exclusion) implements Frame {}
  }

  /// How a frame counts: by rows, by groups of rows that sort equal, or by distance of values.
  public enum Unit {
    ROWS,
    GROUPS,
    RANGE
  }

  /// Which rows a frame leaves out again.
  public enum Exclusion {
    NO_OTHERS,
    CURRENT_ROW,
    GROUP,
    TIES
  }

  /// One end of a frame.
  public sealed interface Edge {
    /// The partition's.
    record Unbounded() implements Edge {}

    /// The row, or the rows that sort equal to it.
    record Current() implements Edge {}

    /// So far from the row; a constant of the type that is added to the ordering value.
    record Offset(Literal distance, boolean isPreceding) implements Edge {}
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
        ignoresNulls,
        rewritten,
        frame);
  }
}
