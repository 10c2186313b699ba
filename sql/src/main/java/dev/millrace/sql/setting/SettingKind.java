package dev.millrace.sql.setting;

import dev.millrace.model.codec.IntervalStyle;
import dev.millrace.model.codec.TimeZones;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What values a variable takes and how they are shown.
public enum SettingKind {
  TEXT,
  NAME,
  NAMES,
  BOOL,
  ONLY_ON,
  INT,
  BYTES,
  ROLE,
  DURATION,
  ENCODING,
  DATE_STYLE,
  INTERVAL_STYLE,
  TIME_ZONE,
  MESSAGES,
  ISOLATION;

  private static final Pattern QUANTITY = Pattern.compile("(-?[0-9]+)\\s*([a-zA-Z]*)");
  private static final Set<String> UTC =
      Set.of("utc", "gmt", "etc/utc", "etc/gmt", "z", "zulu", "universal", "0", "+00:00", "+00");
  private static final Set<String> SEVERITIES =
      Set.of(
          "debug5", "debug4", "debug3", "debug2", "debug1", "debug", "log", "notice", "warning",
          "error", "info");
  private static final Set<String> LEVELS =
      Set.of(
          "read uncommitted",
          "read committed",
          "repeatable read",
          "serializable",
          "strict serializable",
          "strong session serializable");

  /// The value as it is kept and shown; 22023 if it is none. A list of names comes as its parts.
  String canonical(String name, List<String> values) {
    if (this == NAMES) {
      return String.join(", ", values.stream().map(SettingKind::quoteName).toList());
    }
    String value = String.join(", ", values);
    String lower = value.strip().toLowerCase(Locale.ROOT);
    return switch (this) {
      case TEXT, NAME, NAMES, ROLE -> value;
      case BOOL -> bool(name, lower) ? "on" : "off";
      case ONLY_ON -> {
        if (!bool(name, lower)) {
          throw invalid(name, value);
        }
        yield "on";
      }
      case INT -> Long.toString(integer(name, lower));
      case BYTES -> Long.toString(bytes(name, lower));
      case DURATION -> show(duration(name, lower));
      case ENCODING -> {
        if (!lower.replace("'", "").replace("-", "").replace("unicode", "utf8").equals("utf8")) {
          throw invalid(name, value);
        }
        yield "UTF8";
      }
      case DATE_STYLE -> dateStyle(name, value, lower);
      case INTERVAL_STYLE -> {
        if (IntervalStyle.named(lower) == null) {
          throw invalid(name, value);
        }
        yield lower;
      }
      case TIME_ZONE -> {
        if (UTC.contains(lower)) {
          yield "UTC";
        }
        if (TimeZones.ofSetting(value) == null) {
          throw invalid(name, value);
        }
        yield TimeZones.canonical(value);
      }
      case MESSAGES -> oneOf(SEVERITIES, name, value, lower);
      case ISOLATION -> oneOf(LEVELS, name, value, lower);
    };
  }

  private static String quoteName(String name) {
    return name.matches("[a-z_][a-z0-9_$]*") ? name : "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String dateStyle(String name, String value, String lower) {
    for (String part : lower.split("\\s*,\\s*", -1)) {
      if (!Set.of("iso", "mdy", "us", "noneuro", "default").contains(part)) {
        throw invalid(name, value).withHint("Only ISO, MDY is supported.");
      }
    }
    return "ISO, MDY";
  }

  private static String oneOf(Set<String> known, String name, String value, String lower) {
    if (!known.contains(lower)) {
      throw invalid(name, value)
          .withHint(
              "Available values: " + String.join(", ", known.stream().sorted().toList()) + ".");
    }
    return lower;
  }

  private static boolean bool(String name, String lower) {
    return switch (lower) {
      case "on", "true", "yes", "1", "t", "y" -> true;
      case "off", "false", "no", "0", "f", "n" -> false;
      default ->
          throw new DatabaseException(
              SqlState.INVALID_PARAMETER_VALUE,
              "parameter \"" + name + "\" requires a Boolean value");
    };
  }

  private static long integer(String name, String lower) {
    try {
      return Long.parseLong(lower);
    } catch (NumberFormatException _) {
      throw invalid(name, lower);
    }
  }

  private static long bytes(String name, String lower) {
    Matcher matcher = QUANTITY.matcher(lower);
    if (!matcher.matches()) {
      throw invalid(name, lower);
    }
    long unit =
        switch (matcher.group(2)) {
          case "", "b" -> 1;
          case "kb" -> 1L << 10;
          case "mb" -> 1L << 20;
          case "gb" -> 1L << 30;
          default -> throw invalid(name, lower);
        };
    long number = integer(name, matcher.group(1));
    if (number < 0 || number > Long.MAX_VALUE / unit) {
      throw outside(name, number, matcher.group(2), "0 .. " + Long.MAX_VALUE);
    }
    return number * unit;
  }

  /// A duration as PostgreSQL writes it in settings: a bare number is milliseconds.
  static Duration duration(String name, String lower) {
    Matcher matcher = QUANTITY.matcher(lower);
    if (!matcher.matches()) {
      throw invalid(name, lower);
    }
    long number = integer(name, matcher.group(1));
    if (number < 0 || number > Integer.MAX_VALUE) {
      String unit = matcher.group(2).isEmpty() ? "ms" : matcher.group(2);
      throw outside(name, number, unit, "0 .. " + Integer.MAX_VALUE);
    }
    return switch (matcher.group(2)) {
      case "", "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "min" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw invalid(name, lower);
    };
  }

  private static DatabaseException outside(String name, long number, String unit, String range) {
    return new DatabaseException(
        SqlState.INVALID_PARAMETER_VALUE,
        number
            + (unit.isEmpty() ? "" : " " + unit)
            + " is outside the valid range for parameter \""
            + name
            + "\" ("
            + range
            + ")");
  }

  private static String show(Duration duration) {
    long millis = duration.toMillis();
    List<Unit> units = new ArrayList<>();
    units.add(new Unit("d", 86_400_000));
    units.add(new Unit("h", 3_600_000));
    units.add(new Unit("min", 60_000));
    units.add(new Unit("s", 1_000));
    for (Unit unit : units) {
      if (millis != 0 && millis % unit.millis() == 0) {
        return millis / unit.millis() + unit.name();
      }
    }
    return millis == 0 ? "0" : millis + "ms";
  }

  private record Unit(String name, long millis) {}

  private static DatabaseException invalid(String name, String value) {
    return new DatabaseException(
        SqlState.INVALID_PARAMETER_VALUE,
        "invalid value for parameter \"" + name + "\": \"" + value + "\"");
  }
}
