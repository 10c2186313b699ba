package dev.millrace.model.codec;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.RangeValue;
import dev.millrace.model.value.Ranges;
import dev.millrace.model.value.Slice;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads and prints ranges: `[1,5)`, `(,"2020-01-01 00:00:00"]`, `empty`.
final class RangeText {

  private final String text;
  private int at;

  private RangeText(String text) {
    this.text = text;
  }

  static void append(ScalarType type, Slice stored, StringBuilder out) {
    if (RangeValue.isEmpty(stored)) {
      out.append("empty");
      return;
    }
    TypeId element = RangeValue.elementOf(type);
    RangeValue range = RangeValue.of(element, stored);
    out.append(range.isLowerInclusive() ? '[' : '(');
    appendBound(element, range.lower(), out);
    out.append(',');
    appendBound(element, range.upper(), out);
    out.append(range.isUpperInclusive() ? ']' : ')');
  }

  private static void appendBound(TypeId element, @Nullable Object bound, StringBuilder out) {
    if (bound == null) {
      return;
    }
    String text = TextFormat.text(ScalarType.of(element), bound);
    boolean needsQuotes = text.isEmpty();
    for (int i = 0; i < text.length() && !needsQuotes; i++) {
      char c = text.charAt(i);
      needsQuotes = "()[],\"\\".indexOf(c) >= 0 || NumberText.isBlank(c);
    }
    out.append(needsQuotes ? "\"" : "").append(text).append(needsQuotes ? "\"" : "");
  }

  static Slice parse(ScalarType type, String text) {
    return new RangeText(text).read(type);
  }

  private Slice read(ScalarType type) {
    skipBlanks();
    if (text.substring(at).strip().toLowerCase(Locale.ROOT).equals("empty")) {
      return RangeValue.EMPTY;
    }
    char open = next("Missing left parenthesis or bracket.");
    if (open != '[' && open != '(') {
      throw malformed("Missing left parenthesis or bracket.");
    }
    SqlType element = ScalarType.of(RangeValue.elementOf(type));
    Object lower = bound(element);
    if (next("Missing comma after lower bound.") != ',') {
      throw malformed("Missing comma after lower bound.");
    }
    Object upper = bound(element);
    char close = next("Unexpected end of input.");
    if (close == ',') {
      throw malformed("Too many commas.");
    }
    skipBlanks();
    if (at < text.length()) {
      throw malformed("Junk after right parenthesis or bracket.");
    }
    return Ranges.make(type, new RangeValue(lower, open == '[', upper, close == ']'));
  }

  private @Nullable Object bound(SqlType element) {
    StringBuilder out = new StringBuilder();
    boolean inQuotes = false;
    boolean isGiven = false;
    while (true) {
      if (at == text.length()) {
        throw malformed("Unexpected end of input.");
      }
      char c = text.charAt(at);
      if (!inQuotes && (c == ',' || c == ')' || c == ']')) {
        return isGiven ? TextFormat.parse(element, out.toString()) : null;
      }
      at++;
      isGiven = true;
      if (c == '\\') {
        out.append(next("Unexpected end of input."));
      } else if (c != '"') {
        out.append(c);
      } else if (inQuotes && at < text.length() && text.charAt(at) == '"') {
        out.append('"');
        at++;
      } else {
        inQuotes = !inQuotes;
      }
    }
  }

  private char next(String detail) {
    if (at == text.length()) {
      throw malformed(detail);
    }
    return text.charAt(at++);
  }

  private void skipBlanks() {
    while (at < text.length() && NumberText.isBlank(text.charAt(at))) {
      at++;
    }
  }

  private DatabaseException malformed(String detail) {
    return new DatabaseException(
            SqlState.INVALID_TEXT_REPRESENTATION, "malformed range literal: \"" + text + "\"")
        .withDetail(detail);
  }
}
