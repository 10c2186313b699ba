package dev.millrace.dataflow.batch;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Asks a running query to stop: by the user, or because its time is over. `cancel` may be called
/// from any thread.
public final class Interruption {

  private static final long NO_DEADLINE = Long.MAX_VALUE;

  private final LongSupplier nanoClock;
  private final long deadline;
  private volatile boolean cancelled;

  private Interruption(LongSupplier nanoClock, long deadline) {
    this.nanoClock = nanoClock;
    this.deadline = deadline;
  }

  /// Never stops by itself.
  public static Interruption none() {
    return new Interruption(() -> 0, NO_DEADLINE);
  }

  /// Stops when the time is over; zero means never.
  ///
  /// @param nanoClock as `System.nanoTime`
  public static Interruption after(Duration timeout, LongSupplier nanoClock) {
    return timeout.isZero()
        ? none()
        : new Interruption(nanoClock, nanoClock.getAsLong() + timeout.toNanos());
  }

  /// Stops the query at its next check.
  public void cancel() {
    cancelled = true;
  }

  /// Fails with 57014 if the query shall stop. Called at least once per chunk.
  public void check() {
    if (cancelled) {
      throw new DatabaseException(
          SqlState.QUERY_CANCELED, "canceling statement due to user request");
    }
    if (deadline != NO_DEADLINE && nanoClock.getAsLong() - deadline >= 0) {
      throw new DatabaseException(
          SqlState.QUERY_CANCELED, "canceling statement due to statement timeout");
    }
  }
}
