package dev.millrace.model.function.time;

import dev.millrace.model.codec.LocalClock;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.function.time.DateTemplate.Part;
import dev.millrace.model.value.Calendar;
import dev.millrace.model.value.Slice;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// to_date and to_timestamp: reads a text by a template.
public final class DateFormatReader {

  private final String text;
  private int at;

  private long year = 1;
  private boolean isBeforeChrist;
  private int month = 1;
  private int day = 1;
  private long dayOfYear;
  private long hour;
  private boolean isHalfDay;
  private @Nullable Boolean isAfternoon;
  private long minute;
  private long second;
  private long micros;

  private DateFormatReader(String text) {
    this.text = text;
  }

  @Sql("to_date(text, text) -> date")
  public static int date(Slice text, Slice format) {
    DateFormatReader reader = new DateFormatReader(text.toUtf8());
    reader.read(DateTemplate.of(format.toUtf8()));
    return Calendar.checkDate(reader.days());
  }

  @Sql("to_timestamp(text, text) -> timestamptz")
  public static long timestamp(Slice text, Slice format) {
    DateFormatReader reader = new DateFormatReader(text.toUtf8());
    reader.read(DateTemplate.of(format.toUtf8()));
    return LocalClock.toInstant(Calendar.timestamp(reader.days(), reader.time()));
  }

  private void read(DateTemplate template) {
    for (int i = 0; i < template.parts().size(); i++) {
      Part part = template.parts().get(i);
      if (!part.isField()) {
        separator(part.text());
        continue;
      }
      skipBlanks();
      if (at >= text.length()) {
        return; // what the text does not reach keeps its default
      }
      boolean isNextField =
          i + 1 < template.parts().size() && isDigitField(template.parts().get(i + 1));
      field(part, isNextField);
    }
  }

  private static boolean isDigitField(Part part) {
    return part.isField()
        && switch (part.name()) {
          case "MONTH",
              "MON",
              "DAY",
              "DY",
              "RM",
              "AM",
              "PM",
              "BC",
              "AD",
              "A.M.",
              "P.M.",
              "B.C.",
              "A.D.",
              "TZ" ->
              false;
          default -> true;
        };
  }

  /// Any separator of the template takes any separators of the text; letters and digits must be
  /// skipped one by one.
  private void separator(String separators) {
    for (int i = 0; i < separators.length() && at < text.length(); i++) {
      char wanted = separators.charAt(i);
      if (Character.isLetterOrDigit(wanted)) {
        at++;
      } else if (!Character.isLetterOrDigit(text.charAt(at)) && !isSign(i, separators)) {
        at++;
      }
    }
  }

  private boolean isSign(int index, String separators) {
    char c = text.charAt(at);
    return (c == '-' || c == '+') && Character.isWhitespace(separators.charAt(index));
  }

  private void field(Part part, boolean isNextField) {
    switch (part.name()) {
      case "YYYY" -> year = number(isNextField ? 4 : 9, part);
      case "YYY", "YY", "Y" -> {
        int digits = part.name().length();
        int start = at;
        long value = number(isNextField ? digits : 9, part);
        year = at - start > 3 ? value : nearest(value);
      }
      case "MM" -> month = (int) checked(number(2, part), 1, 12);
      case "DD" -> day = (int) checked(number(2, part), 1, 31);
      case "DDD" -> dayOfYear = checked(number(3, part), 1, 366);
      case "HH24" -> hour = checked(number(2, part), 0, 24);
      case "HH12", "HH" -> {
        hour = checked(number(2, part), 1, 12);
        isHalfDay = true;
      }
      case "MI" -> minute = checked(number(2, part), 0, 59);
      case "SS" -> second = checked(number(2, part), 0, 59);
      case "MS" -> micros = fraction(3, part) * 1000;
      case "US" -> micros = fraction(6, part);
      case "MONTH", "MON" -> month = name(DateFormat.MONTHS, part) + 1;
      case "DAY", "DY" -> name(DateFormat.DAYS, part);
      case "AM", "PM", "A.M.", "P.M." -> isAfternoon = marker("PM", "AM", part);
      case "BC", "AD", "B.C.", "A.D." -> isBeforeChrist = marker("BC", "AD", part);
      default -> throw DatabaseException.notSupported("format field " + part.text(), 0);
    }
    if (!part.ordinal().isEmpty()) {
      at = Math.min(at + 2, text.length());
    }
  }

  /// Short years are those nearest to 2020.
  private static long nearest(long value) {
    if (value < 70) {
      return value + 2000;
    }
    return value < 100 ? value + 1900 : value < 520 ? value + 2000 : value + 1000;
  }

  private long number(int digitsMax, Part part) {
    int start = at;
    while (at < text.length() && at - start < digitsMax && Character.isDigit(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      String found = text.substring(start, Math.min(start + part.text().length(), text.length()));
      throw new DatabaseException(
              SqlState.INVALID_DATETIME_FORMAT,
              "invalid value \"" + found + "\" for \"" + part.text() + "\"")
          .withDetail("Value must be an integer.");
    }
    return Long.parseLong(text.substring(start, at));
  }

  private long fraction(int digits, Part part) {
    int start = at;
    long value = number(digits, part);
    for (int i = at - start; i < digits; i++) {
      value *= 10;
    }
    return value;
  }

  private long checked(long value, long min, long max) {
    if (value < min || value > max) {
      throw new DatabaseException(
          SqlState.DATETIME_FIELD_OVERFLOW, "date/time field value out of range: \"" + text + "\"");
    }
    return value;
  }

  private int name(String[] names, Part part) {
    String rest = text.substring(at).toLowerCase(Locale.ROOT);
    boolean isShort = part.name().length() == 3 || part.name().equals("DY");
    for (int i = 0; i < names.length; i++) {
      String name = names[i].toLowerCase(Locale.ROOT);
      String wanted = isShort ? name.substring(0, 3) : name;
      if (rest.startsWith(wanted)) {
        at += wanted.length();
        return i;
      }
    }
    throw invalidName(part);
  }

  private boolean marker(String yes, String no, Part part) {
    String rest = text.substring(at).replace(".", "").toUpperCase(Locale.ROOT);
    boolean isYes = rest.startsWith(yes);
    if (!isYes && !rest.startsWith(no)) {
      throw invalidName(part);
    }
    at = Math.min(at + part.text().length(), text.length());
    return isYes;
  }

  private DatabaseException invalidName(Part part) {
    String found = text.substring(at, Math.min(at + part.text().length(), text.length()));
    return new DatabaseException(
            SqlState.INVALID_DATETIME_FORMAT,
            "invalid value \"" + found + "\" for \"" + part.text() + "\"")
        .withDetail("The given value did not match any of the allowed values for this field.");
  }

  private long days() {
    long civilYear = isBeforeChrist ? 1 - year : year;
    if (dayOfYear > 0) {
      return Calendar.days(civilYear, 1, 1) + dayOfYear - 1;
    }
    checked(day, 1, Calendar.daysInMonth(civilYear, month));
    return Calendar.days(civilYear, month, day);
  }

  private long time() {
    long hours = hour;
    Boolean pm = isAfternoon;
    if (pm != null || isHalfDay) {
      checked(hours, 1, 12);
      hours = hours % 12 + (Boolean.TRUE.equals(pm) ? 12 : 0);
    }
    return ((hours * 60 + minute) * 60 + second) * 1_000_000 + micros;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
