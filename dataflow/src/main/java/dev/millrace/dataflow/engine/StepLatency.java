package dev.millrace.dataflow.engine;

/// A histogram of durations in microseconds, four buckets to a power of two. Confined to the step
/// thread.
final class StepLatency {

  private static final int BUCKETS_PER_POWER = 4;

  private final long[] buckets = new long[64 * BUCKETS_PER_POWER];
  private long count;
  private long max;

  void add(long micros) {
    long value = Math.max(1, micros);
    int power = 63 - Long.numberOfLeadingZeros(value);
    int quarter = power < 2 ? 0 : (int) (value >>> (power - 2)) & 3;
    buckets[power * BUCKETS_PER_POWER + quarter]++;
    count++;
    max = Math.max(max, micros);
  }

  /// An upper bound of the smallest duration that this share of all did not exceed.
  long quantile(double share) {
    long rest = (long) Math.ceil(count * share);
    for (int i = 0; i < buckets.length && rest > 0; i++) {
      rest -= buckets[i];
      if (rest <= 0) {
        int power = i / BUCKETS_PER_POWER;
        long bound = (1L << power) + ((1L << power) * (i % BUCKETS_PER_POWER + 1)) / 4;
        return Math.min(max, bound);
      }
    }
    return 0;
  }

  long max() {
    return max;
  }

  long count() {
    return count;
  }
}
