package dev.millrace.model.codec;

import dev.millrace.model.value.Calendar;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.TimeWithZone;

/// Prints dates and times in ISO style, timestamptz in the zone of the session's style, intervals
/// in its style.
public final class DateTimeText {

  private DateTimeText() {}

  /// Appends `1999-01-08`, with ` BC` behind years before 1.
  public static void appendDate(int date, StringBuilder out) {
    if (!Calendar.isFinite(date)) {
      out.append(date == Calendar.DATE_INFINITY ? "infinity" : "-infinity");
      return;
    }
    long civil = Calendar.civil(date);
    appendCivil(civil, out);
    out.append(Calendar.year(civil) <= 0 ? " BC" : "");
  }

  /// Appends `04:05:06.789`.
  public static void appendTime(long micros, StringBuilder out) {
    long seconds = micros / 1_000_000;
    appendPadded(seconds / 3600, 2, out);
    out.append(':');
    appendPadded(seconds / 60 % 60, 2, out);
    out.append(':');
    appendPadded(seconds % 60, 2, out);
    appendFraction(micros % 1_000_000, out);
  }

  /// Appends `04:05:06.789-08`.
  static void appendTime(TimeWithZone time, StringBuilder out) {
    appendTime(time.micros(), out);
    appendOffset(-time.westSeconds(), out);
  }

  /// Appends a timestamp, with `+00` if it has a time zone.
  public static void appendTimestamp(long micros, boolean hasZone, StringBuilder out) {
    if (!Calendar.isFinite(micros)) {
      out.append(micros == Calendar.INFINITY ? "infinity" : "-infinity");
      return;
    }
    int offset = hasZone ? LocalClock.offsetSeconds(micros) : 0;
    long shown = micros + offset * 1_000_000L;
    long civil = Calendar.civil(Calendar.dayOf(shown));
    appendCivil(civil, out);
    out.append(' ');
    appendTime(Calendar.timeOf(shown), out);
    if (hasZone) {
      appendOffset(offset, out);
    }
    out.append(Calendar.year(civil) <= 0 ? " BC" : "");
  }

  /// Appends `+00`, `-03:30` or `+00:53:28`: seconds east of Greenwich.
  public static void appendOffset(int seconds, StringBuilder out) {
    int magnitude = Math.abs(seconds);
    out.append(seconds < 0 ? '-' : '+');
    appendPadded(magnitude / 3600, 2, out);
    if (magnitude % 3600 != 0) {
      out.append(':');
      appendPadded(magnitude / 60 % 60, 2, out);
    }
    if (magnitude % 60 != 0) {
      out.append(':');
      appendPadded(magnitude % 60, 2, out);
    }
  }

  /// Appends an interval in the style of the session.
  public static void appendInterval(Interval interval, StringBuilder out) {
    IntervalText.append(SessionStyle.current().intervals(), interval, out);
  }

  /// Appends `1 year 2 mons 3 days 04:05:06.789`, each part with its own sign.
  static void appendPlain(Interval interval, StringBuilder out) {
    int start = out.length();
    boolean isBefore = false;
    int years = interval.months() / Interval.MONTHS_PER_YEAR;
    isBefore = appendPart(years, "year", isBefore, start, out);
    isBefore =
        appendPart(interval.months() % Interval.MONTHS_PER_YEAR, "mon", isBefore, start, out);
    isBefore = appendPart(interval.days(), "day", isBefore, start, out);
    long micros = interval.micros();
    if (out.length() > start && micros == 0) {
      return;
    }
    out.append(out.length() > start ? " " : "").append(micros < 0 ? "-" : isBefore ? "+" : "");
    long seconds = Math.abs(micros / 1_000_000);
    appendPadded(seconds / 3600, 2, out);
    out.append(':');
    appendPadded(seconds / 60 % 60, 2, out);
    out.append(':');
    appendPadded(seconds % 60, 2, out);
    appendFraction(Math.abs(micros % 1_000_000), out);
  }

  private static boolean appendPart(
      int value, String unit, boolean isBefore, int start, StringBuilder out) {
    if (value == 0) {
      return isBefore;
    }
    out.append(out.length() > start ? " " : "").append(isBefore && value > 0 ? "+" : "");
    out.append(value).append(' ').append(unit).append(value == 1 ? "" : "s");
    return value < 0;
  }

  private static void appendCivil(long civil, StringBuilder out) {
    int year = Calendar.year(civil);
    appendPadded(year > 0 ? year : 1L - year, 4, out);
    out.append('-');
    appendPadded(Calendar.month(civil), 2, out);
    out.append('-');
    appendPadded(Calendar.day(civil), 2, out);
  }

  static void appendFraction(long micros, StringBuilder out) {
    if (micros == 0) {
      return;
    }
    out.append('.');
    appendPadded(micros, 6, out);
    int end = out.length();
    while (out.charAt(end - 1) == '0') {
      end--;
    }
    out.setLength(end);
  }

  /// Appends a number that is not negative, with leading zeros up to a width.
  public static void appendPadded(long value, int width, StringBuilder out) {
    long limit = 10;
    for (int digits = 1; digits < width; digits++) {
      if (value < limit) {
        out.append('0');
      }
      limit *= 10;
    }
    out.append(value);
  }
}
