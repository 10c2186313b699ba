package dev.millrace.dataflow.engine;

import java.time.Duration;
import java.util.Arrays;

/// How many input rows the next step may take when more are waiting. Confined to the step thread.
/*
 * A larger step costs less per row, because a key that changes several times in it counts once; a
 * smaller one is seen sooner. So a step may grow while it stays within the target, and beyond it
 * while twice the rows are clearly cheaper by the row: with a backlog, rows then wait for one slow
 * step instead of several that are nearly as slow. Sizes are powers of two; what each was seen to
 * cost is forgotten now and then, as the data changes. Without a backlog a step takes what is there
 * and nothing is learnt.
 */
final class StepSize {

  /// The smallest size: some chunks.
  private static final long ROWS_MIN = 16_384;

  /// The cost per row must fall below this part of that of half as many rows.
  private static final double WORTHWHILE = 0.8;

  private static final int MEMORY_STEPS = 256;

  private final long rowsLimit;
  private final long targetNanos;
  private final double[] nanosPerRow;
  private int level;
  private int learned;

  /// @param rowsLimit what no step exceeds
  /// @param target what a step under load should take
  StepSize(long rowsLimit, Duration target) {
    this.rowsLimit = rowsLimit;
    this.targetNanos = target.toNanos();
    int levels = 1;
    while (rows(levels) <= rowsLimit) {
      levels++;
    }
    this.nanosPerRow = new double[levels];
  }

  private static long rows(int level) {
    return ROWS_MIN << level;
  }

  /// Input rows after which the next step is full.
  long rowsMax() {
    return Math.min(rows(level), rowsLimit);
  }

  /// Learns from a step.
  void learn(long rows, long nanos) {
    if (rows < rowsMax()) {
      return;
    }
    if (++learned == MEMORY_STEPS) {
      learned = 0;
      Arrays.fill(nanosPerRow, 0);
    }
    double cost = nanos / (double) rows;
    nanosPerRow[level] = nanosPerRow[level] == 0 ? cost : (nanosPerRow[level] + cost) / 2;
    int highest = Math.min(level + 1, nanosPerRow.length - 1);
    level = Math.max(level - 1, 0);
    while (level < highest && isWorthwhile(level + 1)) {
      level++;
    }
  }

  /// True if a size is quick, clearly cheaper than half of it, or not known yet.
  private boolean isWorthwhile(int larger) {
    double cost = nanosPerRow[larger];
    return cost * rows(larger) <= targetNanos || cost <= WORTHWHILE * nanosPerRow[larger - 1];
  }
}
