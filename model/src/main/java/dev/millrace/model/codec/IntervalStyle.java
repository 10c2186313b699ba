package dev.millrace.model.codec;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's IntervalStyle: how intervals print.
public enum IntervalStyle {
  /// `1 day 02:00:00`.
  POSTGRES,
  /// `@ 1 day 2 hours`.
  POSTGRES_VERBOSE,
  /// `1 2:00:00`.
  SQL_STANDARD,
  /// `P1DT2H`.
  ISO_8601;

  /// The style of a setting's value, or null.
  public static @Nullable IntervalStyle named(String name) {
    for (IntervalStyle style : values()) {
      if (style.settingName().equals(name)) {
        return style;
      }
    }
    return null;
  }

  /// What the setting calls it.
  public String settingName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
