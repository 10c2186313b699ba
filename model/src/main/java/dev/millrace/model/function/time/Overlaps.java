package dev.millrace.model.function.time;

import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import org.jspecify.annotations.Nullable;

/// `(a, b) OVERLAPS (c, d)`: whether two periods, each given by its ends in any order or by a start
/// and a length, have a moment in common. NULL ends leave it open unless the others decide.
public final class Overlaps {

  private Overlaps() {}

  @Sql(
      value = {
        "overlaps(time, time, time, time) -> bool",
        "overlaps(timestamp, timestamp, timestamp, timestamp) -> bool",
        "overlaps(timestamptz, timestamptz, timestamptz, timestamptz) -> bool"
      },
      strict = false)
  public static @Nullable Boolean periods(
      @Nullable Long start1, @Nullable Long end1, @Nullable Long start2, @Nullable Long end2) {
    Long from1 = start1;
    Long to1 = end1;
    if (from1 == null || (to1 != null && from1 > to1)) {
      from1 = end1;
      to1 = start1;
    }
    Long from2 = start2;
    Long to2 = end2;
    if (from2 == null || (to2 != null && from2 > to2)) {
      from2 = end2;
      to2 = start2;
    }
    if (from1 == null || from2 == null) {
      return null;
    }
    if (from1.equals(from2)) {
      return (to1 == null || to2 == null) ? null : true;
    }
    boolean isFirstEarlier = from1 < from2;
    Long earlierEnd = isFirstEarlier ? to1 : to2;
    Long laterEnd = isFirstEarlier ? to2 : to1;
    long laterStart = isFirstEarlier ? from2 : from1;
    if (earlierEnd == null) {
      return null;
    }
    if (laterStart < earlierEnd) {
      return true;
    }
    return laterEnd == null ? null : (Boolean) false;
  }

  @Sql(
      value = {
        "overlaps(time, interval, time, interval) -> bool",
        "overlaps(timestamp, interval, timestamp, interval) -> bool",
        "overlaps(timestamptz, interval, timestamptz, interval) -> bool"
      },
      strict = false)
  public static @Nullable Boolean lengths(
      CallTypes types,
      @Nullable Long start1,
      @Nullable Slice length1,
      @Nullable Long start2,
      @Nullable Slice length2) {
    return periods(start1, end(types, start1, length1), start2, end(types, start2, length2));
  }

  @Sql(
      value = {
        "overlaps(time, interval, time, time) -> bool",
        "overlaps(timestamp, interval, timestamp, timestamp) -> bool",
        "overlaps(timestamptz, interval, timestamptz, timestamptz) -> bool"
      },
      strict = false)
  public static @Nullable Boolean lengthFirst(
      CallTypes types,
      @Nullable Long start1,
      @Nullable Slice length1,
      @Nullable Long start2,
      @Nullable Long end2) {
    return periods(start1, end(types, start1, length1), start2, end2);
  }

  @Sql(
      value = {
        "overlaps(time, time, time, interval) -> bool",
        "overlaps(timestamp, timestamp, timestamp, interval) -> bool",
        "overlaps(timestamptz, timestamptz, timestamptz, interval) -> bool"
      },
      strict = false)
  public static @Nullable Boolean lengthSecond(
      CallTypes types,
      @Nullable Long start1,
      @Nullable Long end1,
      @Nullable Long start2,
      @Nullable Slice length2) {
    return periods(start1, end1, start2, end(types, start2, length2));
  }

  private static @Nullable Long end(CallTypes types, @Nullable Long start, @Nullable Slice length) {
    if (start == null || length == null) {
      return null;
    }
    SqlType type = types.arguments().getFirst();
    if (type.is(TypeId.TIME)) {
      return TimestampMath.addToTime(start, length);
    }
    return type.is(TypeId.TIMESTAMPTZ)
        ? TimestampMath.addToInstant(start, length)
        : TimestampMath.add(start, length);
  }
}
