package dev.millrace.model.function.cast;

import dev.millrace.model.codec.LocalClock;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Calendar;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Slice;
import org.jspecify.annotations.Nullable;

/// Casts among dates, times, timestamps, intervals and mz_timestamp, in the zone of the session's
/// style; mz_timestamp counts from UTC's midnights.
public final class TimeCasts {

  private static final long MICROS_PER_MILLI = 1000;

  private TimeCasts() {}

  @Sql("date => timestamp implicit")
  public static long dateToTimestamp(int date) {
    if (!Calendar.isFinite(date)) {
      return date == Calendar.DATE_INFINITY ? Calendar.INFINITY : Calendar.MINUS_INFINITY;
    }
    if (date >= Calendar.TIMESTAMP_END / Calendar.MICROS_PER_DAY) {
      throw new DatabaseException(
          SqlState.DATETIME_FIELD_OVERFLOW, "date out of range for timestamp");
    }
    return date * Calendar.MICROS_PER_DAY;
  }

  @Sql("date => timestamptz implicit")
  public static long dateToInstant(int date) {
    return LocalClock.toInstant(dateToTimestamp(date));
  }

  @Sql("timestamptz => date assignment")
  public static int instantToDate(long micros) {
    return timestampToDate(LocalClock.toLocal(micros));
  }

  @Sql("timestamp => date assignment")
  public static int timestampToDate(long micros) {
    if (!Calendar.isFinite(micros)) {
      return micros == Calendar.INFINITY ? Calendar.DATE_INFINITY : Calendar.DATE_MINUS_INFINITY;
    }
    return (int) Calendar.dayOf(micros);
  }

  @Sql("timestamp => timestamptz implicit")
  public static long toInstant(long local) {
    return LocalClock.toInstant(local);
  }

  @Sql("timestamptz => timestamp assignment")
  public static long toLocal(long instant) {
    return LocalClock.toLocal(instant);
  }

  @Sql("timestamptz => time assignment")
  public static @Nullable Long instantToTime(long micros) {
    return timestampToTime(LocalClock.toLocal(micros));
  }

  @Sql("timestamp => time assignment")
  public static @Nullable Long timestampToTime(long micros) {
    return Calendar.isFinite(micros) ? Calendar.timeOf(micros) : null;
  }

  @Sql("time => interval implicit")
  public static Slice timeToInterval(long micros) {
    return new Interval(0, 0, micros).toSlice();
  }

  @Sql("interval => time assignment")
  public static long intervalToTime(Slice interval) {
    return Math.floorMod(Interval.of(interval).micros(), Calendar.MICROS_PER_DAY);
  }

  @Sql("timestamp|timestamptz => mz_timestamp implicit")
  public static long timestampToMz(long micros) {
    if (!Calendar.isFinite(micros) || micros < -Calendar.UNIX_EPOCH_MICROS) {
      throw IntegerCasts.mzTimestampOutOfRange();
    }
    return Math.floorDiv(micros, MICROS_PER_MILLI) + Calendar.UNIX_EPOCH_MICROS / MICROS_PER_MILLI;
  }

  @Sql("date => mz_timestamp implicit")
  public static long dateToMz(int date) {
    return timestampToMz(dateToTimestamp(date));
  }

  @Sql("mz_timestamp => timestamp|timestamptz assignment")
  public static long mzToTimestamp(long millis) {
    if (millis < 0 || millis > Calendar.TIMESTAMP_END / MICROS_PER_MILLI) {
      throw Calendar.timestampOutOfRange();
    }
    return Calendar.checkTimestamp(millis * MICROS_PER_MILLI - Calendar.UNIX_EPOCH_MICROS);
  }

  /// The millisecond after: `mz_now() <= t` holds until then.
  @Sql("step_mz_timestamp(mz_timestamp) -> mz_timestamp")
  public static long step(long millis) {
    if (millis == -1) {
      throw IntegerCasts.mzTimestampOutOfRange();
    }
    return millis + 1;
  }
}
