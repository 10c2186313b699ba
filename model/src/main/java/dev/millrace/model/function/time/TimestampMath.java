package dev.millrace.model.function.time;

import dev.millrace.model.codec.LocalClock;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Calendar;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Slice;

/// Operators between dates, times, timestamps and intervals.
public final class TimestampMath {

  private TimestampMath() {}

  @Sql("+(timestamp, interval) -> timestamp")
  public static long add(long timestamp, Slice interval) {
    Interval span = Interval.of(interval);
    return shift(timestamp, span.months(), span.days(), span.micros());
  }

  @Sql("+(interval, timestamp) -> timestamp")
  public static long add(Slice interval, long timestamp) {
    return add(timestamp, interval);
  }

  @Sql("-(timestamp, interval) -> timestamp")
  public static long subtract(long timestamp, Slice interval) {
    Interval span = Interval.of(interval);
    if (span.micros() == Long.MIN_VALUE) {
      throw IntervalMath.outOfRange();
    }
    return shift(timestamp, -(long) span.months(), -(long) span.days(), -span.micros());
  }

  /// Months and days by the clocks of the session's zone, then microseconds as they pass.
  @Sql("+(timestamptz, interval) -> timestamptz")
  public static long addToInstant(long instant, Slice interval) {
    Interval span = Interval.of(interval);
    return shiftInstant(instant, span.months(), span.days(), span.micros());
  }

  @Sql("+(interval, timestamptz) -> timestamptz")
  public static long addToInstant(Slice interval, long instant) {
    return addToInstant(instant, interval);
  }

  @Sql("-(timestamptz, interval) -> timestamptz")
  public static long subtractFromInstant(long instant, Slice interval) {
    Interval span = Interval.of(interval);
    if (span.micros() == Long.MIN_VALUE) {
      throw IntervalMath.outOfRange();
    }
    return shiftInstant(instant, -(long) span.months(), -(long) span.days(), -span.micros());
  }

  private static long shiftInstant(long instant, long months, long days, long micros) {
    if (months == 0 && days == 0) {
      return shift(instant, 0, 0, micros);
    }
    long local = shift(LocalClock.toLocal(instant), months, days, 0);
    return shift(LocalClock.toInstant(local), 0, 0, micros);
  }

  /// Months first, keeping to the last day of a shorter month; then days; then microseconds.
  static long shift(long timestamp, long months, long days, long micros) {
    if (!Calendar.isFinite(timestamp)) {
      return timestamp;
    }
    long result = timestamp;
    if (months != 0) {
      long civil = Calendar.civil(Calendar.dayOf(result));
      long month = Calendar.year(civil) * 12L + Calendar.month(civil) - 1 + months;
      long year = Math.floorDiv(month, 12L);
      int newMonth = Math.floorMod(month, 12) + 1;
      int day = Math.min(Calendar.day(civil), Calendar.daysInMonth(year, newMonth));
      result = Calendar.timestamp(Calendar.days(year, newMonth, day), Calendar.timeOf(result));
    }
    try {
      if (days != 0) {
        result = Math.addExact(result, Math.multiplyExact(days, Calendar.MICROS_PER_DAY));
        Calendar.checkTimestamp(result);
      }
      return Calendar.checkTimestamp(Math.addExact(result, micros));
    } catch (ArithmeticException e) {
      throw Calendar.timestampOutOfRange();
    }
  }

  @Sql({"-(timestamp, timestamp) -> interval", "-(timestamptz, timestamptz) -> interval"})
  public static Slice subtract(long left, long right) {
    if (!Calendar.isFinite(left) || !Calendar.isFinite(right)) {
      throw new DatabaseException(
          SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite timestamps");
    }
    long micros = left - right;
    if (((left ^ right) & (left ^ micros)) < 0) {
      throw IntervalMath.outOfRange();
    }
    return new Interval(
            0, (int) (micros / Calendar.MICROS_PER_DAY), micros % Calendar.MICROS_PER_DAY)
        .toSlice();
  }

  @Sql("+(date, int4) -> date")
  public static int addDays(int date, int days) {
    return Calendar.isFinite(date) ? Calendar.checkDate((long) date + days) : date;
  }

  @Sql("+(int4, date) -> date")
  public static int addDaysBefore(int days, int date) {
    return addDays(date, days);
  }

  @Sql("-(date, int4) -> date")
  public static int subtractDays(int date, int days) {
    return Calendar.isFinite(date) ? Calendar.checkDate((long) date - days) : date;
  }

  @Sql("-(date, date) -> int4")
  public static int subtract(int left, int right) {
    if (!Calendar.isFinite(left) || !Calendar.isFinite(right)) {
      throw new DatabaseException(
          SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite dates");
    }
    return left - right;
  }

  @Sql("+(date, interval) -> timestamp")
  public static long add(int date, Slice interval) {
    return add(midnight(date), interval);
  }

  @Sql("+(interval, date) -> timestamp")
  public static long add(Slice interval, int date) {
    return add(midnight(date), interval);
  }

  @Sql("-(date, interval) -> timestamp")
  public static long subtract(int date, Slice interval) {
    return subtract(midnight(date), interval);
  }

  @Sql("+(date, time) -> timestamp")
  public static long addTime(int date, long time) {
    long start = midnight(date);
    return Calendar.isFinite(start) ? Calendar.checkTimestamp(start + time) : start;
  }

  @Sql("+(time, date) -> timestamp")
  public static long addDate(long time, int date) {
    return addTime(date, time);
  }

  @Sql("+(time, interval) -> time")
  public static long addToTime(long time, Slice interval) {
    long micros = Interval.of(interval).micros() % Calendar.MICROS_PER_DAY;
    return Math.floorMod(time + micros, Calendar.MICROS_PER_DAY);
  }

  @Sql("+(interval, time) -> time")
  public static long addToTime(Slice interval, long time) {
    return addToTime(time, interval);
  }

  @Sql("-(time, interval) -> time")
  public static long subtractFromTime(long time, Slice interval) {
    long micros = Interval.of(interval).micros() % Calendar.MICROS_PER_DAY;
    return Math.floorMod(time - micros, Calendar.MICROS_PER_DAY);
  }

  @Sql("-(time, time) -> interval")
  public static Slice subtractTimes(long left, long right) {
    return new Interval(0, 0, left - right).toSlice();
  }

  /// The midnight that begins a date.
  static long midnight(int date) {
    if (!Calendar.isFinite(date)) {
      return Calendar.micros(date);
    }
    if (date >= Calendar.TIMESTAMP_END / Calendar.MICROS_PER_DAY) {
      throw new DatabaseException(
          SqlState.DATETIME_FIELD_OVERFLOW, "date out of range for timestamp");
    }
    return date * Calendar.MICROS_PER_DAY;
  }

  @Sql({"isfinite(timestamp) -> bool", "isfinite(timestamptz) -> bool"})
  public static boolean isFinite(long timestamp) {
    return Calendar.isFinite(timestamp);
  }

  @Sql("isfinite(date) -> bool")
  public static boolean isFiniteDate(int date) {
    return Calendar.isFinite(date);
  }

  @Sql("isfinite(interval) -> bool")
  public static boolean isFiniteInterval(Slice interval) {
    return true;
  }
}
