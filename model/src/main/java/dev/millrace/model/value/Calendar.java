package dev.millrace.model.value;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;

/// The proleptic Gregorian calendar over PostgreSQL's day and microsecond counts from 2000-01-01,
/// without objects. Years are astronomical: 0 is 1 BC.
public final class Calendar {

  /// Days from 1970-01-01 to 2000-01-01.
  public static final int UNIX_EPOCH_DAYS = 10_957;

  public static final long MICROS_PER_DAY = Interval.MICROS_PER_DAY;

  /// Microseconds from 1970-01-01 to 2000-01-01.
  public static final long UNIX_EPOCH_MICROS = UNIX_EPOCH_DAYS * MICROS_PER_DAY;

  public static final int DATE_INFINITY = Integer.MAX_VALUE;
  public static final int DATE_MINUS_INFINITY = Integer.MIN_VALUE;
  public static final long INFINITY = Long.MAX_VALUE;
  public static final long MINUS_INFINITY = Long.MIN_VALUE;

  /// 4713-11-24 BC, the first day of the Julian count.
  public static final int DATE_MIN = -2_451_545;

  /// 5874897-12-31.
  public static final int DATE_MAX = 2_145_031_948;

  /// The first microsecond of a timestamp: 4713-11-24 BC.
  public static final long TIMESTAMP_MIN = DATE_MIN * MICROS_PER_DAY;

  /// The first microsecond after the last timestamp: 294277-01-01.
  public static final long TIMESTAMP_END = 9_223_371_331_200_000_000L;

  private Calendar() {}

  /// Days from 2000-01-01 to a date; the month is 1..12, any day is added.
  public static long days(long year, int month, int day) {
    long y = month > 2 ? year : year - 1;
    int m = month > 2 ? month - 3 : month + 9;
    long era = Math.floorDiv(y, 400L);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * m + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468 - UNIX_EPOCH_DAYS;
  }

  /// Year, month and day of a day count, packed; take apart with `year`, `month`, `day`.
  public static long civil(long days) {
    long z = days + UNIX_EPOCH_DAYS + 719_468;
    long era = Math.floorDiv(z, 146_097L);
    long dayOfEra = z - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long m = (5 * dayOfYear + 2) / 153;
    long day = dayOfYear - (153 * m + 2) / 5 + 1;
    long month = m < 10 ? m + 3 : m - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    return year * 1024 + month * 64 + day;
  }

  /// The year of a `civil` result.
  public static int year(long civil) {
    return (int) (civil >> 10);
  }

  /// The month of a `civil` result, 1..12.
  public static int month(long civil) {
    return (int) (civil >> 6) & 15;
  }

  /// The day of a `civil` result, 1..31.
  public static int day(long civil) {
    return (int) civil & 63;
  }

  /// Days of a month.
  public static int daysInMonth(long year, int month) {
    return switch (month) {
      case 2 -> isLeap(year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /// True for leap years.
  public static boolean isLeap(long year) {
    return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /// 0 for Sunday to 6 for Saturday.
  public static int dayOfWeek(long days) {
    return (int) Math.floorMod(days + 6, 7L);
  }

  /// The day on which a timestamp lies.
  public static long dayOf(long micros) {
    return Math.floorDiv(micros, MICROS_PER_DAY);
  }

  /// Microseconds since midnight.
  public static long timeOf(long micros) {
    return Math.floorMod(micros, MICROS_PER_DAY);
  }

  /// True unless the timestamp is infinite.
  public static boolean isFinite(long micros) {
    return micros != INFINITY && micros != MINUS_INFINITY;
  }

  /// True unless the date is infinite.
  public static boolean isFinite(int date) {
    return date != DATE_INFINITY && date != DATE_MINUS_INFINITY;
  }

  /// A date's midnight without a range check, for comparison: beyond the timestamps, saturated.
  public static long micros(int date) {
    if (date >= TIMESTAMP_END / MICROS_PER_DAY) {
      return date == DATE_INFINITY ? INFINITY : INFINITY - 1;
    }
    return date == DATE_MINUS_INFINITY ? MINUS_INFINITY : date * MICROS_PER_DAY;
  }

  /// The timestamp itself if it is in PostgreSQL's range.
  public static long checkTimestamp(long micros) {
    if (micros < TIMESTAMP_MIN || micros >= TIMESTAMP_END) {
      throw timestampOutOfRange();
    }
    return micros;
  }

  /// The timestamp of a day and a time of day, in range.
  public static long timestamp(long days, long timeMicros) {
    if (days < DATE_MIN - 1L || days > TIMESTAMP_END / MICROS_PER_DAY) {
      throw timestampOutOfRange();
    }
    try {
      return checkTimestamp(Math.addExact(Math.multiplyExact(days, MICROS_PER_DAY), timeMicros));
    } catch (ArithmeticException e) {
      throw timestampOutOfRange();
    }
  }

  /// The date itself if it is in PostgreSQL's range.
  public static int checkDate(long days) {
    if (days < DATE_MIN || days > DATE_MAX) {
      throw new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "date out of range");
    }
    return (int) days;
  }

  /// `22008`, as PostgreSQL words it.
  public static DatabaseException timestampOutOfRange() {
    return new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
  }
}
