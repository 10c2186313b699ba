package dev.millrace.model.codec;

import dev.millrace.model.value.Calendar;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// Instants (timestamptz) and what clocks show at them (timestamp) in the zone of the session's
/// style. Infinite ones stay what they are.
public final class LocalClock {

  private static final long MICROS_PER_SECOND = 1_000_000;

  private LocalClock() {}

  /// What the clocks show at an instant.
  public static long toLocal(long instant) {
    ZoneId zone = SessionStyle.current().zone();
    if (zone == ZoneOffset.UTC || !Calendar.isFinite(instant)) {
      return instant;
    }
    return Calendar.checkTimestamp(
        instant + TimeZones.offsetAtInstant(zone, instant) * MICROS_PER_SECOND);
  }

  /// The instant at which the clocks show a timestamp.
  public static long toInstant(long local) {
    ZoneId zone = SessionStyle.current().zone();
    if (zone == ZoneOffset.UTC || !Calendar.isFinite(local)) {
      return local;
    }
    return Calendar.checkTimestamp(
        local - TimeZones.offsetAtLocal(zone, local) * MICROS_PER_SECOND);
  }

  /// As `toInstant`, for comparison: what lies beyond the timestamps stays there.
  public static long toComparable(long local) {
    ZoneId zone = SessionStyle.current().zone();
    if (zone == ZoneOffset.UTC
        || local < Calendar.TIMESTAMP_MIN
        || local >= Calendar.TIMESTAMP_END) {
      return local;
    }
    return local - TimeZones.offsetAtLocal(zone, local) * MICROS_PER_SECOND;
  }

  /// Seconds by which the clocks are ahead of UTC at an instant.
  public static int offsetSeconds(long instant) {
    ZoneId zone = SessionStyle.current().zone();
    return zone == ZoneOffset.UTC ? 0 : TimeZones.offsetAtInstant(zone, instant);
  }
}
