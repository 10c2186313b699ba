package dev.millrace.model.codec;

/// English names of months and weekdays, in lower case, as texts of dates hold them.
final class CalendarNames {

  private static final String[] MONTHS = {
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december"
  };
  private static final String[] WEEKDAYS = {
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"
  };

  private CalendarNames() {}

  /// The month of a full name or three letters, 1..12, or 0.
  static int month(String word) {
    for (int i = 0; i < MONTHS.length; i++) {
      if (word.equals(MONTHS[i])
          || (word.length() == 3 && MONTHS[i].startsWith(word))
          || (i == 8 && word.equals("sept"))) {
        return i + 1;
      }
    }
    return 0;
  }

  /// True for the full or shortened name of a weekday.
  static boolean isWeekday(String word) {
    for (String name : WEEKDAYS) {
      if (name.equals(word) || (word.length() >= 3 && name.startsWith(word))) {
        return true;
      }
    }
    return false;
  }
}
