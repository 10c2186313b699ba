package dev.millrace.model.function.text;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The operators `~ ~* !~ !~*` and the functions over regular expressions.
public final class RegexFunctions {

  private static final int EXACT = Pattern.DOTALL;
  private static final int IGNORE_CASE =
      Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

  private RegexFunctions() {}

  @Sql({
    "~(text, text) -> bool",
    "~(name, text) -> bool",
    "~(bpchar, text) -> bool",
    "regexp_like(text, text) -> bool"
  })
  public static boolean matches(Slice text, Slice pattern) {
    return RegularExpression.isFound(text, pattern, EXACT);
  }

  @Sql({"!~(text, text) -> bool", "!~(name, text) -> bool", "!~(bpchar, text) -> bool"})
  public static boolean matchesNot(Slice text, Slice pattern) {
    return !RegularExpression.isFound(text, pattern, EXACT);
  }

  @Sql({"~*(text, text) -> bool", "~*(name, text) -> bool", "~*(bpchar, text) -> bool"})
  public static boolean matchesIgnoringCase(Slice text, Slice pattern) {
    return RegularExpression.isFound(text, pattern, IGNORE_CASE);
  }

  @Sql({"!~*(text, text) -> bool", "!~*(name, text) -> bool", "!~*(bpchar, text) -> bool"})
  public static boolean matchesNotIgnoringCase(Slice text, Slice pattern) {
    return !RegularExpression.isFound(text, pattern, IGNORE_CASE);
  }

  @Sql("regexp_like(text, text, text) -> bool")
  public static boolean matches(Slice text, Slice pattern, Slice flags) {
    return RegularExpression.isFound(text, pattern, RegularExpression.flags(flags));
  }

  @Sql("substring(text, text) -> text")
  public static @Nullable Slice substring(Slice text, Slice pattern) {
    String source = text.toUtf8();
    Matcher matcher = RegularExpression.matcher(pattern, EXACT, source);
    if (!RegularExpression.find(matcher, source)) {
      return null;
    }
    String group = matcher.group(matcher.groupCount() > 0 ? 1 : 0);
    return group == null ? null : Slice.utf8(group);
  }

  @Sql("regexp_substr(text, text) -> text")
  public static @Nullable Slice firstMatch(Slice text, Slice pattern) {
    String source = text.toUtf8();
    Matcher matcher = RegularExpression.matcher(pattern, EXACT, source);
    return RegularExpression.find(matcher, source) ? Slice.utf8(matcher.group()) : null;
  }

  @Sql("regexp_count(text, text) -> int4")
  public static int count(Slice text, Slice pattern) {
    String source = text.toUtf8();
    Matcher matcher = RegularExpression.matcher(pattern, EXACT, source);
    int count = 0;
    while (RegularExpression.find(matcher, source)) {
      count++;
    }
    return count;
  }

  @Sql("regexp_instr(text, text) -> int4")
  public static int position(Slice text, Slice pattern) {
    String source = text.toUtf8();
    Matcher matcher = RegularExpression.matcher(pattern, EXACT, source);
    return RegularExpression.find(matcher, source)
        ? source.codePointCount(0, matcher.start()) + 1
        : 0;
  }

  @Sql("regexp_match(text, text) -> text[]")
  public static @Nullable Slice match(Slice text, Slice pattern) {
    return match(text, pattern, Slice.EMPTY);
  }

  @Sql("regexp_match(text, text, text) -> text[]")
  public static @Nullable Slice match(Slice text, Slice pattern, Slice flags) {
    if (hasGlobal(flags)) {
      throw globalNotSupported("regexp_match()")
          .withHint("Use the regexp_matches function instead.");
    }
    String source = text.toUtf8();
    Matcher matcher = RegularExpression.matcher(pattern, RegularExpression.flags(flags), source);
    return RegularExpression.find(matcher, source) ? groups(matcher) : null;
  }

  /// The rows of `regexp_matches`: one for the first match, or one for each with the flag `g`.
  public static List<Slice> allMatches(Slice text, Slice pattern, Slice flags) {
    String source = text.toUtf8();
    Matcher matcher = RegularExpression.matcher(pattern, RegularExpression.flags(flags), source);
    List<Slice> rows = new ArrayList<>();
    while (RegularExpression.find(matcher, source)) {
      rows.add(groups(matcher));
      if (!hasGlobal(flags)) {
        break;
      }
    }
    return rows;
  }

  /// How many values a match of the pattern has: its groups, or the whole match where it has none.
  public static int width(Slice pattern) {
    return Math.max(RegularExpression.matcher(pattern, EXACT, "").groupCount(), 1);
  }

  /// The captured groups, or the whole match where there are none.
  private static Slice groups(Matcher matcher) {
    int count = matcher.groupCount();
    @Nullable Object[] groups = new Object[Math.max(count, 1)];
    for (int i = 0; i < groups.length; i++) {
      String group = matcher.group(count == 0 ? 0 : i + 1);
      groups[i] = group == null ? null : Slice.utf8(group);
    }
    return ArrayValue.stored(groups);
  }

  @Sql("regexp_replace(text, text, text) -> text")
  public static Slice replace(Slice text, Slice pattern, Slice replacement) {
    return replace(text, pattern, replacement, Slice.EMPTY);
  }

  @Sql("regexp_replace(text, text, text, text) -> text")
  public static Slice replace(Slice text, Slice pattern, Slice replacement, Slice flags) {
    String source = text.toUtf8();
    String template = replacement.toUtf8();
    Matcher matcher = RegularExpression.matcher(pattern, RegularExpression.flags(flags), source);
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (RegularExpression.find(matcher, source)) {
      out.append(source, at, matcher.start());
      expand(template, matcher, out);
      Utf8.checkSize(out.length());
      at = matcher.end();
      if (!hasGlobal(flags)) {
        break;
      }
    }
    return Slice.utf8(out.append(source, at, source.length()).toString());
  }

  /// Appends the replacement: `\1` to `\9` are groups, `\&` is the whole match.
  static void expand(String template, Matcher matcher, StringBuilder out) {
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '\\' || i + 1 == template.length()) {
        out.append(c);
        continue;
      }
      char next = template.charAt(++i);
      if (next >= '1' && next <= '9') {
        int group = next - '0';
        String text = group <= matcher.groupCount() ? matcher.group(group) : "";
        out.append(text == null ? "" : text);
      } else if (next == '&') {
        out.append(matcher.group());
      } else if (next == '\\') {
        out.append('\\');
      } else {
        out.append('\\').append(next);
      }
    }
  }

  @Sql("regexp_split_to_array(text, text) -> text[]")
  public static Slice split(Slice text, Slice pattern) {
    return ArrayValue.stored(parts(text, pattern, Slice.EMPTY));
  }

  @Sql("regexp_split_to_array(text, text, text) -> text[]")
  public static Slice split(Slice text, Slice pattern, Slice flags) {
    return ArrayValue.stored(parts(text, pattern, flags));
  }

  /// The rows of `regexp_split_to_table`. Empty matches at the ends or behind a match split
  /// nothing.
  public static List<Slice> parts(Slice text, Slice pattern, Slice flags) {
    if (hasGlobal(flags)) {
      throw globalNotSupported("regexp_split_to_table()");
    }
    String source = text.toUtf8();
    Matcher matcher = RegularExpression.matcher(pattern, RegularExpression.flags(flags), source);
    List<Slice> parts = new ArrayList<>();
    int at = 0;
    while (RegularExpression.find(matcher, source)) {
      boolean isEmpty = matcher.end() == matcher.start();
      if (isEmpty && (matcher.start() == at || matcher.start() == source.length())) {
        continue;
      }
      parts.add(Slice.utf8(source.substring(at, matcher.start())));
      at = matcher.end();
    }
    parts.add(Slice.utf8(source.substring(at)));
    return parts;
  }

  /// The regular expression of a SIMILAR TO pattern.
  @Sql({"similar_to_escape(text) -> text"})
  public static Slice similar(Slice pattern) {
    return similar(pattern, Slice.utf8("\\"));
  }

  @Sql("similar_to_escape(text, text) -> text")
  public static Slice similar(Slice pattern, Slice escape) {
    if (Utf8.length(escape) > 1) {
      throw new DatabaseException(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
          .withHint("Escape string must be empty or one character.");
    }
    String source = pattern.toUtf8();
    char own = escape.length() == 0 ? '\0' : escape.toUtf8().charAt(0);
    StringBuilder out = new StringBuilder("^(?:");
    boolean inBracket = false;
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == own) {
        if (i + 1 < source.length()) {
          out.append('\\').append(source.charAt(++i));
        }
      } else if (inBracket) {
        inBracket = c != ']';
        out.append(c == '\\' ? "\\\\" : String.valueOf(c));
      } else {
        inBracket = c == '[';
        switch (c) {
          case '%' -> out.append(".*");
          case '_' -> out.append('.');
          case '(' -> out.append("(?:");
          case '\\', '.', '^', '$' -> out.append('\\').append(c);
          default -> out.append(c);
        }
      }
    }
    return Slice.utf8(out.append(")$").toString());
  }

  static boolean hasGlobal(Slice flags) {
    for (int i = 0; i < flags.length(); i++) {
      if (flags.at(i) == 'g') {
        return true;
      }
    }
    return false;
  }

  static DatabaseException globalNotSupported(String function) {
    return new DatabaseException(
        SqlState.INVALID_PARAMETER_VALUE, function + " does not support the \"global\" option");
  }
}
