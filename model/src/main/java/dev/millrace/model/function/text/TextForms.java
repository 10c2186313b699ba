package dev.millrace.model.function.text;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.Slice;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Unicode's normal forms and escapes, and identifiers taken apart.
public final class TextForms {

  private static final Slice NFC = Slice.utf8("NFC");

  private TextForms() {}

  @Sql("normalize(text) -> text")
  public static Slice normalize(Slice text) {
    return normalize(text, NFC);
  }

  @Sql("normalize(text, text) -> text")
  public static Slice normalize(Slice text, Slice form) {
    return Slice.utf8(Normalizer.normalize(text.toUtf8(), form(form)));
  }

  @Sql("is_normalized(text) -> bool")
  public static boolean isNormalized(Slice text) {
    return isNormalized(text, NFC);
  }

  @Sql("is_normalized(text, text) -> bool")
  public static boolean isNormalized(Slice text, Slice form) {
    return Normalizer.isNormalized(text.toUtf8(), form(form));
  }

  private static Normalizer.Form form(Slice name) {
    return switch (name.toUtf8().toUpperCase(Locale.ROOT)) {
      case "NFC" -> Normalizer.Form.NFC;
      case "NFD" -> Normalizer.Form.NFD;
      case "NFKC" -> Normalizer.Form.NFKC;
      case "NFKD" -> Normalizer.Form.NFKD;
      default ->
          throw new DatabaseException(
              SqlState.INVALID_PARAMETER_VALUE, "invalid normalization form: " + name.toUtf8());
    };
  }

  /// Reads a backslash and four hexadecimal digits, or `+` and six, `u` and four, `U` and eight.
  @Sql("unistr(text) -> text")
  public static Slice unescape(Slice text) {
    String source = text.toUtf8();
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c != '\\') {
        out.append(c);
        at++;
      } else if (source.startsWith("\\\\", at)) {
        out.append('\\');
        at += 2;
      } else {
        at = appendEscaped(source, at, out);
      }
    }
    for (int i = 0; i < out.length(); i++) {
      boolean isPair =
          i + 1 < out.length() && Character.isSurrogatePair(out.charAt(i), out.charAt(i + 1));
      if (isPair) {
        i++;
      } else if (Character.isSurrogate(out.charAt(i))) {
        throw new DatabaseException(SqlState.SYNTAX_ERROR, "invalid Unicode surrogate pair");
      }
    }
    return Slice.utf8(out.toString());
  }

  private static int appendEscaped(String source, int backslash, StringBuilder out) {
    int from = backslash + 1;
    char mark = from < source.length() ? source.charAt(from) : ' ';
    int skipped = mark == 'u' || mark == 'U' || mark == '+' ? 1 : 0;
    int digits = mark == 'U' ? 8 : mark == '+' ? 6 : 4;
    int end = from + skipped + digits;
    if (end > source.length() || !isHex(source, from + skipped, end)) {
      throw new DatabaseException(SqlState.SYNTAX_ERROR, "invalid Unicode escape")
          .withHint("Unicode escapes must be \\XXXX, \\+XXXXXX, \\uXXXX, or \\UXXXXXXXX.");
    }
    long point = Long.parseLong(source.substring(from + skipped, end), 16);
    if (point == 0 || point > Character.MAX_CODE_POINT) {
      throw new DatabaseException(
          SqlState.SYNTAX_ERROR, "invalid Unicode code point: " + "%04X".formatted(point));
    }
    out.appendCodePoint((int) point);
    return end;
  }

  private static boolean isHex(String source, int from, int end) {
    for (int i = from; i < end; i++) {
      if (Character.digit(source.charAt(i), 16) < 0 || source.charAt(i) > 'f') {
        return false;
      }
    }
    return true;
  }

  @Sql("parse_ident(text) -> text[]")
  public static Slice identifiers(Slice text) {
    return identifiers(text, true);
  }

  /// `"A".b` as `{A,b}`: names as the lexer reads them.
  @Sql("parse_ident(text, bool) -> text[]")
  public static Slice identifiers(Slice text, boolean isStrict) {
    String source = text.toUtf8();
    List<Slice> parts = new ArrayList<>();
    int at = skipBlanks(source, 0);
    while (true) {
      int end;
      if (source.startsWith("\"", at)) {
        end = endOfQuoted(source, at);
        String name = source.substring(at + 1, end - 1).replace("\"\"", "\"");
        if (name.isEmpty()) {
          throw invalidIdentifier(source, "Quoted identifier must not be empty.");
        }
        parts.add(Slice.utf8(name));
      } else {
        end = at;
        while (end < source.length() && isPart(source.charAt(end), end == at)) {
          end++;
        }
        if (end == at) {
          throw missing(source, at, parts.isEmpty());
        }
        parts.add(Slice.utf8(source.substring(at, end).toLowerCase(Locale.ROOT)));
      }
      at = skipBlanks(source, end);
      if (!source.startsWith(".", at)) {
        break;
      }
      at = skipBlanks(source, at + 1);
    }
    if (isStrict && at < source.length()) {
      throw invalidIdentifier(source, "");
    }
    return ArrayValue.stored(parts);
  }

  private static int endOfQuoted(String source, int from) {
    int at = from + 1;
    while (true) {
      int quote = source.indexOf('"', at);
      if (quote < 0) {
        throw invalidIdentifier(source, "String has unclosed double quotes.");
      }
      if (!source.startsWith("\"\"", quote)) {
        return quote + 1;
      }
      at = quote + 2;
    }
  }

  private static DatabaseException missing(String source, int at, boolean isFirst) {
    if (source.startsWith(".", at)) {
      return invalidIdentifier(source, "No valid identifier before \".\".");
    }
    return invalidIdentifier(source, isFirst ? "" : "No valid identifier after \".\".");
  }

  private static DatabaseException invalidIdentifier(String source, String detail) {
    DatabaseException error =
        new DatabaseException(
            SqlState.INVALID_PARAMETER_VALUE,
            "string is not a valid identifier: \"" + source + "\"");
    return detail.isEmpty() ? error : error.withDetail(detail);
  }

  private static boolean isPart(char c, boolean isFirst) {
    boolean isLetter = c == '_' || c >= 128 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return isLetter || (!isFirst && (c == '$' || (c >= '0' && c <= '9')));
  }

  private static int skipBlanks(String source, int from) {
    int at = from;
    while (at < source.length() && " \t\n\r\f".indexOf(source.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  @Sql("substring(text, text, text) -> text")
  public static @org.jspecify.annotations.Nullable Slice similarPart(
      Slice text, Slice pattern, Slice escape) {
    String source = pattern.toUtf8();
    String mark = escape.toUtf8() + "\"";
    int first = source.indexOf(mark);
    int second = first < 0 ? -1 : source.indexOf(mark, first + mark.length());
    if (escape.length() == 0 || first < 0) {
      Slice whole = RegexFunctions.similar(pattern, escape);
      return RegexFunctions.substring(text, whole);
    }
    if (second < 0 || source.indexOf(mark, second + mark.length()) >= 0) {
      throw new DatabaseException(
          SqlState.INVALID_USE_OF_ESCAPE_CHARACTER,
          "SQL regular expression may not contain more than two escape-double-quote separators");
    }
    String before = similar(source.substring(0, first), escape);
    String middle = similar(source.substring(first + mark.length(), second), escape);
    String after = similar(source.substring(second + mark.length()), escape);
    return RegexFunctions.substring(
        text, Slice.utf8("^(?:" + before + "){1,1}?(" + middle + "){1,1}(?:" + after + ")$"));
  }

  private static String similar(String pattern, Slice escape) {
    String anchored = RegexFunctions.similar(Slice.utf8(pattern), escape).toUtf8();
    return anchored.substring("^(?:".length(), anchored.length() - ")$".length());
  }
}
