package dev.millrace.model.function.text;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// The forms of the regular expression functions that say where to start and which of several
/// matches is meant. Positions count characters from 1.
public final class RegexOccurrences {

  private RegexOccurrences() {}

  @Sql("regexp_count(text, text, int4) -> int4")
  public static int count(Slice text, Slice pattern, int start) {
    return count(text, pattern, start, Slice.EMPTY);
  }

  @Sql("regexp_count(text, text, int4, text) -> int4")
  public static int count(Slice text, Slice pattern, int start, Slice flags) {
    Search search = new Search("regexp_count()", text, pattern, start, flags);
    int count = 0;
    while (search.next()) {
      count++;
    }
    return count;
  }

  @Sql("regexp_instr(text, text, int4) -> int4")
  public static int position(Slice text, Slice pattern, int start) {
    return position(text, pattern, start, 1, 0, Slice.EMPTY, 0);
  }

  @Sql("regexp_instr(text, text, int4, int4) -> int4")
  public static int position(Slice text, Slice pattern, int start, int occurrence) {
    return position(text, pattern, start, occurrence, 0, Slice.EMPTY, 0);
  }

  @Sql("regexp_instr(text, text, int4, int4, int4) -> int4")
  public static int position(Slice text, Slice pattern, int start, int occurrence, int atEnd) {
    return position(text, pattern, start, occurrence, atEnd, Slice.EMPTY, 0);
  }

  @Sql("regexp_instr(text, text, int4, int4, int4, text) -> int4")
  public static int position(
      Slice text, Slice pattern, int start, int occurrence, int atEnd, Slice flags) {
    return position(text, pattern, start, occurrence, atEnd, flags, 0);
  }

  @Sql("regexp_instr(text, text, int4, int4, int4, text, int4) -> int4")
  @SuppressWarnings("TooManyParameters") // the SQL function's
  public static int position(
      Slice text, Slice pattern, int start, int occurrence, int atEnd, Slice flags, int group) {
    checkAtLeast(1, start, "start");
    checkAtLeast(1, occurrence, "n");
    if (atEnd != 0 && atEnd != 1) {
      throw invalid("endoption", atEnd);
    }
    checkAtLeast(0, group, "subexpr");
    Search search = new Search("regexp_instr()", text, pattern, start, flags);
    int index = search.group(occurrence, group);
    if (index < 0) {
      return 0;
    }
    int found = atEnd == 1 ? search.matcher.end(index) : search.matcher.start(index);
    return found < 0 ? 0 : search.source.codePointCount(0, found) + 1;
  }

  @Sql("regexp_substr(text, text, int4) -> text")
  public static @Nullable Slice part(Slice text, Slice pattern, int start) {
    return part(text, pattern, start, 1, Slice.EMPTY, 0);
  }

  @Sql("regexp_substr(text, text, int4, int4) -> text")
  public static @Nullable Slice part(Slice text, Slice pattern, int start, int occurrence) {
    return part(text, pattern, start, occurrence, Slice.EMPTY, 0);
  }

  @Sql("regexp_substr(text, text, int4, int4, text) -> text")
  public static @Nullable Slice part(
      Slice text, Slice pattern, int start, int occurrence, Slice flags) {
    return part(text, pattern, start, occurrence, flags, 0);
  }

  @Sql("regexp_substr(text, text, int4, int4, text, int4) -> text")
  public static @Nullable Slice part(
      Slice text, Slice pattern, int start, int occurrence, Slice flags, int group) {
    checkAtLeast(1, start, "start");
    checkAtLeast(1, occurrence, "n");
    checkAtLeast(0, group, "subexpr");
    Search search = new Search("regexp_substr()", text, pattern, start, flags);
    int index = search.group(occurrence, group);
    String found = index < 0 ? null : search.matcher.group(index);
    return found == null ? null : Slice.utf8(found);
  }

  @Sql("regexp_replace(text, text, text, int4) -> text")
  public static Slice replace(Slice text, Slice pattern, Slice replacement, int start) {
    return replace(text, pattern, replacement, start, 1, Slice.EMPTY);
  }

  @Sql("regexp_replace(text, text, text, int4, int4) -> text")
  public static Slice replace(
      Slice text, Slice pattern, Slice replacement, int start, int occurrence) {
    return replace(text, pattern, replacement, start, occurrence, Slice.EMPTY);
  }

  /// Replaces the match `occurrence`, or all with 0; the flag `g` means nothing here.
  @Sql("regexp_replace(text, text, text, int4, int4, text) -> text")
  public static Slice replace(
      Slice text, Slice pattern, Slice replacement, int start, int occurrence, Slice flags) {
    checkAtLeast(1, start, "start");
    checkAtLeast(0, occurrence, "n");
    Search search = new Search(null, text, pattern, start, flags);
    String template = replacement.toUtf8();
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (int match = 1; search.next(); match++) {
      if (occurrence == 0 || match == occurrence) {
        out.append(search.source, at, search.matcher.start());
        RegexFunctions.expand(template, search.matcher, out);
        Utf8.checkSize(out.length());
        at = search.matcher.end();
      }
      if (match == occurrence) {
        break;
      }
    }
    return Slice.utf8(out.append(search.source, at, search.source.length()).toString());
  }

  private static void checkAtLeast(int min, int value, String parameter) {
    if (value < min) {
      throw invalid(parameter, value);
    }
  }

  private static DatabaseException invalid(String parameter, int value) {
    return new DatabaseException(
        SqlState.INVALID_PARAMETER_VALUE,
        "invalid value for parameter \"" + parameter + "\": " + value);
  }

  /// The matches of a pattern from a character on; what lies before is still seen by `^` and
  /// look-behind.
  private static final class Search {
    private final String source;
    private final Matcher matcher;
    private final boolean isBeyond;

    /// @param function what the refusal of the flag `g` names; null where `g` is allowed
    Search(@Nullable String function, Slice text, Slice pattern, int start, Slice flags) {
      checkAtLeast(1, start, "start");
      if (function != null && RegexFunctions.hasGlobal(flags)) {
        throw RegexFunctions.globalNotSupported(function);
      }
      this.source = text.toUtf8();
      this.matcher = RegularExpression.matcher(pattern, RegularExpression.flags(flags), source);
      this.isBeyond = start - 1 > source.codePointCount(0, source.length());
      if (!isBeyond) {
        int from = source.offsetByCodePoints(0, start - 1);
        matcher.region(from, source.length());
        matcher.useAnchoringBounds(false).useTransparentBounds(true);
      }
    }

    boolean next() {
      return !isBeyond && RegularExpression.find(matcher, source);
    }

    /// The group to look at in the match `occurrence`, -1 where there is none.
    int group(int occurrence, int group) {
      for (int match = 1; match <= occurrence; match++) {
        if (!next()) {
          return -1;
        }
      }
      int groups = matcher.groupCount();
      if (group > Math.max(groups, 1)) {
        return -1;
      }
      return groups == 0 ? 0 : group;
    }
  }
}
