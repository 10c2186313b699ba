package dev.millrace.model.function;

import dev.millrace.model.chunk.Column;
import org.jspecify.annotations.Nullable;

/// One evaluation of an aggregate over a group handed over row by row in order (the call's ORDER
/// BY, ties and otherwise by stored bytes, so that the result is a function of the multiset).
public interface GenericAggregate {

  /// Takes a row's arguments (boxed; slices are valid during the call only) `count` times, > 0.
  void add(@Nullable Object[] arguments, long count);

  /// Takes the arguments in a row of columns `count` times, > 0. To be overridden where boxing
  /// would cost too much.
  default void add(Column[] arguments, int row, long count) {
    @Nullable Object[] boxed = new Object[arguments.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = arguments[i].value(row);
    }
    add(boxed, count);
  }

  /// The aggregate's value, boxed, or null for SQL NULL; called once, after the last row.
  @Nullable Object result();
}
