package dev.millrace.model.function.time;

import dev.millrace.model.codec.LocalClock;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.function.math.IntegerMath;
import dev.millrace.model.value.Calendar;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Slice;

/// Arithmetic among intervals and the functions that move amounts between their parts.
public final class IntervalMath {

  private static final int SECONDS_PER_DAY = 86_400;

  private IntervalMath() {}

  /// `22008`, as PostgreSQL words it.
  public static DatabaseException outOfRange() {
    return new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "interval out of range");
  }

  @Sql("+(interval, interval) -> interval")
  public static Slice add(Slice left, Slice right) {
    Interval a = Interval.of(left);
    Interval b = Interval.of(right);
    try {
      return new Interval(
              Math.addExact(a.months(), b.months()),
              Math.addExact(a.days(), b.days()),
              Math.addExact(a.micros(), b.micros()))
          .toSlice();
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  @Sql("-(interval, interval) -> interval")
  public static Slice subtract(Slice left, Slice right) {
    return add(left, negate(right));
  }

  @Sql("-(interval) -> interval")
  public static Slice negate(Slice value) {
    Interval a = Interval.of(value);
    try {
      return new Interval(
              Math.negateExact(a.months()),
              Math.negateExact(a.days()),
              Math.negateExact(a.micros()))
          .toSlice();
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  @Sql("*(interval, float8) -> interval")
  public static Slice multiply(Slice interval, double factor) {
    Interval span = Interval.of(interval);
    return scaled(span.months() * factor, span.days() * factor, span.micros() * factor);
  }

  @Sql("*(float8, interval) -> interval")
  public static Slice multiply(double factor, Slice interval) {
    return multiply(interval, factor);
  }

  @Sql("/(interval, float8) -> interval")
  public static Slice divide(Slice interval, double divisor) {
    if (divisor == 0) {
      throw IntegerMath.divisionByZero();
    }
    Interval span = Interval.of(interval);
    return scaled(span.months() / divisor, span.days() / divisor, span.micros() / divisor);
  }

  /// Fractions of months become days, fractions of days microseconds, each rounded to them.
  private static Slice scaled(double months, double days, double micros) {
    int wholeMonths = whole(months);
    int wholeDays = whole(days);
    double monthDays = rounded((months - wholeMonths) * Interval.DAYS_PER_MONTH);
    int extraDays = (int) monthDays;
    double seconds = rounded((days - wholeDays + monthDays - extraDays) * SECONDS_PER_DAY);
    if (Math.abs(seconds) >= SECONDS_PER_DAY) {
      int carried = (int) (seconds / SECONDS_PER_DAY);
      wholeDays += carried;
      seconds -= carried * (double) SECONDS_PER_DAY;
    }
    double time = Math.rint(micros + seconds * Interval.MICROS_PER_SECOND);
    if (!(Math.abs(time) < 0x1p63)) {
      throw outOfRange();
    }
    return new Interval(wholeMonths, wholeDays + extraDays, (long) time).toSlice();
  }

  private static int whole(double value) {
    if (!(value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE)) {
      throw outOfRange();
    }
    return (int) value;
  }

  private static double rounded(double seconds) {
    return Math.rint(seconds * 1e6) / 1e6;
  }

  @Sql("justify_hours(interval) -> interval")
  public static Slice justifyHours(Slice interval) {
    Interval span = Interval.of(interval);
    long days = span.days() + span.micros() / Calendar.MICROS_PER_DAY;
    long micros = span.micros() % Calendar.MICROS_PER_DAY;
    if (days > 0 && micros < 0) {
      micros += Calendar.MICROS_PER_DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= Calendar.MICROS_PER_DAY;
      days++;
    }
    return of(span.months(), days, micros);
  }

  @Sql("justify_days(interval) -> interval")
  public static Slice justifyDays(Slice interval) {
    Interval span = Interval.of(interval);
    long months = (long) span.months() + span.days() / Interval.DAYS_PER_MONTH;
    long days = span.days() % Interval.DAYS_PER_MONTH;
    if (months > 0 && days < 0) {
      days += Interval.DAYS_PER_MONTH;
      months--;
    } else if (months < 0 && days > 0) {
      days -= Interval.DAYS_PER_MONTH;
      months++;
    }
    return of(months, days, span.micros());
  }

  @Sql("justify_interval(interval) -> interval")
  public static Slice justify(Slice interval) {
    Interval span = Interval.of(interval);
    long days = span.days() + span.micros() / Calendar.MICROS_PER_DAY;
    long micros = span.micros() % Calendar.MICROS_PER_DAY;
    long months = span.months() + days / Interval.DAYS_PER_MONTH;
    days %= Interval.DAYS_PER_MONTH;
    if (months > 0 && (days < 0 || (days == 0 && micros < 0))) {
      days += Interval.DAYS_PER_MONTH;
      months--;
    } else if (months < 0 && (days > 0 || (days == 0 && micros > 0))) {
      days -= Interval.DAYS_PER_MONTH;
      months++;
    }
    if (days > 0 && micros < 0) {
      micros += Calendar.MICROS_PER_DAY;
      days--;
    } else if (days < 0 && micros > 0) {
      micros -= Calendar.MICROS_PER_DAY;
      days++;
    }
    return of(months, days, micros);
  }

  private static Slice of(long months, long days, long micros) {
    if (months != (int) months || days != (int) days) {
      throw outOfRange();
    }
    return new Interval((int) months, (int) days, micros).toSlice();
  }

  /// The difference in years, months, days and time of day, as people count ages.
  @Sql("age(timestamptz, timestamptz) -> interval")
  public static Slice ageOfInstants(long left, long right) {
    return age(LocalClock.toLocal(left), LocalClock.toLocal(right));
  }

  @Sql("age(timestamp, timestamp) -> interval")
  public static Slice age(long left, long right) {
    if (!Calendar.isFinite(left) || !Calendar.isFinite(right)) {
      throw Calendar.timestampOutOfRange();
    }
    boolean isNegative = left < right;
    long later = isNegative ? right : left;
    long earlier = isNegative ? left : right;
    long a = Calendar.civil(Calendar.dayOf(later));
    long b = Calendar.civil(Calendar.dayOf(earlier));
    long micros = Calendar.timeOf(later) - Calendar.timeOf(earlier);
    int days = Calendar.day(a) - Calendar.day(b);
    int months = (Calendar.year(a) - Calendar.year(b)) * 12 + Calendar.month(a) - Calendar.month(b);
    if (micros < 0) {
      micros += Calendar.MICROS_PER_DAY;
      days--;
    }
    if (days < 0) {
      days += Calendar.daysInMonth(Calendar.year(b), Calendar.month(b));
      months--;
    }
    Interval age = new Interval(months, days, micros);
    return isNegative ? negate(age.toSlice()) : age.toSlice();
  }

  @Sql("make_interval(int4, int4, int4, int4, int4, int4, float8) -> interval")
  public static Slice make(
      int years, int months, int weeks, int days, int hours, int minutes, double seconds) {
    double fraction = Math.rint(seconds * Interval.MICROS_PER_SECOND);
    if (!(Math.abs(fraction) < 0x1p62)) {
      throw outOfRange();
    }
    long micros =
        hours * Interval.MICROS_PER_HOUR
            + minutes * 60L * Interval.MICROS_PER_SECOND
            + (long) fraction;
    return of(years * 12L + months, weeks * 7L + days, micros);
  }
}
