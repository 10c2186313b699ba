package dev.millrace.model.function.time;

import dev.millrace.model.codec.DateTimeText;
import dev.millrace.model.codec.LocalClock;
import dev.millrace.model.codec.SessionStyle;
import dev.millrace.model.codec.TimeZones;
import dev.millrace.model.function.Sql;
import dev.millrace.model.function.time.DateTemplate.Part;
import dev.millrace.model.value.Calendar;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Slice;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// to_char of dates, times and intervals, in English.
public final class DateFormat {

  static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };
  static final String[] DAYS = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
  };
  private static final String[] ROMAN = {
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"
  };
  private static final int NAME_WIDTH = 9;
  private static final int JULIAN_2000 = 2_451_545;

  private DateFormat() {}

  @Sql("to_char(timestamp, text) -> text")
  public static @Nullable Slice timestamp(long micros, Slice format) {
    return Calendar.isFinite(micros) ? format(Fields.of(micros, ""), format) : null;
  }

  @Sql("to_char(timestamptz, text) -> text")
  public static @Nullable Slice timestamptz(long micros, Slice format) {
    if (!Calendar.isFinite(micros)) {
      return null;
    }
    String zone = TimeZones.abbreviation(SessionStyle.current().zone(), micros);
    return format(Fields.of(LocalClock.toLocal(micros), zone), format);
  }

  @Sql("to_char(interval, text) -> text")
  public static @Nullable Slice interval(Slice interval, Slice format) {
    return format.length() == 0 ? null : format(Fields.of(Interval.of(interval)), format);
  }

  /// The parts a template prints.
  ///
  /// @param days day count since 2000, for weekdays and ISO weeks
  private record Fields(
      long year,
      int month,
      long day,
      long hour,
      long minute,
      long second,
      long micros,
      long days,
      String zone) {

    static Fields of(long timestamp, String zone) {
      long days = Calendar.dayOf(timestamp);
      long civil = Calendar.civil(days);
      long time = Calendar.timeOf(timestamp);
      return new Fields(
          Calendar.year(civil),
          Calendar.month(civil),
          Calendar.day(civil),
          time / Interval.MICROS_PER_HOUR,
          time / 60_000_000 % 60,
          time / 1_000_000 % 60,
          time % 1_000_000,
          days,
          zone);
    }

    static Fields of(Interval span) {
      long time = span.micros();
      return new Fields(
          span.months() / 12,
          span.months() % 12,
          span.days(),
          time / Interval.MICROS_PER_HOUR,
          time / 60_000_000 % 60,
          time / 1_000_000 % 60,
          time % 1_000_000,
          Long.MIN_VALUE,
          "");
    }

    boolean isInterval() {
      return days == Long.MIN_VALUE;
    }
  }

  private static Slice format(Fields fields, Slice format) {
    StringBuilder out = new StringBuilder();
    for (Part part : DateTemplate.of(format.toUtf8()).parts()) {
      if (part.isField()) {
        append(fields, part, out);
      } else {
        out.append(part.text());
      }
    }
    return Slice.utf8(out.toString());
  }

  private static void append(Fields f, Part part, StringBuilder out) {
    switch (part.name()) {
      case "MONTH", "MON", "DAY", "DY", "RM" -> name(f, part, out);
      case "AM", "PM", "A.M.", "P.M." -> {
        boolean isAfternoon = Math.floorMod(f.hour(), 24) >= 12;
        out.append(marker(part, isAfternoon ? "PM" : "AM"));
      }
      case "BC", "AD", "B.C.", "A.D." -> out.append(marker(part, f.year() <= 0 ? "BC" : "AD"));
      case "TZ" ->
          out.append(part.text().equals("tz") ? f.zone().toLowerCase(Locale.ROOT) : f.zone());
      case "OF", "TZH" -> out.append("+00");
      case "TZM" -> out.append("00");
      case "Y,YYY" -> {
        long year = Math.abs(displayYear(f));
        out.append(year / 1000).append(',');
        DateTimeText.appendPadded(year % 1000, 3, out);
        ordinal(year, part, out);
      }
      default -> number(f, part, out);
    }
  }

  private static void number(Fields f, Part part, StringBuilder out) {
    long value = value(f, part.name());
    int width = part.fills() ? width(part.name()) : 1;
    if (f.isInterval() && part.name().startsWith("HH") && Math.abs(value) > 99) {
      width = 1;
    }
    boolean countsSign = part.name().startsWith("D"); // C's %03d does
    width -= value < 0 && countsSign ? 1 : 0;
    out.append(value < 0 ? "-" : "");
    DateTimeText.appendPadded(Math.abs(value), width, out);
    ordinal(value, part, out);
  }

  private static int width(String name) {
    return switch (name) {
      case "YYYY", "IYYY", "FF4" -> 4;
      case "YYY", "IYY", "DDD", "IDDD", "MS", "FF3" -> 3;
      case "FF5" -> 5;
      case "US", "FF6" -> 6;
      case "Y", "I", "D", "ID", "W", "Q", "J", "SSSS", "SSSSS", "FF1" -> 1;
      default -> 2;
    };
  }

  private static long value(Fields f, String name) {
    return switch (name) {
      case "YYYY" -> displayYear(f);
      case "YYY" -> displayYear(f) % 1000;
      case "YY" -> displayYear(f) % 100;
      case "Y" -> displayYear(f) % 10;
      case "IYYY" -> isoYear(f);
      case "IYY" -> isoYear(f) % 1000;
      case "IY" -> isoYear(f) % 100;
      case "I" -> isoYear(f) % 10;
      case "MM" -> f.month();
      case "DD" -> f.day();
      case "HH24" -> f.hour();
      case "HH12", "HH" -> f.hour() % 12 == 0 ? 12 : f.hour() % 12;
      case "MI" -> f.minute();
      case "SS" -> f.second();
      case "SSSS", "SSSSS" -> (f.hour() * 60 + f.minute()) * 60 + f.second();
      case "MS", "FF3" -> f.micros() / 1000;
      case "US", "FF6" -> f.micros();
      case "FF1" -> f.micros() / 100_000;
      case "FF2" -> f.micros() / 10_000;
      case "FF4" -> f.micros() / 100;
      case "FF5" -> f.micros() / 10;
      default -> ofDay(f, name);
    };
  }

  private static long ofDay(Fields f, String name) {
    long days = f.isInterval() ? f.day() : f.days();
    return switch (name) {
      case "DDD" ->
          f.isInterval()
              ? (f.year() * 12 + f.month()) * Interval.DAYS_PER_MONTH + f.day()
              : dayOfYear(f);
      case "WW" -> (dayOfYear(f) - 1) / 7 + 1;
      case "W" -> (f.day() - 1) / 7 + 1;
      case "IW" -> (days - Extract.isoYearStart(Extract.isoYear(days))) / 7 + 1;
      case "IDDD" -> days - Extract.isoYearStart(Extract.isoYear(days)) + 1;
      case "ID" -> Extract.isoDayOfWeek(days);
      case "D" -> Calendar.dayOfWeek(days) + 1;
      case "Q" -> (f.month() - 1) / 3 + 1;
      case "J" -> days + JULIAN_2000;
      case "CC" -> century(f);
      default -> throw new IllegalStateException("not a field: " + name);
    };
  }

  private static long dayOfYear(Fields f) {
    return f.days() - Calendar.days(f.year(), 1, 1) + 1;
  }

  private static long century(Fields f) {
    if (f.isInterval()) {
      return f.year() / 100;
    }
    return f.year() > 0 ? (f.year() + 99) / 100 : -((100 - f.year()) / 100);
  }

  private static long displayYear(Fields f) {
    return f.isInterval() || f.year() > 0 ? f.year() : 1 - f.year();
  }

  private static long isoYear(Fields f) {
    if (f.isInterval()) {
      return f.year();
    }
    long year = Extract.isoYear(f.days());
    return year > 0 ? year : 1 - year;
  }

  private static void name(Fields f, Part part, StringBuilder out) {
    boolean isMonth = part.name().startsWith("MON") || part.name().equals("RM");
    if (isMonth && f.month() == 0) {
      return;
    }
    String name =
        switch (part.name()) {
          case "MONTH" -> MONTHS[f.month() - 1];
          case "MON" -> MONTHS[f.month() - 1].substring(0, 3);
          case "RM" -> ROMAN[f.month() - 1];
          case "DAY" -> DAYS[Calendar.dayOfWeek(f.days())];
          default -> DAYS[Calendar.dayOfWeek(f.days())].substring(0, 3);
        };
    boolean isUpper = part.text().equals(part.text().toUpperCase(Locale.ROOT));
    boolean isLower = Character.isLowerCase(part.text().charAt(0));
    out.append(
        isLower ? name.toLowerCase(Locale.ROOT) : isUpper ? name.toUpperCase(Locale.ROOT) : name);
    int width =
        switch (part.name()) {
          case "MONTH", "DAY" -> NAME_WIDTH;
          case "RM" -> 4;
          default -> 0;
        };
    out.repeat(' ', part.fills() ? Math.max(width - name.length(), 0) : 0);
  }

  private static String marker(Part part, String letters) {
    String marker =
        part.name().indexOf('.') > 0 ? letters.charAt(0) + "." + letters.charAt(1) + "." : letters;
    return Character.isLowerCase(part.text().charAt(0)) ? marker.toLowerCase(Locale.ROOT) : marker;
  }

  private static void ordinal(long value, Part part, StringBuilder out) {
    if (part.ordinal().isEmpty()) {
      return;
    }
    long tens = Math.abs(value) % 100;
    String suffix =
        tens >= 11 && tens <= 13
            ? "th"
            : switch ((int) (tens % 10)) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    out.append(part.ordinal().equals("TH") ? suffix.toUpperCase(Locale.ROOT) : suffix);
  }
}
