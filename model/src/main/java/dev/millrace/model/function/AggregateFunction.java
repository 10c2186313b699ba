package dev.millrace.model.function;

import dev.millrace.model.type.SqlType;
import java.util.List;
import java.util.function.Function;

/// A resolved aggregate.
///
/// @param id unique and stable text, for example `sum(numeric)`: it is stored in plans
/// @param isStrict rows whose first argument is NULL do not count
/// @param linear makes the accumulator of a LINEAR aggregate for a call's types; null otherwise
/// @param generic makes the evaluation of a GENERIC aggregate for a call's types; null otherwise
/// @param isDescending of an ORDERED aggregate: true for max
public record AggregateFunction(
    String id,
    String name,
    List<SqlType> arguments,
    SqlType result,
    AggregateKind kind,
    boolean isStrict,
    boolean isDescending,
    @org.jspecify.annotations.Nullable Function<CallTypes, LinearAggregate> linear,
    @org.jspecify.annotations.Nullable Function<CallTypes, GenericAggregate> generic) {

  public AggregateFunction {
    arguments = List.copyOf(arguments);
  }
}
