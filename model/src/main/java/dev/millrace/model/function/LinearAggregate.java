package dev.millrace.model.function;

import dev.millrace.model.chunk.Column;
import org.jspecify.annotations.Nullable;

/// An aggregate kept in a fixed number of bytes, to which rows are added with signed weights. All
/// zero bytes is the state of no rows. Adding and retracting the same row gives the bytes before.
/// Stateless itself, so it may be shared between threads.
public interface LinearAggregate {

  /// Bytes of state.
  int stateBytes();

  /// Adds row `row` of the argument columns `weight` times (negative: retracts it). The caller has
  /// dropped rows that a strict aggregate ignores.
  void add(Column[] arguments, int row, long weight, byte[] state, int offset);

  /// The aggregate's value, boxed, or null for SQL NULL.
  @Nullable Object result(byte[] state, int offset);
}
