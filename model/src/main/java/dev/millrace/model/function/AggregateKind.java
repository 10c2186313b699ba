package dev.millrace.model.function;

/// How an aggregate is kept up to date under retractions.
public enum AggregateKind {
  /// By adding and subtracting: count, sum, avg, bool_and, …: a fixed-size accumulator.
  LINEAR,
  /// The first or last value of an ordered group: min, max.
  ORDERED,
  /// Evaluated anew over the sorted group when touched: list_agg, array_agg, string_agg, …
  GENERIC
}
