package dev.millrace.bench;

import java.util.Arrays;

/// Measured values and their percentiles. One writer at a time.
final class Samples {

  private double[] values = new double[1024];
  private int count;

  synchronized void add(double value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count * 2);
    }
    values[count++] = value;
  }

  synchronized int count() {
    return count;
  }

  /// The value below which the given part (0 to 1) of the samples lies; NaN without samples.
  synchronized double percentile(double part) {
    if (count == 0) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return sorted[Math.min(count - 1, (int) Math.floor(part * count))];
  }
}
