package dev.millrace.model.function.time;

import java.util.ArrayList;
import java.util.List;

/// The format of to_char, to_date and to_timestamp taken apart: fields, and text between them.
///
/// @param parts in order
record DateTemplate(List<Part> parts) {

  /// Longer names stand before those they begin with.
  private static final String[] FIELDS = {
    "Y,YYY", "YYYY", "YYY", "YY", "Y", "IYYY", "IYY", "IY", "IDDD", "IW", "ID", "I", "SSSSS",
    "SSSS", "SS", "HH24", "HH12", "HH", "MONTH", "MON", "MM", "MI", "MS", "DAY", "DDD", "DD", "DY",
    "D", "WW", "W", "CC", "J", "Q", "RM", "US", "FF1", "FF2", "FF3", "FF4", "FF5", "FF6", "A.M.",
    "P.M.", "AM", "PM", "B.C.", "A.D.", "BC", "AD", "TZH", "TZM", "TZ", "OF"
  };

  /// A field as it was written, or literal text.
  ///
  /// @param name upper-case name of the field, empty for text
  /// @param text as written
  /// @param ordinal `TH`, `th` or empty
  record Part(String name, String text, boolean fills, String ordinal) {
    boolean isField() {
      return !name.isEmpty();
    }
  }

  static DateTemplate of(String format) {
    List<Part> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at);
      if (c == '"') {
        at++;
        while (at < format.length() && format.charAt(at) != '"') {
          at += format.charAt(at) == '\\' && at + 1 < format.length() ? 1 : 0;
          text.append(format.charAt(at++));
        }
        at++;
        continue;
      }
      if (c == '\\' && at + 1 < format.length() && format.charAt(at + 1) == '"') {
        text.append('"');
        at += 2;
        continue;
      }
      int start = at;
      boolean isTrimmed = startsWith(format, at, "FM");
      at += isTrimmed ? 2 : 0;
      String field = fieldAt(format, at);
      if (field.isEmpty()) {
        at = start;
        text.append(c);
        at++;
        if (isTrimmed) {
          text.setLength(text.length() - 1);
          at = start + 2;
        }
        continue;
      }
      flush(text, parts);
      String written = format.substring(at, at + field.length());
      at += field.length();
      boolean hasOrdinal = format.startsWith("TH", at) || format.startsWith("th", at);
      String ordinal = hasOrdinal ? format.substring(at, at + 2) : "";
      at += ordinal.length();
      parts.add(new Part(field, written, !isTrimmed, ordinal));
    }
    flush(text, parts);
    return new DateTemplate(List.copyOf(parts));
  }

  private static void flush(StringBuilder text, List<Part> parts) {
    if (!text.isEmpty()) {
      parts.add(new Part("", text.toString(), true, ""));
      text.setLength(0);
    }
  }

  private static String fieldAt(String format, int at) {
    for (String field : FIELDS) {
      if (startsWith(format, at, field)) {
        return field;
      }
    }
    return "";
  }

  private static boolean startsWith(String format, int at, String word) {
    return format.regionMatches(true, at, word, 0, word.length());
  }
}
