package dev.millrace.model.function.text;

import java.util.Map;
import java.util.regex.Pattern;

/// Turns a PostgreSQL advanced regular expression into one of java.util.regex.
final class RegexTranslation {

  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alpha", "\\p{IsAlphabetic}"),
          Map.entry("digit", "0-9"),
          Map.entry("alnum", "\\p{IsAlphabetic}0-9"),
          Map.entry("upper", "\\p{IsUppercase}"),
          Map.entry("lower", "\\p{IsLowercase}"),
          Map.entry("space", "\\s"),
          Map.entry("blank", " \\t"),
          Map.entry("punct", "\\p{Punct}"),
          Map.entry("cntrl", "\\p{Cntrl}"),
          Map.entry("graph", "\\p{Graph}"),
          Map.entry("print", "\\p{Print}"),
          Map.entry("xdigit", "0-9A-Fa-f"),
          Map.entry("word", "\\w"));

  private final String source;
  private final boolean isMultiline;
  private final StringBuilder out = new StringBuilder();
  private int at;

  RegexTranslation(String source, int flags) {
    this.source = source;
    this.isMultiline = (flags & Pattern.MULTILINE) != 0;
  }

  String translate() {
    if (source.startsWith("***=")) {
      return Pattern.quote(source.substring(4));
    }
    if (source.startsWith("***:")) {
      at = 4;
    }
    while (at < source.length()) {
      char c = source.charAt(at);
      switch (c) {
        case '\\' -> escape();
        case '[' -> bracket();
        case '$' -> {
          out.append(isMultiline ? "$" : "\\z");
          at++;
        }
        case '{' -> {
          boolean isBound = at + 1 < source.length() && Character.isDigit(source.charAt(at + 1));
          if (isBound && isAtStart()) {
            throw RegularExpression.invalid("quantifier operand invalid");
          }
          out.append(isBound ? "{" : "\\{");
          at++;
        }
        default -> {
          out.append(c);
          at++;
        }
      }
    }
    return out.toString();
  }

  /// True where an expression or a part of one begins, and nothing can be repeated.
  private boolean isAtStart() {
    return at == 0 || "(|^".indexOf(source.charAt(at - 1)) >= 0 || source.startsWith("(?:", at - 3);
  }

  private void escape() {
    if (at + 1 == source.length()) {
      throw RegularExpression.invalid("invalid escape \\ sequence");
    }
    char c = source.charAt(at + 1);
    switch (c) {
      case 'm' -> out.append("\\b(?=\\w)");
      case 'M' -> out.append("\\b(?<=\\w)");
      case 'y' -> out.append("\\b");
      case 'Y' -> out.append("\\B");
      case 'Z' -> out.append("\\z");
      case 'A', 'd', 'D', 'w', 'W', 's', 'S', 'n', 't', 'r', 'f', 'a', 'e', 'u', 'x', 'c', '0' ->
          out.append('\\').append(c);
      case 'v' -> out.append("\\x0B");
      case 'b' -> out.append("\\x08");
      case 'B' -> out.append("\\\\");
      default -> {
        if (Character.isLetter(c)) {
          throw RegularExpression.invalid("invalid escape \\ sequence");
        }
        out.append(Character.isDigit(c) ? "\\" + c : Pattern.quote(String.valueOf(c)));
      }
    }
    at += 2;
  }

  private void bracket() {
    if (source.startsWith("[[:<:]]", at)) {
      out.append("\\b(?=\\w)");
      at += 7;
      return;
    }
    if (source.startsWith("[[:>:]]", at)) {
      out.append("\\b(?<=\\w)");
      at += 7;
      return;
    }
    out.append('[');
    at++;
    if (at < source.length() && source.charAt(at) == '^') {
      out.append('^');
      at++;
    }
    boolean isFirst = true;
    while (at < source.length() && (isFirst || source.charAt(at) != ']')) {
      bracketElement();
      isFirst = false;
    }
    if (at == source.length()) {
      throw RegularExpression.invalid("brackets [] not balanced");
    }
    out.append(']');
    at++;
  }

  private void bracketElement() {
    char c = source.charAt(at);
    if (c == '[' && at + 1 < source.length() && ":.=".indexOf(source.charAt(at + 1)) >= 0) {
      String close = source.charAt(at + 1) + "]";
      int end = source.indexOf(close, at + 2);
      if (end < 0) {
        throw RegularExpression.invalid("brackets [] not balanced");
      }
      String name = source.substring(at + 2, end);
      String members = source.charAt(at + 1) == ':' ? CLASSES.get(name) : Pattern.quote(name);
      if (members == null) {
        throw RegularExpression.invalid("invalid character class");
      }
      out.append(members);
      at = end + 2;
    } else if (c == '\\') {
      if (at + 1 < source.length() && "dwsDWSntrfaeux".indexOf(source.charAt(at + 1)) >= 0) {
        out.append(c).append(source.charAt(at + 1));
      } else if (at + 1 < source.length()) {
        out.append('\\').append(source.charAt(at + 1));
      }
      at += 2;
      at = Math.min(at, source.length());
    } else {
      if ("[]&^~".indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c);
      at++;
    }
  }
}
