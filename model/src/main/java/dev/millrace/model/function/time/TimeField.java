package dev.millrace.model.function.time;

import dev.millrace.model.value.Slice;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields that EXTRACT, date_part and date_trunc know.
enum TimeField {
  MICROSECONDS("microsecond", "us", "usec", "usecs", "usecond", "useconds", "microsecon"),
  MILLISECONDS("millisecond", "ms", "msec", "msecs", "msecond", "mseconds", "millisecon"),
  SECOND("seconds", "s", "sec", "secs"),
  MINUTE("minutes", "m", "min", "mins"),
  HOUR("hours", "h", "hr", "hrs"),
  DAY("days", "d"),
  WEEK("weeks", "w"),
  MONTH("months", "mon", "mons"),
  QUARTER("quarters", "qtr"),
  YEAR("years", "y", "yr", "yrs"),
  DECADE("decades", "dec", "decs"),
  CENTURY("centuries", "c", "cent"),
  MILLENNIUM("millennia", "mil", "mils"),
  ISOYEAR(),
  JULIAN("jd", "j"),
  DOW(),
  ISODOW(),
  DOY(),
  EPOCH(),
  TIMEZONE(),
  TIMEZONE_HOUR("timezone_h"),
  TIMEZONE_MINUTE("timezone_m");

  private static final Map<String, TimeField> NAMES = new HashMap<>();

  static {
    for (TimeField field : values()) {
      NAMES.put(field.name().toLowerCase(Locale.ROOT), field);
      for (String alias : field.aliases.split(" ")) {
        NAMES.put(alias, field);
      }
    }
  }

  private final String aliases;

  TimeField(String... aliases) {
    this.aliases = String.join(" ", aliases);
  }

  /// The field of a name in any case, or null.
  static @Nullable TimeField of(Slice name) {
    return NAMES.get(name.toUtf8().toLowerCase(Locale.ROOT));
  }

  /// True if the field grows with time, so that an infinite timestamp has an infinite one.
  boolean isMonotonic() {
    return switch (this) {
      case YEAR, DECADE, CENTURY, MILLENNIUM, ISOYEAR, JULIAN, EPOCH -> true;
      default -> false;
    };
  }
}
