package dev.millrace.sql.parse;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import org.jspecify.annotations.Nullable;

/// The inside of quoted strings: where they end and what their escapes mean.
final class StringLiterals {

  /// Of `U&'`, which stands between a literal's position and its text.
  private static final int PREFIX_LENGTH = 3;

  private StringLiterals() {}

  /// What a prefix letter makes of a string.
  enum Style {
    PLAIN,
    ESCAPE,
    UNICODE,
    BIT,
    HEX;

    /// The style a letter in front of the quote announces, or null if it announces none.
    static @Nullable Style ofPrefix(char letter) {
      return switch (letter) {
        case 'e', 'E' -> ESCAPE;
        case 'b', 'B' -> BIT;
        case 'x', 'X' -> HEX;
        case 'n', 'N' -> PLAIN;
        default -> null;
      };
    }
  }

  /// The offset of the quote that ends what `open` begins, or -1. Doubled quotes do not end it.
  static int closingQuote(String source, int open, char quote, boolean backslashes) {
    int i = open + 1;
    while (i < source.length()) {
      char c = source.charAt(i);
      if (c == '\\' && backslashes) {
        i += 2;
      } else if (c != quote) {
        i++;
      } else if (i + 1 < source.length() && source.charAt(i + 1) == quote) {
        i += 2;
      } else {
        return i;
      }
    }
    return -1;
  }

  /// Decodes the inside of E'…'.
  static String escapes(String raw, int position) {
    StringBuilder out = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i++);
      if (c == '\'') {
        i++;
        out.append('\'');
      } else if (c != '\\') {
        out.append(c);
      } else {
        i = escape(raw, i, out, position);
      }
    }
    return out.toString();
  }

  /// Decodes one escape whose letter is at `i`; the offset behind it.
  private static int escape(String raw, int i, StringBuilder out, int position) {
    char c = raw.charAt(i);
    switch (c) {
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'u' -> {
        return codePoint(raw, i + 1, 4, out, position);
      }
      case 'U' -> {
        return codePoint(raw, i + 1, 8, out, position);
      }
      case 'x' -> {
        return number(raw, i, i + 1, 2, 16, out);
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        return number(raw, i, i, 3, 8, out);
      }
      default -> out.append(c);
    }
    return i + 1;
  }

  private static int number(
      String raw, int letter, int from, int digitsMax, int radix, StringBuilder out) {
    int end = from;
    while (end < raw.length()
        && end < from + digitsMax
        && Character.digit(raw.charAt(end), radix) >= 0) {
      end++;
    }
    if (end == from) {
      out.append(raw.charAt(letter));
      return letter + 1;
    }
    out.append((char) (Integer.parseInt(raw.substring(from, end), radix) & 0xff));
    return end;
  }

  /// Decodes the inside of U&'…' and U&"…".
  static String unicode(String text, char escape, int position) {
    if (text.indexOf(escape) < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != escape) {
        out.append(c);
      } else if (i < text.length() && text.charAt(i) == escape) {
        out.append(escape);
        i++;
      } else if (i < text.length() && text.charAt(i) == '+') {
        i = codePoint(text, i + 1, 6, out, position + PREFIX_LENGTH + i - 1);
      } else {
        i = codePoint(text, i, 4, out, position + PREFIX_LENGTH + i - 1);
      }
    }
    return out.toString();
  }

  private static int codePoint(String raw, int from, int digits, StringBuilder out, int position) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = i < raw.length() ? Character.digit(raw.charAt(i), 16) : -1;
      if (digit < 0) {
        throw DatabaseException.at(position, SqlState.SYNTAX_ERROR, "invalid Unicode escape");
      }
      value = value * 16 + digit;
    }
    if (!Character.isValidCodePoint(value) || value == 0) {
      throw DatabaseException.at(position, SqlState.SYNTAX_ERROR, "invalid Unicode escape value");
    }
    out.appendCodePoint(value);
    return from + digits;
  }
}
