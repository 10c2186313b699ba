package dev.millrace.sql.parse;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts a string into tokens by PostgreSQL's lexical rules. It stops at the first fault and keeps
/// it: the fault is raised when the parser arrives there, so that an earlier syntax error wins. One
/// instance for one string.
final class Lexer {

  private static final String OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|`?";
  private static final String SELF = ",()[].;:";

  /// An operator may end in + or - only if it holds one of these.
  private static final String ALLOW_SIGN_AT_END = "~!@#%^&|`?";

  private final String source;
  private final List<SqlToken> tokens = new ArrayList<>();
  private @Nullable DatabaseException fault;
  private int at;

  /// Characters before `counted` that take two UTF-16 units; they shift positions.
  private int surrogatePairs;

  private int counted;

  private Lexer(String source) {
    this.source = source;
  }

  /// All tokens, an end marker (kind 0) last.
  static TokenList lex(String source) {
    Lexer lexer = new Lexer(source);
    try {
      lexer.run();
    } catch (DatabaseException e) {
      lexer.fault = e;
    }
    int end = source.length();
    lexer.add(MillraceParserConstants.EOF, end, end, "");
    return new TokenList(source, lexer.tokens, lexer.fault);
  }

  private void run() {
    while (true) {
      skipBlanksAndComments();
      if (at >= source.length()) {
        return;
      }
      token();
    }
  }

  private void token() {
    char c = source.charAt(at);
    if (isIdentifierStart(c)) {
      word();
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      number();
    } else if (c == '\'') {
      string(StringLiterals.Style.PLAIN, at);
    } else if (c == '"') {
      quotedIdentifier(at, at, false);
    } else if (c == '$') {
      dollar();
    } else if (SELF.indexOf(c) >= 0) {
      self(c);
    } else if (OPERATOR_CHARACTERS.indexOf(c) >= 0) {
      operator();
    } else {
      throw syntaxError(at, at + Character.charCount(source.codePointAt(at)));
    }
  }

  private void skipBlanksAndComments() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
        at++;
      } else if (c == '-' && peek(1) == '-') {
        while (at < source.length() && source.charAt(at) != '\n' && source.charAt(at) != '\r') {
          at++;
        }
      } else if (c == '/' && peek(1) == '*') {
        skipComment();
      } else {
        return;
      }
    }
  }

  private void skipComment() {
    int start = at;
    int depth = 0;
    do {
      if (at + 1 >= source.length()) {
        throw fault("unterminated /* comment", start, source.length());
      }
      if (source.charAt(at) == '/' && peek(1) == '*') {
        depth++;
        at += 2;
      } else if (source.charAt(at) == '*' && peek(1) == '/') {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0);
  }

  private void word() {
    int start = at;
    char c = source.charAt(at);
    char next = peek(1);
    if (next == '\'') {
      StringLiterals.Style style = StringLiterals.Style.ofPrefix(c);
      if (style != null) {
        at++;
        string(style, start);
        return;
      }
    }
    if ((c == 'u' || c == 'U') && next == '&') {
      if (peek(2) == '\'') {
        at += 2;
        string(StringLiterals.Style.UNICODE, start);
        return;
      }
      if (peek(2) == '"') {
        at += 2;
        quotedIdentifier(start, at, true);
        return;
      }
    }
    at = endOfWord();
    String folded = fold(source.substring(start, at));
    Integer kind = Keywords.kindOf(folded);
    add(kind == null ? MillraceParserConstants.IDENTIFIER : kind, start, at, folded);
  }

  private int endOfWord() {
    int end = at;
    while (end < source.length() && isIdentifierPart(source.charAt(end))) {
      end++;
    }
    return end;
  }

  private void quotedIdentifier(int start, int open, boolean isUnicode) {
    int close = StringLiterals.closingQuote(source, open, '"', false);
    if (close < 0) {
      throw fault("unterminated quoted identifier", start, source.length());
    }
    String text = source.substring(open + 1, close).replace("\"\"", "\"");
    at = close + 1;
    if (text.isEmpty()) {
      throw fault("zero-length delimited identifier", start, at);
    }
    if (isUnicode) {
      text = StringLiterals.unicode(text, escapeCharacter(), position(start));
    }
    add(MillraceParserConstants.QUOTED_IDENTIFIER, start, at, text);
  }

  /// `at` is on the opening quote; `start` is where the token began, prefix included. Strings that
  /// only a line break separates are one string.
  private void string(StringLiterals.Style style, int start) {
    StringBuilder text = new StringBuilder();
    boolean backslashes = style == StringLiterals.Style.ESCAPE;
    while (true) {
      int close = StringLiterals.closingQuote(source, at, '\'', backslashes);
      if (close < 0) {
        throw fault("unterminated quoted string", start, source.length());
      }
      String part = source.substring(at + 1, close);
      text.append(
          backslashes ? StringLiterals.escapes(part, position(start)) : part.replace("''", "'"));
      at = close + 1;
      int next = continuation();
      if (next < 0) {
        break;
      }
      at = next;
    }
    String value = text.toString();
    switch (style) {
      case PLAIN, ESCAPE -> {}
      case UNICODE -> value = StringLiterals.unicode(value, escapeCharacter(), position(start));
      case BIT, HEX ->
          throw DatabaseException.notSupported("a bit string literal", position(start));
    }
    add(MillraceParserConstants.QUOTED_STRING, start, at, value);
  }

  /// The offset of a quote that continues the string which ends here, or -1.
  private int continuation() {
    boolean isNewLine = false;
    int i = at;
    while (i < source.length()) {
      char c = source.charAt(i);
      if (c == '\n' || c == '\r') {
        isNewLine = true;
      } else if (c == '\'') {
        return isNewLine ? i : -1;
      } else if (c != ' ' && c != '\t' && c != '\f') {
        return -1;
      }
      i++;
    }
    return -1;
  }

  /// Consumes `UESCAPE 'c'` if it follows.
  private char escapeCharacter() {
    int before = at;
    skipBlanksAndComments();
    if (source.regionMatches(true, at, "uescape", 0, 7)) {
      at += 7;
      skipBlanksAndComments();
      if (peek(0) == '\'' && peek(2) == '\'') {
        char c = peek(1);
        if (Character.digit(c, 16) >= 0 || "+'\" \t\n\r\f".indexOf(c) >= 0) {
          throw fault("invalid Unicode escape character", at, at + 3);
        }
        at += 3;
        return c;
      }
      throw fault("UESCAPE must be followed by a simple string literal", at, at + 1);
    }
    at = before;
    return '\\';
  }

  private void dollar() {
    int start = at;
    if (isDigit(peek(1))) {
      at++;
      while (isDigit(peek(0))) {
        at++;
      }
      if (isIdentifierStart(peek(0))) {
        throw fault("trailing junk after parameter", start, endOfWord());
      }
      if (at - start > 6) {
        throw fault("there is no parameter " + source.substring(start, at), start, at);
      }
      add(MillraceParserConstants.NUMBERED_PARAMETER, start, at, source.substring(start + 1, at));
      return;
    }
    int i = at + 1;
    if (isIdentifierStart(peek(1))) {
      while (i < source.length() && isIdentifierPart(source.charAt(i)) && source.charAt(i) != '$') {
        i++;
      }
    }
    if (i >= source.length() || source.charAt(i) != '$') {
      throw syntaxError(at, at + 1);
    }
    String tag = source.substring(at, i + 1);
    int close = source.indexOf(tag, i + 1);
    if (close < 0) {
      throw fault("unterminated dollar-quoted string", start, source.length());
    }
    at = close + tag.length();
    add(MillraceParserConstants.QUOTED_STRING, start, at, source.substring(i + 1, close));
  }

  private void number() {
    int start = at;
    boolean isInteger = true;
    digits();
    if (peek(0) == '.' && peek(1) != '.') {
      isInteger = false;
      at++;
      digits();
    }
    char e = peek(0);
    if (e == 'e' || e == 'E') {
      int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
      if (isDigit(peek(1 + sign))) {
        isInteger = false;
        at += 1 + sign;
        digits();
      }
    }
    if (isIdentifierStart(peek(0))) {
      throw fault("trailing junk after numeric literal", start, endOfWord());
    }
    add(
        isInteger
            ? MillraceParserConstants.UNSIGNED_INTEGER_LITERAL
            : MillraceParserConstants.DECIMAL_NUMERIC_LITERAL,
        start,
        at,
        source.substring(start, at));
  }

  private void digits() {
    while (isDigit(peek(0))) {
      at++;
    }
  }

  private void self(char c) {
    int start = at;
    int kind = Symbols.punctuation(c);
    at++;
    if (c == ':' && peek(0) == ':') {
      at++;
      kind = MillraceParserConstants.TYPE_CAST;
    } else if (c == '.' && peek(0) == '.') {
      at++;
      kind = MillraceParserConstants.DOUBLE_PERIOD;
    } else if (c == ':' && peek(0) == '=') {
      at++;
      kind = MillraceParserConstants.NAMED_ARGUMENT_ASSIGNMENT;
    }
    add(kind, start, at, source.substring(start, at));
  }

  private void operator() {
    int start = at;
    int end = at;
    while (end < source.length() && OPERATOR_CHARACTERS.indexOf(source.charAt(end)) >= 0) {
      if (source.startsWith("--", end) || source.startsWith("/*", end)) {
        break;
      }
      end++;
    }
    while (end > start + 1 && "+-".indexOf(source.charAt(end - 1)) >= 0) {
      if (mayEndInSign(start, end - 1)) {
        break;
      }
      end--;
    }
    at = end;
    String symbol = source.substring(start, end);
    add(Symbols.operator(symbol), start, end, symbol.equals("!=") ? "<>" : symbol);
  }

  private boolean mayEndInSign(int start, int end) {
    for (int i = start; i < end; i++) {
      if (ALLOW_SIGN_AT_END.indexOf(source.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private void add(int kind, int start, int end, String text) {
    tokens.add(new SqlToken(kind, tokens.size(), start, end, position(start), text));
  }

  /// The 1-based character of an offset. Offsets mostly grow, so counting goes on from the last.
  private int position(int offset) {
    if (offset < counted) {
      return source.codePointCount(0, offset) + 1;
    }
    for (; counted < offset; counted++) {
      if (Character.isHighSurrogate(source.charAt(counted))) {
        surrogatePairs++;
      }
    }
    return offset - surrogatePairs + 1;
  }

  private DatabaseException syntaxError(int start, int end) {
    return fault("syntax error", start, end);
  }

  private DatabaseException fault(String what, int start, int end) {
    String near = source.substring(start, Math.min(end, source.length()));
    return DatabaseException.at(
        position(start), SqlState.SYNTAX_ERROR, what + " at or near \"" + near + "\"");
  }

  private char peek(int ahead) {
    return at + ahead < source.length() ? source.charAt(at + ahead) : 0;
  }

  /// Folds as PostgreSQL does in a multi-byte encoding: only ASCII letters have a lower case.
  static String fold(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        StringBuilder folded = new StringBuilder(word);
        for (int j = i; j < word.length(); j++) {
          char d = word.charAt(j);
          folded.setCharAt(j, d >= 'A' && d <= 'Z' ? (char) (d + 32) : d);
        }
        return folded.toString();
      }
    }
    return word;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isIdentifierStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isIdentifierPart(char c) {
    return isIdentifierStart(c) || isDigit(c) || c == '$';
  }
}
