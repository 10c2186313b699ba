package dev.millrace.dataflow.batch;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;

/// The bytes a query holds, against its limit.
final class Budget {

  private final long limit;
  private long held;

  Budget(long limit) {
    this.limit = limit;
  }

  /// A budget of what this one has left.
  Budget rest() {
    return new Budget(limit - held);
  }

  /// Counts bytes that will be held.
  void take(long bytes) {
    held += bytes;
    if (held > limit) {
      throw new DatabaseException(
          SqlState.OUT_OF_MEMORY,
          "out of memory",
          "The query needs more than " + (limit >> 20) + " MiB for its intermediate rows.",
          "Create an index or a materialized view for the query, or raise the limit.",
          0);
    }
  }

  /// Counts a chunk that will be held.
  void take(Chunk chunk) {
    take(chunk.bytes());
  }

  /// Counts bytes that are no longer held.
  void giveBack(long bytes) {
    held -= bytes;
  }
}
