package dev.millrace.sql.execute;

import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.model.chunk.Chunk;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows in the order in which they are to be sent. Used by one thread, which must close it.
public interface RowStream extends AutoCloseable {

  /// Long enough to mean "until something comes".
  Duration FOREVER = Duration.ofDays(10_000);

  /// The next rows; empty if none came in time, null at the end. A row of weight n stands for n
  /// rows. Fails with 57014 when the waiting statement is cancelled.
  @Nullable Chunk next(Duration wait, Interruption waiting);

  /// True if rows come over time, so that what is there should be sent at once.
  default boolean isLive() {
    return false;
  }

  @Override
  void close();

  /// Rows that are all there.
  public static RowStream of(List<Chunk> chunks) {
    Iterator<Chunk> left = chunks.iterator();
    return new RowStream() {
      @Override
      public @Nullable Chunk next(Duration wait, Interruption waiting) {
        return left.hasNext() ? left.next() : null;
      }

      @Override
      public void close() {}
    };
  }
}
