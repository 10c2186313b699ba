package dev.millrace.model.function.time;

import dev.millrace.model.codec.LocalClock;
import dev.millrace.model.codec.TimeZones;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Calendar;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.TimeWithZone;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Functions, operators and casts of timetz. Where only a zone is known, its offset is that of
/// today, as in PostgreSQL.
public final class ZonedTime {

  private static final long MICROS_PER_SECOND = 1_000_000;

  private ZonedTime() {}

  @Sql("time => timetz implicit")
  public static Slice ofTime(long time) {
    return new TimeWithZone(time, -LocalClock.offsetSeconds(now())).toSlice();
  }

  @Sql("timestamptz => timetz assignment")
  public static @Nullable Slice ofInstant(long instant) {
    if (!Calendar.isFinite(instant)) {
      return null;
    }
    long local = LocalClock.toLocal(instant);
    return new TimeWithZone(Calendar.timeOf(local), -LocalClock.offsetSeconds(instant)).toSlice();
  }

  @Sql("timetz => time assignment")
  public static long toTime(Slice time) {
    return TimeWithZone.of(time).micros();
  }

  private static long now() {
    return Instant.now().getEpochSecond() * MICROS_PER_SECOND - Calendar.UNIX_EPOCH_MICROS;
  }

  @Sql("+(timetz, interval) -> timetz")
  public static Slice add(Slice time, Slice interval) {
    TimeWithZone at = TimeWithZone.of(time);
    long moved = TimestampMath.addToTime(at.micros(), interval);
    return new TimeWithZone(moved, at.westSeconds()).toSlice();
  }

  @Sql("+(interval, timetz) -> timetz")
  public static Slice addTo(Slice interval, Slice time) {
    return add(time, interval);
  }

  @Sql("-(timetz, interval) -> timetz")
  public static Slice subtract(Slice time, Slice interval) {
    TimeWithZone at = TimeWithZone.of(time);
    long moved = TimestampMath.subtractFromTime(at.micros(), interval);
    return new TimeWithZone(moved, at.westSeconds()).toSlice();
  }

  @Sql("+(date, timetz) -> timestamptz")
  public static long on(int date, Slice time) {
    if (!Calendar.isFinite(date)) {
      return date == Calendar.DATE_INFINITY ? Calendar.INFINITY : Calendar.MINUS_INFINITY;
    }
    return Calendar.timestamp(date, TimeWithZone.of(time).utcMicros());
  }

  @Sql("+(timetz, date) -> timestamptz")
  public static long on(Slice time, int date) {
    return on(date, time);
  }

  /// What the clocks of a zone show when these show that.
  @Sql("timezone(text, timetz) -> timetz")
  public static Slice inZone(Slice zone, Slice time) {
    return at(time, TimeZones.offsetAtInstant(TimeZones.named(zone.toUtf8()), now()));
  }

  @Sql("timezone(interval, timetz) -> timetz")
  public static Slice atOffset(Slice offset, Slice time) {
    return at(time, (int) (Truncate.zoneOffset(offset) / MICROS_PER_SECOND));
  }

  private static Slice at(Slice time, int eastSeconds) {
    long shown = TimeWithZone.of(time).utcMicros() + eastSeconds * MICROS_PER_SECOND;
    return new TimeWithZone(Math.floorMod(shown, Interval.MICROS_PER_DAY), -eastSeconds).toSlice();
  }

  @Sql("extract(text, timetz) -> numeric")
  public static Slice part(Slice field, Slice time) {
    TimeWithZone at = TimeWithZone.of(time);
    String type = "time with time zone";
    TimeField unit = Extract.field(field, type);
    return switch (unit) {
      case MICROSECONDS, MILLISECONDS, SECOND, MINUTE, HOUR -> Extract.ofTime(unit, at.micros());
      case EPOCH -> Numeric.of(at.utcMicros(), 6);
      case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE ->
          Numeric.of(Extract.ofOffset(unit, -at.westSeconds()));
      default -> throw Extract.notSupported(field, type);
    };
  }

  @Sql("date_part(text, timetz) -> float8")
  public static double partAsDouble(Slice field, Slice time) {
    return Numeric.toDouble(part(field, time));
  }
}
