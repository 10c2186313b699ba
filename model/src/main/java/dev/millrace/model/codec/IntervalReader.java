package dev.millrace.model.codec;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads intervals in PostgreSQL's notations: units (`1 day 2 hours`, `1m`), clock (`04:05:06`),
/// SQL (`1-2 3 4:05:06`), ISO 8601 (`P1Y2M3DT4H5M6S`), `@` before and `ago` behind.
final class IntervalReader {

  private static final BigDecimal MICROS_PER_DAY = BigDecimal.valueOf(Interval.MICROS_PER_DAY);

  private static final Map<String, String> UNITS = new HashMap<>();

  static {
    unit("microsecond", "us usec usecs usecond useconds microseconds microsecon");
    unit("millisecond", "ms msec msecs msecond mseconds milliseconds millisecon");
    unit("second", "s sec secs seconds");
    unit("minute", "m min mins minutes");
    unit("hour", "h hr hrs hours");
    unit("day", "d days");
    unit("week", "w weeks");
    unit("month", "mon mons months");
    unit("quarter", "qtr quarters");
    unit("year", "y yr yrs years");
    unit("decade", "dec decs decades");
    unit("century", "c cent centuries");
    unit("millennium", "mil mils millennia");
  }

  private static void unit(String name, String aliases) {
    UNITS.put(name, name);
    for (String alias : aliases.split(" ")) {
      UNITS.put(alias, name);
    }
  }

  /// What the clock notation says, and nothing else may then say again.
  private static final List<String> CLOCK =
      List.of("hour", "minute", "second", "millisecond", "microsecond");

  private final Set<String> seen = new HashSet<>();
  private final String original;
  private final String text;
  private int at;
  private long months;
  private long days;
  private long micros;
  private boolean isEmpty = true;

  IntervalReader(String text) {
    this.original = text;
    this.text = text.strip().toLowerCase(Locale.ROOT);
  }

  Interval read() {
    try {
      if (text.startsWith("p") || text.startsWith("-p")) {
        iso();
      } else {
        postgres();
      }
      if (isEmpty) {
        throw invalid();
      }
      return new Interval(Math.toIntExact(months), Math.toIntExact(days), micros);
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  private void postgres() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (NumberText.isBlank(c) || c == '@' || c == ',') {
        at++;
      } else if (isDigit(c) || c == '-' || c == '+' || c == '.') {
        quantity();
      } else if (text.startsWith("ago", at) && at + 3 == text.length() && !isEmpty) {
        months = Math.negateExact(months);
        days = Math.negateExact(days);
        micros = Math.negateExact(micros);
        at += 3;
      } else {
        throw invalid();
      }
    }
  }

  /// A number and what it counts: a unit, or the clock or year-month notation it begins.
  private void quantity() {
    int sign = 1;
    if (text.charAt(at) == '-' || text.charAt(at) == '+') {
      sign = text.charAt(at++) == '-' ? -1 : 1;
      skipBlanks();
    }
    int start = at;
    skipDigits();
    if (at > start && at < text.length() && text.charAt(at) == ':') {
      clock(sign, value(start, at));
      return;
    }
    if (at > start && at < text.length() && text.charAt(at) == '-' && nextIsDigit()) {
      long years = value(start, at++);
      int monthStart = at;
      skipDigits();
      long extra = value(monthStart, at);
      if (at < text.length() && !NumberText.isBlank(text.charAt(at))) {
        throw invalid();
      }
      if (extra >= 12) {
        throw outOfRange();
      }
      addMonths(sign * Math.addExact(Math.multiplyExact(years, 12L), extra));
      return;
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      skipDigits();
    }
    BigDecimal number = number(start, at);
    number = sign < 0 ? number.negate() : number;
    skipBlanks();
    int unitStart = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    String unit = text.substring(unitStart, at);
    if (unit.equals("ago") || unit.isEmpty()) {
      at = unitStart;
      unit = isDayBeforeClock() ? "day" : "second";
    }
    add(number, unit);
  }

  /// In the SQL notation `3 4:05:06` the bare number before the clock counts days.
  private boolean isDayBeforeClock() {
    int ahead = at;
    while (ahead < text.length() && (isDigit(text.charAt(ahead)) || text.charAt(ahead) == '-')) {
      ahead++;
    }
    return ahead > at && ahead < text.length() && text.charAt(ahead) == ':';
  }

  private void clock(int sign, long first) {
    for (String field : CLOCK) {
      if (!seen.add(field)) {
        throw invalid();
      }
    }
    at++;
    long second = digits();
    BigDecimal seconds = BigDecimal.ZERO;
    long hours = first;
    long minutes = second;
    if (at < text.length() && text.charAt(at) == ':') {
      int start = ++at;
      skipDigits();
      if (at < text.length() && text.charAt(at) == '.') {
        at++;
        skipDigits();
      }
      seconds = number(start, at);
    } else if (at < text.length() && text.charAt(at) == '.') {
      at++;
      skipDigits();
      int start = text.lastIndexOf(':', at - 1) + 1;
      seconds = number(start, at);
      minutes = first;
      hours = 0;
    }
    if (minutes > 59 || seconds.compareTo(BigDecimal.valueOf(60)) >= 0) {
      throw outOfRange();
    }
    BigDecimal total =
        BigDecimal.valueOf(hours)
            .multiply(BigDecimal.valueOf(3600))
            .add(BigDecimal.valueOf(minutes * 60))
            .add(seconds);
    addMicros(total.multiply(BigDecimal.valueOf(sign * 1_000_000L)));
  }

  private void add(BigDecimal number, String unit) {
    String field = UNITS.getOrDefault(unit, "");
    if (!seen.add(field)) {
      throw invalid(); // PostgreSQL takes a unit once
    }
    switch (field) {
      case "microsecond" -> addMicros(number);
      case "millisecond" -> addMicros(number.movePointRight(3));
      case "second" -> addMicros(number.movePointRight(6));
      case "minute" -> addMicros(scaled(number, 60_000_000L));
      case "hour" -> addMicros(scaled(number, 3_600_000_000L));
      case "day" -> addDays(number);
      case "week" -> addDays(scaled(number, 7));
      case "month" -> addMonths(number);
      case "quarter" -> addMonths(scaled(number, 3));
      case "year" -> addYears(number);
      case "decade" -> addYears(scaled(number, 10));
      case "century" -> addYears(scaled(number, 100));
      case "millennium" -> addYears(scaled(number, 1000));
      default -> throw invalid();
    }
  }

  /// `P1Y2M3W4DT5H6M7.5S`, or `P0001-02-03T04:05:06`.
  private void iso() {
    int sign = 1;
    if (text.charAt(at) == '-') {
      sign = -1;
      at++;
    }
    at++;
    if (text.indexOf('-', at + 1) > 0 && text.matches("-?p[0-9]+-[0-9]+-[0-9]+(t.*)?")) {
      String[] parts = text.substring(at).split("t", 2);
      String[] date = parts[0].split("-", -1);
      addMonths(sign * (Long.parseLong(date[0]) * 12 + Long.parseLong(date[1])));
      addDays(BigDecimal.valueOf(sign * Long.parseLong(date[2])));
      if (parts.length > 1) {
        at = text.length() - parts[1].length();
        long hours = digits();
        if (at >= text.length() || text.charAt(at) != ':') {
          throw invalid();
        }
        clock(sign, hours);
      }
      at = text.length();
      return;
    }
    boolean inTime = false;
    while (at < text.length()) {
      if (text.charAt(at) == 't') {
        inTime = true;
        at++;
        continue;
      }
      int start = at;
      if (text.charAt(at) == '-' || text.charAt(at) == '+') {
        at++;
      }
      skipDigits();
      if (at < text.length() && text.charAt(at) == '.') {
        at++;
        skipDigits();
      }
      BigDecimal number = number(start, at).multiply(BigDecimal.valueOf(sign));
      if (at >= text.length()) {
        throw invalid();
      }
      isoPart(number, text.charAt(at++), inTime);
    }
  }

  private void isoPart(BigDecimal number, char unit, boolean inTime) {
    switch (unit) {
      case 'y' -> add(number, inTime ? "" : "year");
      case 'm' -> add(number, inTime ? "minute" : "month");
      case 'w' -> add(number, inTime ? "" : "week");
      case 'd' -> add(number, inTime ? "" : "day");
      case 'h' -> add(number, inTime ? "hour" : "");
      case 's' -> add(number, inTime ? "second" : "");
      default -> throw invalid();
    }
  }

  private static BigDecimal scaled(BigDecimal number, long factor) {
    return number.multiply(BigDecimal.valueOf(factor));
  }

  private void addYears(BigDecimal years) {
    BigDecimal exact = scaled(years, 12);
    addMonths(exact.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
  }

  private void addMonths(BigDecimal number) {
    BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
    addMonths(whole.longValueExact());
    addDays(scaled(number.subtract(whole), Interval.DAYS_PER_MONTH));
  }

  private void addMonths(long whole) {
    months = Math.addExact(months, whole);
    isEmpty = false;
  }

  private void addDays(BigDecimal number) {
    BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
    days = Math.addExact(days, whole.longValueExact());
    addMicros(number.subtract(whole).multiply(MICROS_PER_DAY));
  }

  private void addMicros(BigDecimal number) {
    micros = Math.addExact(micros, number.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
    isEmpty = false;
  }

  private BigDecimal number(int from, int to) {
    String digits = text.substring(from, to);
    if (digits.length() > 30) {
      throw outOfRange();
    }
    try {
      return new BigDecimal(digits.startsWith(".") ? "0" + digits : digits);
    } catch (NumberFormatException e) {
      throw invalid();
    }
  }

  private long digits() {
    int start = at;
    skipDigits();
    return value(start, at);
  }

  private long value(int from, int to) {
    if (to == from) {
      throw invalid();
    }
    if (to - from > 18) {
      throw outOfRange();
    }
    return Long.parseLong(text.substring(from, to));
  }

  private void skipDigits() {
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  private void skipBlanks() {
    while (at < text.length() && NumberText.isBlank(text.charAt(at))) {
      at++;
    }
  }

  private boolean nextIsDigit() {
    return at + 1 < text.length() && isDigit(text.charAt(at + 1));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private DatabaseException invalid() {
    return new DatabaseException(
        SqlState.INVALID_DATETIME_FORMAT,
        "invalid input syntax for type interval: \"" + original + "\"");
  }

  private DatabaseException outOfRange() {
    return new DatabaseException(
        SqlState.INTERVAL_FIELD_OVERFLOW,
        "interval field value out of range: \"" + original + "\"");
  }
}
