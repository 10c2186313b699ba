package dev.millrace.model.function.time;

import dev.millrace.model.codec.LocalClock;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Calendar;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// EXTRACT, which gives numeric, and date_part, which gives float8.
public final class Extract {

  private static final int JULIAN_2000 = 2_451_545;
  private static final String TIMESTAMP = "timestamp without time zone";
  private static final String TIMESTAMPTZ = "timestamp with time zone";

  private Extract() {}

  @Sql("extract(text, timestamp) -> numeric")
  public static @Nullable Slice fromTimestamp(Slice field, long micros) {
    return timestamp(field, micros, TIMESTAMP);
  }

  @Sql("extract(text, timestamptz) -> numeric")
  public static @Nullable Slice fromTimestamptz(Slice field, long micros) {
    return timestamp(field, micros, TIMESTAMPTZ);
  }

  @Sql("extract(text, date) -> numeric")
  public static @Nullable Slice fromDate(Slice field, int date) {
    TimeField unit = field(field, "date");
    switch (unit) {
      case MICROSECONDS,
          MILLISECONDS,
          SECOND,
          MINUTE,
          HOUR,
          TIMEZONE,
          TIMEZONE_HOUR,
          TIMEZONE_MINUTE ->
          throw notSupported(field, "date");
      default -> {}
    }
    if (!Calendar.isFinite(date)) {
      return infinite(unit, date > 0);
    }
    return unit == TimeField.EPOCH
        ? Numeric.of((date + (long) Calendar.UNIX_EPOCH_DAYS) * 86_400)
        : Numeric.of(ofDay(unit, date));
  }

  @Sql("extract(text, time) -> numeric")
  public static Slice fromTime(Slice field, long micros) {
    TimeField unit = field(field, "time without time zone");
    return switch (unit) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> ofTime(unit, micros);
      case EPOCH -> Numeric.of(micros, 6);
      default -> throw notSupported(field, "time without time zone");
    };
  }

  @Sql("extract(text, interval) -> numeric")
  public static Slice fromInterval(Slice field, Slice interval) {
    Interval span = Interval.of(interval);
    TimeField unit = field(field, "interval");
    return switch (unit) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE -> ofTime(unit, span.micros());
      case HOUR -> Numeric.of(span.micros() / Interval.MICROS_PER_HOUR);
      case DAY -> Numeric.of(span.days());
      case MONTH -> Numeric.of(span.months() % 12);
      case QUARTER -> Numeric.of(span.months() % 12 / 3 + 1);
      case YEAR -> Numeric.of(span.months() / 12);
      case DECADE -> Numeric.of(span.months() / 120);
      case CENTURY -> Numeric.of(span.months() / 1200);
      case MILLENNIUM -> Numeric.of(span.months() / 12_000);
      case EPOCH -> epoch(span);
      default -> throw notSupported(field, "interval");
    };
  }

  /// A year counts 365.25 days here.
  private static Slice epoch(Interval span) {
    BigDecimal days =
        BigDecimal.valueOf(span.months() / 12)
            .multiply(BigDecimal.valueOf(36_525, 2))
            .add(BigDecimal.valueOf((long) (span.months() % 12) * Interval.DAYS_PER_MONTH))
            .add(BigDecimal.valueOf(span.days()));
    return Numeric.of(
        days.multiply(BigDecimal.valueOf(86_400)).add(BigDecimal.valueOf(span.micros(), 6)));
  }

  @Sql("date_part(text, timestamp) -> float8")
  public static @Nullable Double partOfTimestamp(Slice field, long micros) {
    return toDouble(timestamp(field, micros, TIMESTAMP));
  }

  @Sql("date_part(text, timestamptz) -> float8")
  public static @Nullable Double partOfTimestamptz(Slice field, long micros) {
    return toDouble(timestamp(field, micros, TIMESTAMPTZ));
  }

  @Sql("date_part(text, date) -> float8")
  public static @Nullable Double partOfDate(Slice field, int date) {
    return toDouble(timestamp(field, TimestampMath.midnight(date), TIMESTAMP));
  }

  @Sql("date_part(text, time) -> float8")
  public static @Nullable Double partOfTime(Slice field, long micros) {
    return toDouble(fromTime(field, micros));
  }

  @Sql("date_part(text, interval) -> float8")
  public static @Nullable Double partOfInterval(Slice field, Slice interval) {
    return toDouble(fromInterval(field, interval));
  }

  private static @Nullable Double toDouble(@Nullable Slice value) {
    return value == null ? null : (Double) Numeric.toDouble(value);
  }

  private static @Nullable Slice timestamp(Slice field, long micros, String type) {
    TimeField unit = field(field, type);
    if (!Calendar.isFinite(micros)) {
      return infinite(unit, micros > 0);
    }
    boolean hasZone = type.equals(TIMESTAMPTZ);
    long shown = hasZone ? LocalClock.toLocal(micros) : micros;
    long days = Calendar.dayOf(shown);
    return switch (unit) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> ofTime(unit, Calendar.timeOf(shown));
      case EPOCH ->
          Numeric.of(
              BigDecimal.valueOf(micros, 6).add(BigDecimal.valueOf(Calendar.UNIX_EPOCH_MICROS, 6)));
      case JULIAN ->
          Numeric.of(
              BigDecimal.valueOf(days + JULIAN_2000)
                  .add(
                      BigDecimal.valueOf(Calendar.timeOf(shown))
                          .divide(
                              BigDecimal.valueOf(Calendar.MICROS_PER_DAY),
                              20,
                              java.math.RoundingMode.HALF_UP)));
      case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> {
        if (!hasZone) {
          throw notSupported(field, type);
        }
        yield Numeric.of(ofOffset(unit, LocalClock.offsetSeconds(micros)));
      }
      default -> Numeric.of(ofDay(unit, days));
    };
  }

  static long ofOffset(TimeField unit, int seconds) {
    return switch (unit) {
      case TIMEZONE_HOUR -> seconds / 3600;
      case TIMEZONE_MINUTE -> seconds / 60 % 60;
      default -> seconds;
    };
  }

  private static @Nullable Slice infinite(TimeField unit, boolean isPositive) {
    if (!unit.isMonotonic()) {
      return null;
    }
    return isPositive ? Numeric.INFINITY : Numeric.NEGATIVE_INFINITY;
  }

  static Slice ofTime(TimeField unit, long micros) {
    long inMinute = micros % 60_000_000;
    return switch (unit) {
      case MICROSECONDS -> Numeric.of(inMinute);
      case MILLISECONDS -> Numeric.of(inMinute, 3);
      case SECOND -> Numeric.of(inMinute, 6);
      case MINUTE -> Numeric.of(micros / 60_000_000 % 60);
      default -> Numeric.of(micros / Interval.MICROS_PER_HOUR);
    };
  }

  private static long ofDay(TimeField unit, long days) {
    long civil = Calendar.civil(days);
    long year = Calendar.year(civil);
    return switch (unit) {
      case DAY -> Calendar.day(civil);
      case MONTH -> Calendar.month(civil);
      case QUARTER -> (Calendar.month(civil) - 1) / 3 + 1;
      case YEAR -> year > 0 ? year : year - 1;
      case DECADE -> Math.floorDiv(year, 10L);
      case CENTURY -> year > 0 ? (year + 99) / 100 : -((100 - year) / 100);
      case MILLENNIUM -> year > 0 ? (year + 999) / 1000 : -((1000 - year) / 1000);
      case WEEK -> (days - isoYearStart(isoYear(days))) / 7 + 1;
      case ISOYEAR -> {
        long isoYear = isoYear(days);
        yield isoYear > 0 ? isoYear : isoYear - 1;
      }
      case DOW -> Calendar.dayOfWeek(days);
      case ISODOW -> isoDayOfWeek(days);
      case DOY -> days - Calendar.days(year, 1, 1) + 1;
      case JULIAN -> days + JULIAN_2000;
      default -> throw new IllegalStateException("not a field of a day: " + unit);
    };
  }

  static long isoDayOfWeek(long days) {
    int day = Calendar.dayOfWeek(days);
    return day == 0 ? 7 : day;
  }

  /// The Monday of the week that holds January 4th.
  static long isoYearStart(long isoYear) {
    long fourth = Calendar.days(isoYear, 1, 4);
    return fourth - isoDayOfWeek(fourth) + 1;
  }

  /// The year to which the day's ISO week belongs: that of its Thursday.
  static long isoYear(long days) {
    return Calendar.year(Calendar.civil(days - isoDayOfWeek(days) + 4));
  }

  static TimeField field(Slice name, String type) {
    TimeField field = TimeField.of(name);
    if (field == null) {
      throw notRecognized(name, type);
    }
    return field;
  }

  static DatabaseException notRecognized(Slice name, String type) {
    return new DatabaseException(
        SqlState.INVALID_PARAMETER_VALUE,
        "unit \"" + name.toUtf8() + "\" not recognized for type " + type);
  }

  static DatabaseException notSupported(Slice name, String type) {
    return new DatabaseException(
        SqlState.FEATURE_NOT_SUPPORTED,
        "unit \"" + name.toUtf8() + "\" not supported for type " + type);
  }
}
