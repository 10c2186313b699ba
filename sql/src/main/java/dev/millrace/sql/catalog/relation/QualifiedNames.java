package dev.millrace.sql.catalog.relation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Names inside strings, as `'"My schema".t'::regclass` has them.
final class QualifiedNames {

  private QualifiedNames() {}

  /// The parts of a dotted name; unquoted ones in lower case.
  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        boolean isDouble = isQuoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
        if (isDouble) {
          part.append(c);
          i++;
        } else {
          isQuoted = !isQuoted;
        }
      } else if (c == '.' && !isQuoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else if (isQuoted || !Character.isWhitespace(c)) {
        part.append(isQuoted ? String.valueOf(c) : String.valueOf(c).toLowerCase(Locale.ROOT));
      }
    }
    parts.add(part.toString());
    return parts;
  }
}
