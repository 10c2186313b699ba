package dev.millrace.model.codec;

import dev.millrace.model.value.Interval;

/// Prints intervals in the session's style.
final class IntervalText {

  private final StringBuilder out;
  private final int years;
  private final int months;
  private final int days;
  private final long hours;
  private final long minutes;
  private final long seconds;
  private final long micros;

  private IntervalText(Interval interval, StringBuilder out) {
    this.out = out;
    this.years = interval.months() / Interval.MONTHS_PER_YEAR;
    this.months = interval.months() % Interval.MONTHS_PER_YEAR;
    this.days = interval.days();
    this.hours = interval.micros() / Interval.MICROS_PER_HOUR;
    this.minutes = interval.micros() / 60_000_000 % 60;
    this.seconds = interval.micros() / 1_000_000 % 60;
    this.micros = interval.micros() % 1_000_000;
  }

  /// Appends an interval in a style other than `postgres`.
  static void append(IntervalStyle style, Interval interval, StringBuilder out) {
    IntervalText text = new IntervalText(interval, out);
    switch (style) {
      case POSTGRES -> DateTimeText.appendPlain(interval, out);
      case POSTGRES_VERBOSE -> text.verbose();
      case SQL_STANDARD -> text.standard();
      case ISO_8601 -> text.iso();
    }
  }

  private boolean hasTime() {
    return hours != 0 || minutes != 0 || seconds != 0 || micros != 0;
  }

  private void iso() {
    if (years == 0 && months == 0 && days == 0 && !hasTime()) {
      out.append("PT0S");
      return;
    }
    out.append('P');
    part(years, 'Y');
    part(months, 'M');
    part(days, 'D');
    if (hasTime()) {
      out.append('T');
      part(hours, 'H');
      part(minutes, 'M');
      if (seconds != 0 || micros != 0) {
        out.append(seconds < 0 || micros < 0 ? "-" : "").append(Math.abs(seconds));
        DateTimeText.appendFraction(Math.abs(micros), out);
        out.append('S');
      }
    }
  }

  private void part(long value, char unit) {
    if (value != 0) {
      out.append(value).append(unit);
    }
  }

  private void standard() {
    boolean isNegative = years < 0 || months < 0 || days < 0 || isTimeNegative();
    boolean isPositive = years > 0 || months > 0 || days > 0 || (hasTime() && !isTimeNegative());
    boolean hasMonths = years != 0 || months != 0;
    boolean isMixed = (isNegative && isPositive) || (hasMonths && (days != 0 || hasTime()));
    if (!isNegative && !isPositive) {
      out.append('0');
    } else if (isMixed) {
      out.append(years < 0 || months < 0 ? '-' : '+').append(Math.abs(years)).append('-');
      out.append(Math.abs(months)).append(days < 0 ? " -" : " +").append(Math.abs((long) days));
      clock(isTimeNegative() ? " -" : " +");
    } else if (hasMonths) {
      out.append(isNegative ? "-" : "")
          .append(Math.abs(years))
          .append('-')
          .append(Math.abs(months));
    } else if (days != 0) {
      out.append(isNegative ? "-" : "").append(Math.abs((long) days));
      clock(" ");
    } else {
      clock(isNegative ? "-" : "");
    }
  }

  private boolean isTimeNegative() {
    return hours < 0 || minutes < 0 || seconds < 0 || micros < 0;
  }

  private void clock(String before) {
    out.append(before).append(Math.abs(hours)).append(':');
    DateTimeText.appendPadded(Math.abs(minutes), 2, out);
    out.append(':');
    DateTimeText.appendPadded(Math.abs(seconds), 2, out);
    DateTimeText.appendFraction(Math.abs(micros), out);
  }

  /// Signs are those of the first part, the rest against it; `ago` if it is negative.
  private void verbose() {
    long[] values = {years, months, days, hours, minutes};
    String[] units = {"year", "mon", "day", "hour", "min"};
    boolean isFirst = true;
    boolean isBefore = false;
    out.append('@');
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        isBefore = isFirst ? values[i] < 0 : isBefore;
        long shown = isBefore ? -values[i] : values[i];
        isFirst = false;
        out.append(' ').append(shown).append(' ').append(units[i]).append(shown == 1 ? "" : "s");
      }
    }
    if (seconds != 0 || micros != 0) {
      boolean isNegative = seconds < 0 || micros < 0;
      isBefore = isFirst ? isNegative : isBefore;
      isFirst = false;
      out.append(isNegative == isBefore ? " " : " -").append(Math.abs(seconds));
      DateTimeText.appendFraction(Math.abs(micros), out);
      out.append(Math.abs(seconds) == 1 && micros == 0 ? " sec" : " secs");
    }
    out.append(isFirst ? " 0" : "").append(isBefore ? " ago" : "");
  }
}
