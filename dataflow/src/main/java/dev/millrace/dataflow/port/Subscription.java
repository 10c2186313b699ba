package dev.millrace.dataflow.port;

import dev.millrace.model.chunk.Chunk;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The changes of a plan's result, millisecond by millisecond. Used by one thread, which must close
/// it.
public interface Subscription extends AutoCloseable {

  /// The milliseconds at which it began (its snapshot's time).
  long asOf();

  /// The next event, or null if none came within the timeout. Throws the DatabaseException that
  /// ended the subscription (dropped relation, failed view, too slow a reader).
  @Nullable Event poll(Duration timeout) throws InterruptedException;

  @Override
  void close();

  /// What happened.
  sealed interface Event {
    /// Rows of one closed millisecond, consolidated (no row twice), sorted by stored bytes.
    record Rows(long millis, List<Chunk> rows) implements Event {}

    /// No more rows below `millis` will come.
    record Progress(long millis) implements Event {}

    /// The UP TO was reached, or the input is complete.
    record End() implements Event {}
  }
}
