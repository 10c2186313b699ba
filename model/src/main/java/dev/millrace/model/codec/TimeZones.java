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
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /// `-5`, `5.5`, or what `canonical` prints for them.
  private static final Pattern SETTING =
      Pattern.compile("<?([+-]?[0-9]{1,2}(?:[.][0-9]{1,4})?)>?(?:[+-][0-9]{2})?");

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

  /// What a zone's clocks call their time at an instant: `UTC`, `EDT`, `+03`.
  public static String abbreviation(ZoneId zone, long utcMicros) {
    if (zone instanceof ZoneOffset offset) {
      if (offset.equals(ZoneOffset.UTC)) {
        return "UTC";
      }
      StringBuilder out = new StringBuilder();
      DateTimeText.appendOffset(offset.getTotalSeconds(), out);
      return out.toString();
    }
    boolean isSummer = zone.getRules().isDaylightSavings(instant(utcMicros));
    return TimeZone.getTimeZone(zone).getDisplayName(isSummer, TimeZone.SHORT, Locale.ROOT);
  }

  /// The zone a session's TimeZone names, or null: a name, or hours east of Greenwich.
  public static @Nullable ZoneId ofSetting(String value) {
    ZoneId zone = find(value);
    if (zone != null) {
      return zone;
    }
    Matcher matcher = SETTING.matcher(value.strip());
    if (!matcher.matches()) {
      return null;
    }
    double hours = Double.parseDouble(matcher.group(1));
    return Math.abs(hours) > 15 ? null : ZoneOffset.ofTotalSeconds((int) Math.round(hours * 3600));
  }

  /// How SHOW prints the zone that `ofSetting` reads.
  public static String canonical(String value) {
    String id = NAMES.get(value.strip().toLowerCase(Locale.ROOT));
    if (id != null) {
      return id;
    }
    ZoneId zone = ofSetting(value);
    if (zone == null || find(value) != null) {
      return value.strip().toUpperCase(Locale.ROOT);
    }
    StringBuilder east = new StringBuilder();
    StringBuilder west = new StringBuilder();
    int seconds = ((ZoneOffset) zone).getTotalSeconds();
    DateTimeText.appendOffset(seconds, east);
    DateTimeText.appendOffset(-seconds, west);
    return "<" + east + ">" + west;
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
