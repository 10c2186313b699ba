package dev.millrace.model.function.text;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.Slice;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// PostgreSQL's advanced regular expressions on java.util.regex: the syntax is translated, the work
/// of a match is bounded. Of several matches at one place Java's engine takes the first alternative
/// where PostgreSQL takes the longest.
final class RegularExpression {

  /// Compiled expressions kept; the cache starts anew when it is full.
  private static final int CACHE_MAX = 256;

  /// Characters one match may look at, again and again included: about a second.
  private static final long STEPS_MAX = 100_000_000;

  private static final Map<Key, Pattern> CACHE = new ConcurrentHashMap<>();

  private record Key(String pattern, int flags) {}

  private RegularExpression() {}

  /// Flags of the letters in a function's last argument; `g` is the caller's affair.
  static int flags(Slice letters) {
    int flags = Pattern.DOTALL;
    for (int i = 0; i < letters.length(); i++) {
      switch (letters.at(i)) {
        case 'i' -> flags |= Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        case 'c' -> flags &= ~(Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        case 'n', 'm' -> flags = (flags & ~Pattern.DOTALL) | Pattern.MULTILINE;
        case 'p' -> flags &= ~Pattern.DOTALL;
        case 'w' -> flags |= Pattern.MULTILINE;
        case 's' -> flags = (flags | Pattern.DOTALL) & ~Pattern.MULTILINE;
        case 'x' -> flags |= Pattern.COMMENTS;
        case 'q' -> flags |= Pattern.LITERAL;
        case 'g', 't', 'e', 'b' -> {}
        default ->
            throw new DatabaseException(
                SqlState.INVALID_PARAMETER_VALUE,
                "invalid regular expression option: \"" + (char) letters.at(i) + "\"");
      }
    }
    return flags;
  }

  /// A matcher over the text whose work is bounded.
  static Matcher matcher(Slice pattern, int flags, String text) {
    return pattern(pattern.toUtf8(), flags).matcher(new Bounded(text));
  }

  /// True if the pattern occurs in the text.
  static boolean isFound(Slice text, Slice pattern, int flags) {
    String source = text.toUtf8();
    return find(matcher(pattern, flags, source), source);
  }

  /// The matcher's next match, with what can go wrong turned into SQL errors.
  static boolean find(Matcher matcher, String text) {
    try {
      boolean isFound = matcher.find();
      while (isFound && matcher.start() == matcher.end() && isInCharacter(text, matcher.end())) {
        isFound = matcher.find();
      }
      return isFound;
    } catch (StackOverflowError e) {
      throw tooComplex(); // the engine recurses by input; nothing is left half done by unwinding it
    }
  }

  private static boolean isInCharacter(String text, int at) {
    return at > 0
        && at < text.length()
        && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
  }

  private static Pattern pattern(String source, int flags) {
    Key key = new Key(source, flags);
    Pattern cached = CACHE.get(key);
    if (cached != null) {
      return cached;
    }
    Pattern compiled;
    try {
      boolean isLiteral = (flags & Pattern.LITERAL) != 0;
      compiled =
          Pattern.compile(
              isLiteral ? source : new RegexTranslation(source, flags).translate(), flags);
    } catch (PatternSyntaxException e) {
      throw invalid(e.getDescription());
    }
    if (CACHE.size() >= CACHE_MAX) {
      CACHE.clear();
    }
    CACHE.put(key, compiled);
    return compiled;
  }

  static DatabaseException invalid(String why) {
    return new DatabaseException(
        SqlState.INVALID_REGULAR_EXPRESSION, "invalid regular expression: " + why);
  }

  private static DatabaseException tooComplex() {
    return new DatabaseException(
        SqlState.INVALID_REGULAR_EXPRESSION,
        "regular expression failed: regular expression is too complex");
  }

  /// The text, counting how often it is looked at.
  private static final class Bounded implements CharSequence {
    private final String text;
    private long steps;

    Bounded(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++steps > STEPS_MAX) {
        throw tooComplex();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
