package dev.millrace.model.codec;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Calendar;
import dev.millrace.model.value.TimeWithZone;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads dates, times and timestamps in the notations PostgreSQL accepts with DateStyle `ISO, MDY`:
/// ISO 8601, compact digits, month names, slashes; then optional AM/PM, time zone and BC. What
/// depends on the clock (`now`, `today`) is not accepted: a maintained value must not.
final class DateTimeReader {

  private final String original;
  private final String text;
  private final String type;
  private int at;

  private long year;
  private int month;
  private int day;
  private boolean hasDate;
  private boolean isBeforeChrist;
  private int looseNumbers;
  private final int[] loose = new int[2];
  private final int[] looseDigits = new int[2];
  private long time;
  private int hour;
  private boolean hasTime;
  private boolean afterT;
  private @Nullable Boolean isAfternoon;
  private @Nullable ZoneId zone;
  private int special;

  private static final int JULIAN_2000 = 2_451_545;
  private static final int EPOCH = 1;
  private static final int INFINITY = 2;
  private static final int MINUS_INFINITY = 3;

  DateTimeReader(String text, String type) {
    this.original = text;
    this.text = text.strip().toLowerCase(Locale.ROOT);
    this.type = type;
    parse();
  }

  int date() {
    switch (special) {
      case EPOCH -> {
        return -Calendar.UNIX_EPOCH_DAYS;
      }
      case INFINITY -> {
        return Calendar.DATE_INFINITY;
      }
      case MINUS_INFINITY -> {
        return Calendar.DATE_MINUS_INFINITY;
      }
      default -> {}
    }
    if (!hasDate) {
      throw invalid();
    }
    long days = Calendar.days(year, month, day);
    if (days < Calendar.DATE_MIN || days > Calendar.DATE_MAX) {
      throw new DatabaseException(
          SqlState.DATETIME_FIELD_OVERFLOW, "date out of range: \"" + original + "\"");
    }
    return (int) days;
  }

  long time() {
    if (!hasTime || special != 0) {
      throw invalid();
    }
    return time;
  }

  /// The time with the offset in the text, or else that of the session's zone, today or on the date
  /// in the text.
  TimeWithZone timeWithZone() {
    long local = time();
    ZoneId where = zone == null ? SessionStyle.current().zone() : zone;
    int east;
    if (hasDate) {
      long date = Calendar.days(year, month, day);
      east = TimeZones.offsetAtLocal(where, date * Calendar.MICROS_PER_DAY + local);
    } else {
      long now = Instant.now().getEpochSecond() * 1_000_000 - Calendar.UNIX_EPOCH_MICROS;
      east = TimeZones.offsetAtInstant(where, now);
    }
    return new TimeWithZone(local, -east);
  }

  /// The timestamp; with `inUtc` the time zone in the text, or else the session's, is applied;
  /// without, it is ignored.
  long timestamp(boolean inUtc) {
    switch (special) {
      case EPOCH -> {
        return -Calendar.UNIX_EPOCH_MICROS;
      }
      case INFINITY -> {
        return Calendar.INFINITY;
      }
      case MINUS_INFINITY -> {
        return Calendar.MINUS_INFINITY;
      }
      default -> {}
    }
    if (!hasDate) {
      throw invalid();
    }
    long days = Calendar.days(year, month, day);
    try {
      long local = Math.addExact(Math.multiplyExact(days, Calendar.MICROS_PER_DAY), time);
      ZoneId offset = zone == null ? SessionStyle.current().zone() : zone;
      long micros = inUtc ? local - TimeZones.offsetAtLocal(offset, local) * 1_000_000L : local;
      return Calendar.checkTimestamp(micros);
    } catch (ArithmeticException | DatabaseException e) {
      throw new DatabaseException(
          SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range: \"" + original + "\"");
    }
  }

  private void parse() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (NumberText.isBlank(c) || c == ',') {
        at++;
      } else if (isDigit(c)) {
        number();
      } else if (c >= 'a' && c <= 'z') {
        word();
      } else if ((c == '+' || c == '-') && (hasTime || hasDate) && zone == null) {
        offset();
      } else if (c == '-' && text.equals("-infinity")) {
        special = MINUS_INFINITY;
        at = text.length();
      } else {
        throw invalid();
      }
    }
    if (special == 0) {
      finishDate();
      finishTime();
    }
  }

  private void number() {
    int start = at;
    skipDigits();
    int digits = at - start;
    char next = at < text.length() ? text.charAt(at) : 0;
    if (next == ':') {
      clock(start, digits);
    } else if ((hasDate || (type.equals("time") && !isDateSeparator(next)))
        && !hasTime
        && (digits == 6 || digits == 4)) {
      compactTime(start, digits);
    } else if (afterT && (digits == 6 || digits == 4 || digits == 2)) {
      compactTime(start, digits);
    } else if (!hasDate && isDateSeparator(next)) {
      separatedDate(start, digits, next);
    } else if (!hasDate && (digits == 8 || digits == 6) && looseNumbers == 0 && month == 0) {
      int yearDigits = digits - 4;
      year = fullYear(value(start, start + yearDigits), yearDigits);
      month = (int) value(start + yearDigits, start + yearDigits + 2);
      day = (int) value(start + yearDigits + 2, at);
      hasDate = true;
      checkDate();
    } else if (!hasDate && looseNumbers < 2 && digits <= 7) {
      loose[looseNumbers] = (int) value(start, at);
      looseDigits[looseNumbers++] = digits;
    } else {
      throw invalid();
    }
  }

  private static boolean isDateSeparator(char c) {
    return c == '-' || c == '/' || c == '.';
  }

  /// `HH:MM[:SS[.ffffff]]`.
  private void clock(int start, int digits) {
    if (hasTime || digits > 2) {
      throw digits > 2 && !hasTime ? outOfRange() : invalid();
    }
    long h = value(start, at);
    at++;
    long m = twoDigits();
    long s = 0;
    long fraction = 0;
    if (accept(':')) {
      s = twoDigits();
      if (accept('.')) {
        fraction = fraction();
      }
    }
    setTime(h, m, s, fraction);
  }

  private void compactTime(int start, int digits) {
    if (hasTime) {
      throw invalid();
    }
    long m = digits >= 4 ? value(start + 2, start + 4) : 0;
    long s = digits == 6 ? value(start + 4, start + 6) : 0;
    long fraction = digits == 6 && accept('.') ? fraction() : 0;
    setTime(value(start, start + 2), m, s, fraction);
  }

  private void setTime(long h, long m, long s, long fraction) {
    if (h > 24 || m > 59 || s > 60 || (h == 24 && (m > 0 || s > 0 || fraction > 0))) {
      throw outOfRange();
    }
    hour = (int) h;
    time = ((h * 60 + m) * 60 + s) * 1_000_000 + fraction;
    hasTime = true;
  }

  /// Three parts with one separator: year first if it has three digits or more, else month first; a
  /// name may stand for the month.
  private void separatedDate(int start, int digits, char separator) {
    int firstDigits = digits;
    long first = value(start, at);
    at++;
    int named =
        at < text.length() && Character.isLetter(text.charAt(at))
            ? CalendarNames.month(letters())
            : 0;
    int secondStart = at;
    if (named == 0) {
      skipDigits();
    }
    int secondDigits = at - secondStart;
    if ((named == 0 && secondDigits == 0) || !accept(separator)) {
      throw invalid();
    }
    long second = named == 0 ? value(secondStart, secondStart + secondDigits) : named;
    int thirdStart = at;
    skipDigits();
    int thirdDigits = at - thirdStart;
    if (thirdDigits == 0 || firstDigits > 7 || thirdDigits > 7 || secondDigits > 7) {
      throw invalid();
    }
    long third = value(thirdStart, at);
    if (firstDigits >= 3) {
      setDate(first, firstDigits, second, third);
    } else if (named != 0) {
      setDate(third, thirdDigits, second, first);
    } else {
      setDate(third, thirdDigits, first, second);
    }
  }

  private void setDate(long y, int yearDigits, long m, long d) {
    year = fullYear(y, yearDigits);
    month = (int) m;
    day = (int) d;
    hasDate = true;
    checkDate();
  }

  private void checkDate() {
    if (month < 1 || month > 12 || day < 1 || day > 31 || year == 0) {
      throw outOfRange();
    }
  }

  private void word() {
    String word = letters();
    int name = CalendarNames.month(word);
    if (name != 0 && month == 0 && !hasDate) {
      month = name;
      accept('.');
      if (at + 1 < text.length() && text.charAt(at) == '-' && isDigit(text.charAt(at + 1))) {
        monthFirst(name);
      }
      return;
    }
    if (word.equals("j") && !hasDate && at < text.length() && isDigit(text.charAt(at))) {
      julian();
      return;
    }
    switch (word) {
      case "t" -> {
        afterT = true;
        if (at >= text.length() || !isDigit(text.charAt(at))) {
          throw invalid();
        }
      }
      case "am", "pm" -> isAfternoon = word.equals("pm");
      case "bc", "ad" -> isBeforeChrist = word.equals("bc");
      case "infinity" -> special = INFINITY;
      case "epoch" -> special = EPOCH;
      case "now", "today", "tomorrow", "yesterday", "allballs" ->
          throw DatabaseException.notSupported("date/time input \"" + word + "\"", 0);
      default -> {
        if (!CalendarNames.isWeekday(word)) {
          zoneName(word);
        }
      }
    }
  }

  /// `Jan-08-1999`, behind the month.
  private void monthFirst(int name) {
    at++;
    long d = twoDigits();
    if (!accept('-')) {
      throw invalid();
    }
    int start = at;
    skipDigits();
    if (at == start || at - start > 7) {
      throw invalid();
    }
    setDate(value(start, at), at - start, name, d);
  }

  /// `J2451187`, a day of the Julian count.
  private void julian() {
    int start = at;
    skipDigits();
    long civil = Calendar.civil(value(start, at) - JULIAN_2000);
    year = Calendar.year(civil);
    month = Calendar.month(civil);
    day = Calendar.day(civil);
    hasDate = true;
  }

  private void zoneName(String word) {
    int end = at;
    while (end < text.length() && !NumberText.isBlank(text.charAt(end))) {
      end++;
    }
    ZoneId named = TimeZones.find(word);
    String longer = word + text.substring(at, end);
    ZoneId exact = TimeZones.find(longer);
    if (exact != null) {
      at = end;
      zone = exact;
    } else if (named != null && zone == null) {
      zone = named;
    } else if (longer.indexOf('/') > 0 && hasTime) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE, "time zone \"" + longer + "\" not recognized");
    } else {
      throw invalid();
    }
  }

  private void offset() {
    int sign = text.charAt(at++) == '-' ? -1 : 1;
    int start = at;
    skipDigits();
    int digits = at - start;
    long h;
    long m = 0;
    long s = 0;
    if (digits == 1 || digits == 2) {
      h = value(start, at);
      if (accept(':')) {
        m = twoDigits();
        s = accept(':') ? twoDigits() : 0;
      }
    } else if (digits == 4) {
      h = value(start, start + 2);
      m = value(start + 2, at);
    } else {
      throw invalid();
    }
    if (h > 15 || m > 59 || s > 59) {
      throw new DatabaseException(
          SqlState.DATETIME_FIELD_OVERFLOW,
          "time zone displacement out of range: \"" + original + "\"");
    }
    zone = ZoneOffset.ofTotalSeconds(sign * (int) ((h * 60 + m) * 60 + s));
  }

  private void finishDate() {
    if (!hasDate && (month != 0 || looseNumbers > 0)) {
      if (month == 0 || looseNumbers != 2) {
        throw invalid();
      }
      int yearIndex = looseDigits[0] >= 3 ? 0 : 1;
      day = loose[1 - yearIndex];
      year = fullYear(loose[yearIndex], looseDigits[yearIndex]);
      hasDate = true;
      checkDate();
    }
    if (!hasDate && !hasTime) {
      throw invalid();
    }
    if (hasDate) {
      year = isBeforeChrist ? 1 - year : year;
      if (day > Calendar.daysInMonth(year, month)) {
        throw outOfRange();
      }
    }
  }

  private void finishTime() {
    Boolean pm = isAfternoon;
    if (pm != null) {
      if (!hasTime || hour > 12) {
        throw outOfRange();
      }
      if (pm && hour < 12) {
        time += 12 * 3_600_000_000L;
      } else if (!pm && hour == 12) {
        time -= 12 * 3_600_000_000L;
      }
    }
  }

  private static long fullYear(long value, int digits) {
    return digits > 2 ? value : value < 70 ? value + 2000 : value + 1900;
  }

  /// Up to six digits, rounded.
  private long fraction() {
    long micros = 0;
    int digits = 0;
    int start = at;
    skipDigits();
    for (int i = start; i < at && digits < 6; i++, digits++) {
      micros = micros * 10 + (text.charAt(i) - '0');
    }
    for (; digits < 6; digits++) {
      micros *= 10;
    }
    boolean up = at - start > 6 && text.charAt(start + 6) >= '5';
    return up ? micros + 1 : micros;
  }

  private long twoDigits() {
    int start = at;
    skipDigits();
    if (at == start || at - start > 2) {
      throw at == start ? invalid() : outOfRange();
    }
    return value(start, at);
  }

  private String letters() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z') {
      at++;
    }
    return text.substring(start, at);
  }

  private void skipDigits() {
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  private boolean accept(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private long value(int from, int to) {
    return to - from > 9 ? Integer.MAX_VALUE : Long.parseLong(text.substring(from, to));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private DatabaseException invalid() {
    return new DatabaseException(
        SqlState.INVALID_DATETIME_FORMAT,
        "invalid input syntax for type " + type + ": \"" + original + "\"");
  }

  private DatabaseException outOfRange() {
    return new DatabaseException(
        SqlState.DATETIME_FIELD_OVERFLOW,
        "date/time field value out of range: \"" + original + "\"");
  }
}
