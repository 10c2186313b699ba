package dev.millrace.model.codec;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Calendar;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Time zones by name: the zones of the JDK's database in any case, the common abbreviations, and
/// offsets as PostgreSQL's POSIX form reads them.
public final class TimeZones {

  private static final Map<String, Integer> ABBREVIATION_HOURS =
      Map.ofEntries(
          Map.entry("utc", 0),
          Map.entry("gmt", 0),
          Map.entry("z", 0),
          Map.entry("zulu", 0),
          Map.entry("ut", 0),
          Map.entry("wet", 0),
          Map.entry("est", -5),
          Map.entry("edt", -4),
          Map.entry("cst", -6),
          Map.entry("cdt", -5),
          Map.entry("mst", -7),
          Map.entry("mdt", -6),
          Map.entry("pst", -8),
          Map.entry("pdt", -7),
          Map.entry("cet", 1),
          Map.entry("cest", 2),
          Map.entry("eet", 2),
          Map.entry("eest", 3),
          Map.entry("bst", 1),
          Map.entry("msk", 3),
          Map.entry("jst", 9),
          Map.entry("kst", 9));

  private static final Map<String, String> NAMES = new TreeMap<>();

  static {
    for (String id : ZoneId.getAvailableZoneIds()) {
      NAMES.put(id.toLowerCase(Locale.ROOT), id);
    }
  }

  private TimeZones() {}

  /// The zone of a name or abbreviation, or null.
  public static @Nullable ZoneId find(String name) {
    String key = name.strip().toLowerCase(Locale.ROOT);
    Integer hours = ABBREVIATION_HOURS.get(key);
    if (hours != null) {
      return ZoneOffset.ofHours(hours);
    }
    String id = NAMES.get(key);
    return id == null ? null : ZoneId.of(id);
  }

  /// The zone that the argument of AT TIME ZONE names; an offset counts west of Greenwich, as in
  /// POSIX.
  public static ZoneId named(String name) {
    ZoneId zone = find(name);
    if (zone == null) {
      String text = name.strip();
      if (text.matches("[+-]?[0-9]{1,2}(:[0-9]{2})?")) {
        int sign = text.startsWith("-") ? 1 : -1;
        String[] parts = text.replaceAll("[+-]", "").split(":", -1);
        int minutes =
            Integer.parseInt(parts[0]) * 60 + (parts.length > 1 ? Integer.parseInt(parts[1]) : 0);
        if (minutes <= 14 * 60) {
          return ZoneOffset.ofTotalSeconds(sign * minutes * 60);
        }
      }
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE, "time zone \"" + name + "\" not recognized");
    }
    return zone;
  }

  /// Seconds east of Greenwich at an instant.
  public static int offsetAtInstant(ZoneId zone, long utcMicros) {
    if (zone instanceof ZoneOffset offset) {
      return offset.getTotalSeconds();
    }
    return zone.getRules().getOffset(instant(utcMicros)).getTotalSeconds();
  }

  /// Seconds east of Greenwich where local clocks show a timestamp; in a gap or an overlap
  /// PostgreSQL takes the offset of standard time.
  public static int offsetAtLocal(ZoneId zone, long localMicros) {
    if (zone instanceof ZoneOffset offset) {
      return offset.getTotalSeconds();
    }
    Instant instant = instant(localMicros);
    LocalDateTime local = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    var valid = zone.getRules().getValidOffsets(local);
    if (valid.size() == 1) {
      return valid.getFirst().getTotalSeconds();
    }
    var transition = zone.getRules().getTransition(local);
    int before = transition.getOffsetBefore().getTotalSeconds();
    int after = transition.getOffsetAfter().getTotalSeconds();
    return Math.min(before, after);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L) + Calendar.UNIX_EPOCH_DAYS * 86_400L);
  }
}
