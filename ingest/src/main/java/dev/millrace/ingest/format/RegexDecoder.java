package dev.millrace.ingest.format;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.ingest.Options;
import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// FORMAT REGEX: the groups of the first match are columns of type text, named as the groups are
/// (`(?P<name>…)`), the others `column1` and so on by their number; a group that took no part is
/// NULL. A record without a match cannot be used. RE2 matches in linear time, whatever the pattern.
/// Confined to one thread.
final class RegexDecoder implements Decoder {

  private final Pattern pattern;
  private final List<OutputColumn> columns;

  private RegexDecoder(Pattern pattern) {
    this.pattern = pattern;
    Map<Integer, String> names = new HashMap<>();
    pattern.namedGroups().forEach((name, group) -> names.put(group, name));
    List<OutputColumn> all = new ArrayList<>();
    for (int group = 1; group <= pattern.groupCount(); group++) {
      String name = names.getOrDefault(group, "column" + group);
      all.add(new OutputColumn(name, ScalarType.TEXT, true));
    }
    this.columns = List.copyOf(all);
  }

  /// The decoder of `REGEX 'pattern'`.
  static RegexDecoder of(FormatSpec format) {
    Options options = new Options("FORMAT REGEX", format.options());
    String text = options.required("PATTERN");
    options.rejectUnknown();
    Pattern pattern;
    try {
      pattern = Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new DatabaseException(
          SqlState.INVALID_REGULAR_EXPRESSION, "invalid regular expression: " + e.getMessage());
    }
    if (pattern.groupCount() == 0) {
      throw new DatabaseException(
          SqlState.INVALID_REGULAR_EXPRESSION,
          "the regular expression of FORMAT REGEX has no groups, so there are no columns");
    }
    return new RegexDecoder(pattern);
  }

  @Override
  public List<OutputColumn> columns() {
    return columns;
  }

  @Override
  public boolean decode(byte[] bytes, Column[] target, int first) {
    StrictUtf8.check(bytes, 0, bytes.length);
    Matcher matcher = pattern.matcher(bytes);
    if (!matcher.find()) {
      throw new DatabaseException(
          SqlState.INVALID_TEXT_REPRESENTATION,
          "the record does not match the regular expression of its format");
    }
    for (int i = 0; i < columns.size(); i++) {
      BytesColumn column = (BytesColumn) target[first + i];
      int start = matcher.start(i + 1);
      if (start < 0) {
        column.appendNull();
      } else {
        column.append(bytes, start, matcher.end(i + 1) - start);
      }
    }
    return true;
  }
}
