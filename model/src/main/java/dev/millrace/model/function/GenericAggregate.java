package dev.millrace.model.function;

import org.jspecify.annotations.Nullable;

/// One evaluation of an aggregate over a group handed over row by row in order (the call's ORDER
/// BY, ties and otherwise by stored bytes, so that the result is a function of the multiset).
public interface GenericAggregate {

  /// Takes a row's arguments (boxed; slices are valid during the call only) `count` times, > 0.
  void add(@Nullable Object[] arguments, long count);

  /// The aggregate's value, boxed, or null for SQL NULL; called once, after the last row.
  @Nullable Object result();
}
