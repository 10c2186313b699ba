package dev.millrace.sql.execute;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.concurrent.atomic.AtomicLong;

/// The memory that rows written and not yet committed may take, over all sessions. Any thread.
public final class WriteBudget {

  private final long bytesMax;
  private final AtomicLong taken = new AtomicLong();

  /// @param bytesMax beyond which the statement that asks for more fails with 53200
  public WriteBudget(long bytesMax) {
    if (bytesMax < 1) {
      throw new IllegalArgumentException("a budget must be positive");
    }
    this.bytesMax = bytesMax;
  }

  /// A quarter of the heap.
  public static long standardBytes() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  /// Takes bytes, or fails and takes none.
  void take(long bytes) {
    if (taken.addAndGet(bytes) > bytesMax) {
      taken.addAndGet(-bytes);
      throw new DatabaseException(
          SqlState.OUT_OF_MEMORY,
          "out of memory",
          "Rows that open transactions have written may take " + bytesMax + " bytes together.",
          "Try again when other transactions have ended, or write less at once.",
          0);
    }
  }

  /// Gives bytes back.
  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }

  /// Bytes taken now.
  public long taken() {
    return taken.get();
  }
}
