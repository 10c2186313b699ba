package dev.millrace.model.function.compare;

import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Calendar;

/// Comparison of dates with timestamps.
public final class DateCompare {

  private DateCompare() {}

  @Sql("=(date, timestamp) -> bool")
  public static boolean equal(int left, long right) {
    return Long.compare(Calendar.micros(left), right) == 0;
  }

  @Sql("<>(date, timestamp) -> bool")
  public static boolean notEqual(int left, long right) {
    return Long.compare(Calendar.micros(left), right) != 0;
  }

  @Sql("<(date, timestamp) -> bool")
  public static boolean less(int left, long right) {
    return Long.compare(Calendar.micros(left), right) < 0;
  }

  @Sql("<=(date, timestamp) -> bool")
  public static boolean lessOrEqual(int left, long right) {
    return Long.compare(Calendar.micros(left), right) <= 0;
  }

  @Sql(">(date, timestamp) -> bool")
  public static boolean greater(int left, long right) {
    return Long.compare(Calendar.micros(left), right) > 0;
  }

  @Sql(">=(date, timestamp) -> bool")
  public static boolean greaterOrEqual(int left, long right) {
    return Long.compare(Calendar.micros(left), right) >= 0;
  }

  @Sql("=(timestamp, date) -> bool")
  public static boolean equal(long left, int right) {
    return Long.compare(left, Calendar.micros(right)) == 0;
  }

  @Sql("<>(timestamp, date) -> bool")
  public static boolean notEqual(long left, int right) {
    return Long.compare(left, Calendar.micros(right)) != 0;
  }

  @Sql("<(timestamp, date) -> bool")
  public static boolean less(long left, int right) {
    return Long.compare(left, Calendar.micros(right)) < 0;
  }

  @Sql("<=(timestamp, date) -> bool")
  public static boolean lessOrEqual(long left, int right) {
    return Long.compare(left, Calendar.micros(right)) <= 0;
  }

  @Sql(">(timestamp, date) -> bool")
  public static boolean greater(long left, int right) {
    return Long.compare(left, Calendar.micros(right)) > 0;
  }

  @Sql(">=(timestamp, date) -> bool")
  public static boolean greaterOrEqual(long left, int right) {
    return Long.compare(left, Calendar.micros(right)) >= 0;
  }
}
