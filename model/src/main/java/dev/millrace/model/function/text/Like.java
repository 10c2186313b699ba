package dev.millrace.model.function.text;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;

/// LIKE and ILIKE, as the operators `~~ !~~ ~~* !~~*` with a backslash as the escape. Another
/// escape character is first replaced by `like_escape`.
public final class Like {

  private Like() {}

  @Sql({
    "~~(text, text) -> bool",
    "~~(bpchar, text) -> bool",
    "~~(name, text) -> bool",
    "~~(bytea, bytea) -> bool"
  })
  public static boolean like(Slice text, Slice pattern) {
    return matches(text, pattern);
  }

  @Sql({
    "!~~(text, text) -> bool",
    "!~~(bpchar, text) -> bool",
    "!~~(name, text) -> bool",
    "!~~(bytea, bytea) -> bool"
  })
  public static boolean notLike(Slice text, Slice pattern) {
    return !matches(text, pattern);
  }

  @Sql({"~~*(text, text) -> bool", "~~*(bpchar, text) -> bool", "~~*(name, text) -> bool"})
  public static boolean likeIgnoringCase(Slice text, Slice pattern) {
    return matches(StringFunctions.lower(text), StringFunctions.lower(pattern));
  }

  @Sql({"!~~*(text, text) -> bool", "!~~*(bpchar, text) -> bool", "!~~*(name, text) -> bool"})
  public static boolean notLikeIgnoringCase(Slice text, Slice pattern) {
    return !likeIgnoringCase(text, pattern);
  }

  /// Greedy matching of the pieces between percent signs: on a mismatch the last percent sign takes
  /// one character more, which is enough as pieces before it matched as early as possible.
  private static boolean matches(Slice text, Slice pattern) {
    int t = 0;
    int p = 0;
    int retryText = -1;
    int retryPattern = -1;
    while (true) {
      if (p < pattern.length() && pattern.at(p) == '%') {
        retryPattern = ++p;
        retryText = t;
        continue;
      }
      if (t == text.length()) {
        break;
      }
      boolean isMatch = false;
      if (p < pattern.length()) {
        byte c = pattern.at(p);
        if (c == '_') {
          t = Utf8.skip(text, t, 1);
          p++;
          isMatch = true;
        } else {
          int literal = c == '\\' ? p + 1 : p;
          if (literal == pattern.length()) {
            throw endsWithEscape();
          }
          if (pattern.at(literal) == text.at(t)) {
            t++;
            p = literal + 1;
            isMatch = true;
          }
        }
      }
      if (!isMatch) {
        if (retryPattern < 0) {
          return false;
        }
        retryText = Utf8.skip(text, retryText, 1);
        t = retryText;
        p = retryPattern;
      }
    }
    return p == pattern.length();
  }

  @Sql("like_escape(text, text) -> text")
  public static Slice withBackslash(Slice pattern, Slice escape) {
    if (Utf8.length(escape) > 1) {
      throw new DatabaseException(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
          .withHint("Escape string must be empty or one character.");
    }
    String source = pattern.toUtf8();
    int own = escape.length() == 0 ? -1 : escape.toUtf8().codePointAt(0);
    StringBuilder out = new StringBuilder();
    int[] points = source.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      if (points[i] == own) {
        out.append('\\');
        if (i + 1 < points.length) {
          out.appendCodePoint(points[++i]);
        }
      } else {
        out.append(points[i] == '\\' ? "\\" : "").appendCodePoint(points[i]);
      }
    }
    return Slice.utf8(out.toString());
  }

  private static DatabaseException endsWithEscape() {
    return new DatabaseException(
        SqlState.INVALID_ESCAPE_SEQUENCE, "LIKE pattern must not end with escape character");
  }
}
