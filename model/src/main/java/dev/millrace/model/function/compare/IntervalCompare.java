package dev.millrace.model.function.compare;

import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Slice;

/// Comparison of intervals at 30 days a month and 24 hours a day.
public final class IntervalCompare {

  private IntervalCompare() {}

  @Sql("=(interval, interval) -> bool")
  public static boolean equal(Slice left, Slice right) {
    return Interval.of(left).compareTo(Interval.of(right)) == 0;
  }

  @Sql("<>(interval, interval) -> bool")
  public static boolean notEqual(Slice left, Slice right) {
    return Interval.of(left).compareTo(Interval.of(right)) != 0;
  }

  @Sql("<(interval, interval) -> bool")
  public static boolean less(Slice left, Slice right) {
    return Interval.of(left).compareTo(Interval.of(right)) < 0;
  }

  @Sql("<=(interval, interval) -> bool")
  public static boolean lessOrEqual(Slice left, Slice right) {
    return Interval.of(left).compareTo(Interval.of(right)) <= 0;
  }

  @Sql(">(interval, interval) -> bool")
  public static boolean greater(Slice left, Slice right) {
    return Interval.of(left).compareTo(Interval.of(right)) > 0;
  }

  @Sql(">=(interval, interval) -> bool")
  public static boolean greaterOrEqual(Slice left, Slice right) {
    return Interval.of(left).compareTo(Interval.of(right)) >= 0;
  }
}
