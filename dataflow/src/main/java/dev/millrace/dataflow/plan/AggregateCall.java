package dev.millrace.dataflow.plan;

import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.type.SqlType;
import java.util.List;

/// One aggregate of a Reduce.
///
/// @param arguments columns of the input
/// @param filter column of type bool that must be true for a row to count, or -1
/// @param order ORDER BY inside the call (GENERIC aggregates only)
public record AggregateCall(
    AggregateFunction function,
    List<Integer> arguments,
    boolean isDistinct,
    int filter,
    List<SortKey> order,
    SqlType type) {

  public AggregateCall {
    arguments = List.copyOf(arguments);
    order = List.copyOf(order);
  }
}
