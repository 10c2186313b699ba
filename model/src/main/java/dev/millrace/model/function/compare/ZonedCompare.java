package dev.millrace.model.function.compare;

import dev.millrace.model.codec.LocalClock;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Calendar;

/// Comparison of dates and timestamps with instants, at which clocks of the session's time zone
/// show them.
public final class ZonedCompare {

  private ZonedCompare() {}

  private static long instant(int date) {
    return LocalClock.toComparable(Calendar.micros(date));
  }

  private static long instant(long local) {
    return LocalClock.toComparable(local);
  }

  @Sql("=(date, timestamptz) -> bool")
  public static boolean equal(int left, long right) {
    return instant(left) == right;
  }

  @Sql("=(timestamptz, date) -> bool")
  public static boolean equal(long left, int right) {
    return left == instant(right);
  }

  @Sql("=(timestamp, timestamptz) -> bool")
  public static boolean equalInstant(long left, long right) {
    return instant(left) == right;
  }

  @Sql("=(timestamptz, timestamp) -> bool")
  public static boolean equalLocal(long left, long right) {
    return left == instant(right);
  }

  @Sql("<>(date, timestamptz) -> bool")
  public static boolean notEqual(int left, long right) {
    return instant(left) != right;
  }

  @Sql("<>(timestamptz, date) -> bool")
  public static boolean notEqual(long left, int right) {
    return left != instant(right);
  }

  @Sql("<>(timestamp, timestamptz) -> bool")
  public static boolean notEqualInstant(long left, long right) {
    return instant(left) != right;
  }

  @Sql("<>(timestamptz, timestamp) -> bool")
  public static boolean notEqualLocal(long left, long right) {
    return left != instant(right);
  }

  @Sql("<(date, timestamptz) -> bool")
  public static boolean less(int left, long right) {
    return instant(left) < right;
  }

  @Sql("<(timestamptz, date) -> bool")
  public static boolean less(long left, int right) {
    return left < instant(right);
  }

  @Sql("<(timestamp, timestamptz) -> bool")
  public static boolean lessInstant(long left, long right) {
    return instant(left) < right;
  }

  @Sql("<(timestamptz, timestamp) -> bool")
  public static boolean lessLocal(long left, long right) {
    return left < instant(right);
  }

  @Sql("<=(date, timestamptz) -> bool")
  public static boolean lessOrEqual(int left, long right) {
    return instant(left) <= right;
  }

  @Sql("<=(timestamptz, date) -> bool")
  public static boolean lessOrEqual(long left, int right) {
    return left <= instant(right);
  }

  @Sql("<=(timestamp, timestamptz) -> bool")
  public static boolean lessOrEqualInstant(long left, long right) {
    return instant(left) <= right;
  }

  @Sql("<=(timestamptz, timestamp) -> bool")
  public static boolean lessOrEqualLocal(long left, long right) {
    return left <= instant(right);
  }

  @Sql(">(date, timestamptz) -> bool")
  public static boolean greater(int left, long right) {
    return instant(left) > right;
  }

  @Sql(">(timestamptz, date) -> bool")
  public static boolean greater(long left, int right) {
    return left > instant(right);
  }

  @Sql(">(timestamp, timestamptz) -> bool")
  public static boolean greaterInstant(long left, long right) {
    return instant(left) > right;
  }

  @Sql(">(timestamptz, timestamp) -> bool")
  public static boolean greaterLocal(long left, long right) {
    return left > instant(right);
  }

  @Sql(">=(date, timestamptz) -> bool")
  public static boolean greaterOrEqual(int left, long right) {
    return instant(left) >= right;
  }

  @Sql(">=(timestamptz, date) -> bool")
  public static boolean greaterOrEqual(long left, int right) {
    return left >= instant(right);
  }

  @Sql(">=(timestamp, timestamptz) -> bool")
  public static boolean greaterOrEqualInstant(long left, long right) {
    return instant(left) >= right;
  }

  @Sql(">=(timestamptz, timestamp) -> bool")
  public static boolean greaterOrEqualLocal(long left, long right) {
    return left >= instant(right);
  }
}
