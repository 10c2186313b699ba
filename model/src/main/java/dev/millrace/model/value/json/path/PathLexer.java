package dev.millrace.model.value.json.path;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.ArrayList;
import java.util.List;

/// Words, numbers, strings, variables and symbols of a path.
final class PathLexer {

  /// What a token is.
  enum Kind {
    WORD,
    NUMBER,
    STRING,
    VARIABLE,
    SYMBOL,
    END
  }

  /// A token; of strings and variables what they mean, of others what is written.
  record Token(Kind kind, String text) {
    boolean is(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }
  }

  private static final List<String> LONG_SYMBOLS =
      List.of("**", "&&", "||", "==", "!=", "<>", "<=", ">=");
  private static final String SYMBOLS = "?%$.[]{}()|&!=<>@#,*:-+/";
  private static final String BLANKS = " \t\n\r\f";

  private final String text;
  private int at;

  private PathLexer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) {
    PathLexer lexer = new PathLexer(text);
    List<Token> tokens = new ArrayList<>();
    while (true) {
      Token token = lexer.next();
      tokens.add(token);
      if (token.kind == Kind.END) {
        return tokens;
      }
    }
  }

  private Token next() {
    skipBlanks();
    if (at == text.length()) {
      return new Token(Kind.END, "");
    }
    char c = text.charAt(at);
    boolean isFraction = c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1));
    if (isDigit(c) || isFraction) {
      return number();
    }
    if (c == '"') {
      return new Token(Kind.STRING, quoted());
    }
    if (c == '$') {
      return variable();
    }
    for (String symbol : LONG_SYMBOLS) {
      if (text.startsWith(symbol, at)) {
        at += 2;
        return new Token(Kind.SYMBOL, symbol);
      }
    }
    if (SYMBOLS.indexOf(c) >= 0) {
      at++;
      return new Token(Kind.SYMBOL, String.valueOf(c));
    }
    return new Token(Kind.WORD, word());
  }

  private void skipBlanks() {
    while (at < text.length()) {
      if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw syntax("unexpected end of comment in jsonpath input");
        }
        at = end + 2;
      } else if (BLANKS.indexOf(text.charAt(at)) >= 0) {
        at++;
      } else {
        return;
      }
    }
  }

  private Token number() {
    int start = at;
    digits();
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    boolean hasExponent = at < text.length() && "eE".indexOf(text.charAt(at)) >= 0;
    if (hasExponent) {
      int mark = at++;
      if (at < text.length() && "+-".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      int first = at;
      digits();
      if (at == first || at - first > 4) {
        at = mark;
      }
    }
    if (at < text.length() && !isEnd(text.charAt(at))) {
      throw syntax(
          "trailing junk after numeric literal at or near \""
              + text.substring(start, at + 1)
              + "\" of jsonpath input");
    }
    return new Token(Kind.NUMBER, text.substring(start, at));
  }

  private void digits() {
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  private Token variable() {
    at++;
    if (at < text.length() && text.charAt(at) == '"') {
      return new Token(Kind.VARIABLE, quoted());
    }
    if (at == text.length() || isEnd(text.charAt(at))) {
      return new Token(Kind.SYMBOL, "$");
    }
    return new Token(Kind.VARIABLE, word());
  }

  private String word() {
    StringBuilder out = new StringBuilder();
    while (at < text.length() && !isEnd(text.charAt(at))) {
      if (text.charAt(at) == '\\') {
        escape(out);
      } else {
        out.append(text.charAt(at++));
      }
    }
    return out.toString();
  }

  private String quoted() {
    StringBuilder out = new StringBuilder();
    at++;
    while (true) {
      if (at == text.length()) {
        throw syntax("unterminated quoted string at end of jsonpath input");
      }
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return out.toString();
      }
      if (c == '\\') {
        escape(out);
      } else {
        out.append(c);
        at++;
      }
    }
  }

  private void escape(StringBuilder out) {
    at++;
    if (at == text.length()) {
      throw syntax("unexpected end after backslash at end of jsonpath input");
    }
    char c = text.charAt(at++);
    switch (c) {
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'v' -> out.append('\u000b');
      case 'x' -> out.append((char) hex(2));
      case 'u' -> {
        if (at < text.length() && text.charAt(at) == '{') {
          int end = text.indexOf('}', at);
          at++;
          out.appendCodePoint(hex(Math.max(end - at, 1)));
          at++;
        } else {
          out.append((char) hex(4));
        }
      }
      default -> out.append(c);
    }
  }

  private int hex(int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < text.length() && digits <= 6 ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw syntax("invalid Unicode escape sequence at or near jsonpath input");
      }
      value = value * 16 + digit;
      at++;
    }
    if (value > Character.MAX_CODE_POINT) {
      throw syntax("invalid Unicode escape sequence at or near jsonpath input");
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isEnd(char c) {
    return SYMBOLS.indexOf(c) >= 0 || BLANKS.indexOf(c) >= 0 || c == '"';
  }

  private static DatabaseException syntax(String message) {
    return new DatabaseException(SqlState.SYNTAX_ERROR, message);
  }
}
