package dev.millrace.model.codec;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.MapValue;
import dev.millrace.model.value.RecordValue;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the text of arrays, lists, maps and records.
final class CollectionReader {

  /// Nesting of lists beyond this is refused, so that no input can exhaust a thread's stack.
  private static final int DEPTH_MAX = 100;

  private final String text;
  private final String kind;
  private int at;

  private CollectionReader(String text, String kind) {
    this.text = text;
    this.kind = kind;
  }

  static Slice array(ArrayType type, String text) {
    CollectionReader reader = new CollectionReader(text, "array");
    List<Integer> lowerBounds = reader.bounds();
    List<@Nullable Object> elements = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    reader.dimension(type.element(), 0, lengths, elements);
    reader.end();
    if (elements.isEmpty()) {
      return ArrayValue.EMPTY.toSlice();
    }
    int[] lower = new int[lengths.size()];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = i < lowerBounds.size() ? lowerBounds.get(i) : 1;
    }
    int[] counts = lengths.stream().mapToInt(n -> n).toArray();
    return new ArrayValue(counts, lower, elements.toArray()).toSlice();
  }

  static Slice list(ListType type, String text) {
    CollectionReader reader = new CollectionReader(text, "list");
    Slice list = reader.list(type, 0);
    reader.end();
    return list;
  }

  static Slice map(MapType type, String text) {
    CollectionReader reader = new CollectionReader(text, "map");
    Slice map = reader.map(type, 0);
    reader.end();
    return map;
  }

  static Slice record(RecordType type, String text) {
    CollectionReader reader = new CollectionReader(text, "record");
    return reader.record(type);
  }

  static Slice vector(ScalarType type, String text) {
    SqlType element = ScalarType.of(type.is(TypeId.OIDVECTOR) ? TypeId.OID : TypeId.INT2);
    List<Object> values = new ArrayList<>();
    for (String part : text.strip().split("\\s+", -1)) {
      if (!part.isEmpty()) {
        values.add(TextFormat.parse(element, part));
      }
    }
    return values.isEmpty()
        ? ArrayValue.EMPTY.toSlice()
        : new ArrayValue(new int[] {values.size()}, new int[] {0}, values.toArray()).toSlice();
  }

  /// `[1:2][0:3]=`, whose lower bounds are kept.
  private List<Integer> bounds() {
    List<Integer> lower = new ArrayList<>();
    skipBlanks();
    while (accept('[')) {
      int close = text.indexOf(']', at);
      if (close < 0) {
        throw malformed();
      }
      String[] parts = text.substring(at, close).split(":", -1);
      try {
        lower.add(parts.length > 1 ? Integer.parseInt(parts[0].strip()) : 1);
      } catch (NumberFormatException e) {
        throw malformed();
      }
      at = close + 1;
    }
    if (!lower.isEmpty() && !accept('=')) {
      throw malformed();
    }
    return lower;
  }

  private void dimension(
      SqlType element, int depth, List<Integer> lengths, List<@Nullable Object> elements) {
    expect('{');
    if (depth >= ArrayValue.DIMENSIONS_MAX) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "number of array dimensions exceeds the maximum allowed (6)");
    }
    boolean isFirst = lengths.size() <= depth;
    if (isFirst) {
      lengths.add(0);
    }
    int count = 0;
    skipBlanks();
    if (!accept('}')) {
      do {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '{') {
          if (!isFirst && lengths.size() == depth + 1) {
            throw malformed();
          }
          dimension(element, depth + 1, lengths, elements);
        } else {
          if (lengths.size() != depth + 1) {
            throw malformed();
          }
          String token = token(false);
          elements.add(token == null ? null : TextFormat.parse(element, token));
        }
        count++;
        skipBlanks();
      } while (accept(','));
      expect('}');
    } else if (depth > 0) {
      throw malformed();
    }
    if (!isFirst && lengths.get(depth) != 0 && lengths.get(depth) != count) {
      throw malformed()
          .withDetail("Multidimensional arrays must have sub-arrays with matching dimensions.");
    }
    lengths.set(depth, count);
  }

  private Slice list(ListType type, int depth) {
    checkDepth(depth);
    List<@Nullable Object> elements = new ArrayList<>();
    expect('{');
    skipBlanks();
    if (!accept('}')) {
      do {
        elements.add(nested(type.element(), false, depth + 1));
        skipBlanks();
      } while (accept(','));
      expect('}');
    }
    return ListValue.of(elements);
  }

  private Slice map(MapType type, int depth) {
    checkDepth(depth);
    TreeMap<Slice, @Nullable Object> entries = new TreeMap<>();
    expect('{');
    skipBlanks();
    if (!accept('}')) {
      do {
        skipBlanks();
        String key = token(true);
        if (key == null) {
          throw malformed();
        }
        expect('=');
        if (!accept('>')) {
          throw malformed();
        }
        entries.put(Slice.utf8(key), nested(type.value(), false, depth + 1));
        skipBlanks();
      } while (accept(','));
      expect('}');
    }
    return MapValue.of(entries);
  }

  private @Nullable Object nested(SqlType type, boolean isKey, int depth) {
    skipBlanks();
    boolean opens = at < text.length() && text.charAt(at) == '{';
    if (opens && type instanceof ListType inner) {
      return list(inner, depth);
    }
    if (opens && type instanceof MapType inner) {
      return map(inner, depth);
    }
    String token = token(isKey);
    return token == null ? null : TextFormat.parse(type, token);
  }

  private Slice record(RecordType type) {
    expect('(');
    @Nullable Object[] values = new Object[type.fields().size()];
    for (int i = 0; i < values.length; i++) {
      if (i > 0 && !accept(',')) {
        throw malformed().withDetail("Too few columns.");
      }
      String token = field();
      values[i] = token == null ? null : TextFormat.parse(type.fields().get(i).type(), token);
    }
    if (at < text.length() && text.charAt(at) == ',') {
      throw malformed().withDetail("Too many columns.");
    }
    expect(')');
    end();
    return RecordValue.of(values);
  }

  private @Nullable String field() {
    StringBuilder out = new StringBuilder();
    boolean hasQuotes = false;
    boolean inQuotes = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        out.append(text.charAt(at + 1));
        at += 2;
      } else if (c == '"') {
        boolean isDoubled = inQuotes && at + 1 < text.length() && text.charAt(at + 1) == '"';
        out.append(isDoubled ? "\"" : "");
        at += isDoubled ? 2 : 1;
        inQuotes ^= !isDoubled;
        hasQuotes = true;
      } else if (!inQuotes && (c == ',' || c == ')')) {
        break;
      } else {
        out.append(c);
        at++;
      }
    }
    return !hasQuotes && out.isEmpty() ? null : out.toString();
  }

  /// A quoted or bare word; null for a bare NULL.
  private @Nullable String token(boolean isKey) {
    StringBuilder out = new StringBuilder();
    if (accept('"')) {
      while (at < text.length() && text.charAt(at) != '"') {
        char c = text.charAt(at++);
        if (c == '\\') {
          if (at >= text.length()) {
            throw malformed();
          }
          c = text.charAt(at++);
        }
        out.append(c);
      }
      if (!accept('"')) {
        throw malformed();
      }
      return out.toString();
    }
    int lengthKept = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ',' || c == '}' || (isKey && c == '=')) {
        break;
      }
      if (c == '{' || c == '"') {
        throw malformed();
      }
      boolean isEscape = c == '\\' && at + 1 < text.length();
      out.append(isEscape ? text.charAt(at + 1) : c);
      at += isEscape ? 2 : 1;
      lengthKept = isEscape || !NumberText.isBlank(c) ? out.length() : lengthKept;
    }
    out.setLength(lengthKept);
    if (out.isEmpty()) {
      throw malformed();
    }
    String word = out.toString();
    return word.equalsIgnoreCase("null") ? null : word;
  }

  private void checkDepth(int depth) {
    if (depth > DEPTH_MAX) {
      throw new DatabaseException(SqlState.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    }
  }

  private void end() {
    skipBlanks();
    if (at != text.length()) {
      throw malformed();
    }
  }

  private void expect(char c) {
    skipBlanks();
    if (!accept(c)) {
      throw malformed();
    }
  }

  private boolean accept(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && NumberText.isBlank(text.charAt(at))) {
      at++;
    }
  }

  private DatabaseException malformed() {
    return new DatabaseException(
        SqlState.INVALID_TEXT_REPRESENTATION, "malformed " + kind + " literal: \"" + text + "\"");
  }
}
