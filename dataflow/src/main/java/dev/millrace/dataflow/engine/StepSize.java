package dev.millrace.dataflow.engine;

import java.time.Duration;

/// How many input rows the next step may take when more are waiting: as many as lately could be
/// done in the time a step should take. A larger step costs less per row, because a key that changes
/// several times in it counts once; a smaller one is seen sooner. Without a backlog a step takes
/// what is there and this says nothing. Confined to the step thread.
final class StepSize {

  /// Where it starts, and what it never falls below: some chunks.
  private static final long ROWS_MIN = 16_384;

  private final long rowsLimit;
  private final long targetNanos;
  private long rowsMax;

  /// @param rowsLimit what no step exceeds
  /// @param target what a step under load should take
  StepSize(long rowsLimit, Duration target) {
    this.rowsLimit = rowsLimit;
    this.targetNanos = target.toNanos();
    this.rowsMax = Math.min(rowsLimit, ROWS_MIN);
  }

  /// Input rows after which the next step is full.
  long rowsMax() {
    return rowsMax;
  }

  /// Learns from a step. A full one that was quick lets the next be twice as large at most; one that
  /// took too long, full or not, makes the next smaller.
  void learn(long rows, long nanos) {
    boolean wasFull = rows >= rowsMax;
    if (wasFull || nanos > targetNanos) {
      long wanted = (long) (rows * (double) targetNanos / Math.max(1, nanos));
      long bounded = Math.clamp(wanted, rowsMax / 2, rowsMax * 2);
      rowsMax = Math.clamp(bounded, Math.min(ROWS_MIN, rowsLimit), rowsLimit);
    }
  }
}
