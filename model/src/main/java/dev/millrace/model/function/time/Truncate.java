package dev.millrace.model.function.time;

import dev.millrace.model.codec.LocalClock;
import dev.millrace.model.codec.SessionStyle;
import dev.millrace.model.codec.TimeZones;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Calendar;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Slice;
import java.time.ZoneId;

/// date_trunc, date_bin, time zones and the functions that make dates from numbers.
public final class Truncate {

  private Truncate() {}

  @Sql("date_trunc(text, timestamp) -> timestamp")
  public static long truncate(Slice field, long micros) {
    return truncate(field, micros, "timestamp without time zone");
  }

  @Sql("date_trunc(text, timestamptz) -> timestamptz")
  public static long truncateWithZone(Slice field, long micros) {
    return truncateIn(SessionStyle.current().zone(), field, micros);
  }

  @Sql("date_trunc(text, timestamptz, text) -> timestamptz")
  public static long truncate(Slice field, long micros, Slice zone) {
    if (!Calendar.isFinite(micros)) {
      return micros;
    }
    return truncateIn(TimeZones.named(zone.toUtf8()), field, micros);
  }

  private static long truncateIn(ZoneId id, Slice field, long micros) {
    if (!Calendar.isFinite(micros)) {
      return micros;
    }
    long local = micros + TimeZones.offsetAtInstant(id, micros) * 1_000_000L;
    long truncated = truncate(field, local, "timestamp with time zone");
    return truncated - TimeZones.offsetAtLocal(id, truncated) * 1_000_000L;
  }

  private static long truncate(Slice field, long micros, String type) {
    if (!Calendar.isFinite(micros)) {
      return micros;
    }
    TimeField unit = Extract.field(field, type);
    long days = Calendar.dayOf(micros);
    long civil = Calendar.civil(days);
    long year = Calendar.year(civil);
    return switch (unit) {
      case MICROSECONDS -> micros;
      case MILLISECONDS -> micros - Math.floorMod(micros, 1000L);
      case SECOND -> micros - Math.floorMod(micros, 1_000_000L);
      case MINUTE -> micros - Math.floorMod(micros, 60_000_000L);
      case HOUR -> micros - Math.floorMod(micros, Interval.MICROS_PER_HOUR);
      case DAY -> Calendar.timestamp(days, 0);
      case WEEK -> Calendar.timestamp(days - Extract.isoDayOfWeek(days) + 1, 0);
      case MONTH -> start(year, Calendar.month(civil));
      case QUARTER -> start(year, (Calendar.month(civil) - 1) / 3 * 3 + 1);
      case YEAR -> start(year, 1);
      case DECADE -> start(Math.floorDiv(year, 10L) * 10, 1);
      case CENTURY -> start(Math.floorDiv(year - 1, 100L) * 100 + 1, 1);
      case MILLENNIUM -> start(Math.floorDiv(year - 1, 1000L) * 1000 + 1, 1);
      case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> throw Extract.notSupported(field, type);
      default -> throw Extract.notRecognized(field, type);
    };
  }

  private static long start(long year, int month) {
    return Calendar.timestamp(Calendar.days(year, month, 1), 0);
  }

  @Sql("date_trunc(text, interval) -> interval")
  public static Slice truncate(Slice field, Slice interval) {
    Interval span = Interval.of(interval);
    TimeField unit = Extract.field(field, "interval");
    long micros = span.micros();
    return switch (unit) {
      case MICROSECONDS -> interval;
      case MILLISECONDS -> of(span.months(), span.days(), micros - micros % 1000);
      case SECOND -> of(span.months(), span.days(), micros - micros % 1_000_000);
      case MINUTE -> of(span.months(), span.days(), micros - micros % 60_000_000);
      case HOUR -> of(span.months(), span.days(), micros - micros % Interval.MICROS_PER_HOUR);
      case DAY -> of(span.months(), span.days(), 0);
      case MONTH -> of(span.months(), 0, 0);
      case QUARTER -> of(span.months() / 3 * 3, 0, 0);
      case YEAR -> of(span.months() / 12 * 12, 0, 0);
      case DECADE -> of(span.months() / 120 * 120, 0, 0);
      case CENTURY -> of(span.months() / 1200 * 1200, 0, 0);
      case MILLENNIUM -> of(span.months() / 12_000 * 12_000, 0, 0);
      case WEEK, TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE ->
          throw Extract.notSupported(field, "interval");
      default -> throw Extract.notRecognized(field, "interval");
    };
  }

  private static Slice of(int months, int days, long micros) {
    return new Interval(months, days, micros).toSlice();
  }

  @Sql({
    "date_bin(interval, timestamp, timestamp) -> timestamp",
    "date_bin(interval, timestamptz, timestamptz) -> timestamptz"
  })
  public static long bin(Slice stride, long micros, long origin) {
    Interval span = Interval.of(stride);
    if (!Calendar.isFinite(micros)) {
      return micros;
    }
    if (!Calendar.isFinite(origin)) {
      throw new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "origin out of range");
    }
    if (span.months() != 0) {
      throw new DatabaseException(
          SqlState.FEATURE_NOT_SUPPORTED,
          "timestamps cannot be binned into intervals containing months or years");
    }
    try {
      long width =
          Math.addExact(Math.multiplyExact(span.days(), Calendar.MICROS_PER_DAY), span.micros());
      if (width <= 0) {
        throw new DatabaseException(
            SqlState.DATETIME_FIELD_OVERFLOW, "stride must be greater than zero");
      }
      long distance = Math.subtractExact(micros, origin);
      return Calendar.checkTimestamp(micros - Math.floorMod(distance, width));
    } catch (ArithmeticException e) {
      throw IntervalMath.outOfRange();
    }
  }

  /// `x AT TIME ZONE zone`: the instant at which that zone's clocks show the timestamp.
  @Sql("timezone(text, timestamp) -> timestamptz")
  public static long toInstant(Slice zone, long local) {
    if (!Calendar.isFinite(local)) {
      return local;
    }
    ZoneId id = TimeZones.named(zone.toUtf8());
    return Calendar.checkTimestamp(local - TimeZones.offsetAtLocal(id, local) * 1_000_000L);
  }

  /// `x AT TIME ZONE zone`: what that zone's clocks show at the instant.
  @Sql("timezone(text, timestamptz) -> timestamp")
  public static long toLocal(Slice zone, long instant) {
    if (!Calendar.isFinite(instant)) {
      return instant;
    }
    ZoneId id = TimeZones.named(zone.toUtf8());
    return Calendar.checkTimestamp(instant + TimeZones.offsetAtInstant(id, instant) * 1_000_000L);
  }

  @Sql("timezone(interval, timestamp) -> timestamptz")
  public static long toInstantByOffset(Slice offset, long local) {
    return Calendar.isFinite(local) ? Calendar.checkTimestamp(local - zoneOffset(offset)) : local;
  }

  @Sql("timezone(interval, timestamptz) -> timestamp")
  public static long toLocalByOffset(Slice offset, long instant) {
    return Calendar.isFinite(instant)
        ? Calendar.checkTimestamp(instant + zoneOffset(offset))
        : instant;
  }

  static long zoneOffset(Slice offset) {
    Interval span = Interval.of(offset);
    if (span.months() != 0 || span.days() != 0) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE,
          "interval time zone \""
              + dev.millrace.model.codec.TextFormat.text(
                  dev.millrace.model.type.ScalarType.of(dev.millrace.model.type.TypeId.INTERVAL),
                  offset)
              + "\" must not include months or days");
    }
    return span.micros();
  }

  @Sql("to_timestamp(float8) -> timestamptz")
  public static long fromEpoch(double seconds) {
    if (Double.isNaN(seconds)) {
      throw new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp cannot be NaN");
    }
    if (Double.isInfinite(seconds)) {
      return seconds > 0 ? Calendar.INFINITY : Calendar.MINUS_INFINITY;
    }
    double fromOrigin = seconds - Calendar.UNIX_EPOCH_DAYS * 86_400.0;
    double micros = Math.rint(fromOrigin * 1e6);
    if (!(micros >= Calendar.TIMESTAMP_MIN && micros < (double) Calendar.TIMESTAMP_END)) {
      throw new DatabaseException(
          SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range: \"" + seconds + "\"");
    }
    return (long) micros;
  }

  @Sql("make_date(int4, int4, int4) -> date")
  public static int makeDate(int year, int month, int day) {
    long civilYear = year < 0 ? year + 1L : year;
    if (year == 0
        || month < 1
        || month > 12
        || day < 1
        || day > Calendar.daysInMonth(civilYear, month)) {
      throw fieldOutOfRange(
          String.format("date field value out of range: %d-%02d-%02d", year, month, day));
    }
    return Calendar.checkDate(Calendar.days(civilYear, month, day));
  }

  @Sql("make_time(int4, int4, float8) -> time")
  public static long makeTime(int hour, int minute, double second) {
    double micros = Math.rint(second * 1_000_000);
    if (hour < 0
        || hour > 24
        || minute < 0
        || minute > 59
        || !(second >= 0 && second <= 60)
        || (hour == 24 && (minute > 0 || second > 0))) {
      throw fieldOutOfRange(
          String.format("time field value out of range: %d:%02d:%s", hour, minute, second));
    }
    return (hour * 60L + minute) * 60_000_000L + (long) micros;
  }

  @Sql("make_timestamp(int4, int4, int4, int4, int4, float8) -> timestamp")
  public static long makeTimestamp(
      int year, int month, int day, int hour, int minute, double second) {
    return Calendar.timestamp(makeDate(year, month, day), makeTime(hour, minute, second));
  }

  @Sql("make_timestamptz(int4, int4, int4, int4, int4, float8) -> timestamptz")
  public static long makeInstant(
      int year, int month, int day, int hour, int minute, double second) {
    return LocalClock.toInstant(makeTimestamp(year, month, day, hour, minute, second));
  }

  @Sql("make_timestamptz(int4, int4, int4, int4, int4, float8, text) -> timestamptz")
  @SuppressWarnings("TooManyParameters") // the SQL function's
  public static long makeInstant(
      int year, int month, int day, int hour, int minute, double second, Slice zone) {
    return toInstant(zone, makeTimestamp(year, month, day, hour, minute, second));
  }

  private static DatabaseException fieldOutOfRange(String message) {
    return new DatabaseException(SqlState.DATETIME_FIELD_OVERFLOW, message);
  }
}
