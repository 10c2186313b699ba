package dev.millrace.model.value.json;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.json.JsonNode.JsonArray;
import dev.millrace.model.value.json.JsonNode.JsonBool;
import dev.millrace.model.value.json.JsonNode.JsonObject;
import dev.millrace.model.value.json.JsonNode.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Parses RFC 8259 text into nodes by recursive descent. Of a key given twice the last one counts.
final class JsonReader {

  /// Nesting beyond this is refused, so that no input can exhaust a thread's stack.
  static final int DEPTH_MAX = 500;

  /// Digits a number may need when written out; PostgreSQL's numeric allows more, ours fewer.
  private static final int NUMBER_DIGITS_MAX = 1000;

  private final String text;
  private int at;

  JsonReader(String text) {
    this.text = text;
  }

  /// The one value the text consists of.
  JsonNode document() {
    JsonNode node = value(0);
    skipBlanks();
    if (at < text.length()) {
      throw JsonText.invalid("Expected end of input, but found \"" + token() + "\".");
    }
    return node;
  }

  /// The next of the values one after another that the text consists of; null behind the last.
  @Nullable JsonNode next() {
    skipBlanks();
    return at < text.length() ? value(0) : null;
  }

  private JsonNode value(int depth) {
    if (depth > DEPTH_MAX) {
      throw new DatabaseException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    }
    skipBlanks();
    if (at >= text.length()) {
      throw ended();
    }
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new JsonString(string());
      case 't' -> word("true", new JsonBool(true));
      case 'f' -> word("false", new JsonBool(false));
      case 'n' -> word("null", JsonNode.NULL);
      default -> {
        if (c == '-' || isDigit(c)) {
          yield number();
        }
        throw unexpected("Expected JSON value, but found");
      }
    };
  }

  private JsonNode object(int depth) {
    SortedMap<String, JsonNode> fields = JsonNode.fields();
    at++;
    skipBlanks();
    if (accept('}')) {
      return new JsonObject(fields);
    }
    do {
      skipBlanks();
      if (at >= text.length()) {
        throw ended();
      }
      if (text.charAt(at) != '"') {
        throw unexpected("Expected string, but found");
      }
      String key = string();
      skipBlanks();
      if (!accept(':')) {
        throw unexpected("Expected \":\", but found");
      }
      fields.put(key, value(depth + 1));
      skipBlanks();
    } while (accept(','));
    if (!accept('}')) {
      throw unexpected("Expected \",\" or \"}\", but found");
    }
    return new JsonObject(fields);
  }

  private JsonNode array(int depth) {
    List<JsonNode> elements = new ArrayList<>();
    at++;
    skipBlanks();
    if (accept(']')) {
      return new JsonArray(elements);
    }
    do {
      elements.add(value(depth + 1));
      skipBlanks();
    } while (accept(','));
    if (!accept(']')) {
      throw unexpected("Expected \",\" or \"]\", but found");
    }
    return new JsonArray(elements);
  }

  private JsonNode word(String word, JsonNode node) {
    if (!token().equals(word)) {
      throw JsonText.invalid("Token \"" + token() + "\" is invalid.");
    }
    at += word.length();
    return node;
  }

  private JsonNode number() {
    int start = at;
    accept('-');
    boolean ok = at < text.length() && (accept('0') || digits());
    if (ok && accept('.')) {
      ok = digits();
    }
    int exponentAt = at;
    if (ok && (accept('e') || accept('E'))) {
      if (!accept('+')) {
        accept('-');
      }
      ok = digits() && at - exponentAt < 8;
    }
    if (!ok || (at < text.length() && Character.isLetterOrDigit(text.charAt(at)))) {
      at = start;
      throw JsonText.invalid("Token \"" + token() + "\" is invalid.");
    }
    BigDecimal value = new BigDecimal(text.substring(start, at));
    if (value.signum() != 0
        && (Math.abs((long) value.scale()) > NUMBER_DIGITS_MAX
            || value.precision() > NUMBER_DIGITS_MAX)) {
      throw new DatabaseException(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value overflows numeric format");
    }
    return JsonNode.number(value);
  }

  private String string() {
    int start = ++at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        return text.substring(start, at++);
      }
      if (c == '\\' || c < ' ') {
        return stringWithEscapes(start);
      }
      at++;
    }
    throw ended();
  }

  private String stringWithEscapes(int start) {
    StringBuilder out = new StringBuilder(text.substring(start, at));
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      } else if (c == '\\') {
        escape(out);
      } else if (c < ' ') {
        throw JsonText.invalid(
            String.format("Character with value 0x%02x must be escaped.", (int) c));
      } else {
        out.append(c);
      }
    }
    throw ended();
  }

  private void escape(StringBuilder out) {
    if (at >= text.length()) {
      throw ended();
    }
    char c = text.charAt(at++);
    switch (c) {
      case '"', '\\', '/' -> out.append(c);
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'u' -> unicodeEscape(out);
      default -> throw JsonText.invalid("Escape sequence \"\\" + c + "\" is invalid.");
    }
  }

  private void unicodeEscape(StringBuilder out) {
    char unit = hexUnit();
    if (unit == 0) {
      throw new DatabaseException(
              SqlState.UNTRANSLATABLE_CHARACTER, "unsupported Unicode escape sequence")
          .withDetail("\\u0000 cannot be converted to text.");
    }
    if (Character.isHighSurrogate(unit)) {
      if (!text.startsWith("\\u", at)) {
        throw JsonText.invalid("Unicode low surrogate must follow a high surrogate.");
      }
      at += 2;
      char low = hexUnit();
      if (!Character.isLowSurrogate(low)) {
        throw JsonText.invalid("Unicode low surrogate must follow a high surrogate.");
      }
      out.append(unit).append(low);
    } else if (Character.isLowSurrogate(unit)) {
      throw JsonText.invalid("Unicode low surrogate must follow a high surrogate.");
    } else {
      out.append(unit);
    }
  }

  private char hexUnit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw JsonText.invalid("\"\\u\" must be followed by four hexadecimal digits.");
      }
      unit = unit << 4 | digit;
      at++;
    }
    return (char) unit;
  }

  private boolean digits() {
    int start = at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at > start;
  }

  private boolean accept(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  private String token() {
    int end = at;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(at, Math.max(end, Math.min(at + 1, text.length())));
  }

  private DatabaseException unexpected(String what) {
    if (at >= text.length()) {
      return ended();
    }
    char c = text.charAt(at);
    boolean isToken = "{}[]:,\"".indexOf(c) >= 0;
    return isToken || isDigit(c)
        ? JsonText.invalid(what + " \"" + token() + "\".")
        : JsonText.invalid("Token \"" + token() + "\" is invalid.");
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static DatabaseException ended() {
    return JsonText.invalid("The input string ended unexpectedly.");
  }
}
