package dev.millrace.model.function.collection;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.ValueOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finding, replacing and comparing the elements of arrays, and text from and to them.
public final class ArraySearch {

  private ArraySearch() {}

  private static SqlType element(CallTypes types, int argument) {
    return ((ArrayType) types.arguments().get(argument)).element();
  }

  @Sql(value = "array_position(anycompatiblearray, anycompatible) -> int4", strict = false)
  public static @Nullable Integer position(
      CallTypes types, @Nullable Slice stored, @Nullable Object wanted) {
    if (stored == null) {
      return null;
    }
    SqlType element = element(types, 0);
    ArrayValue array = ArrayValue.of(element, stored);
    for (int i = 0; i < array.elements().length; i++) {
      if (ValueOrder.compareNullable(element, array.elements()[i], wanted) == 0) {
        return i + array.lowerBounds()[0];
      }
    }
    return null;
  }

  @Sql(value = "array_positions(anycompatiblearray, anycompatible) -> int4[]", strict = false)
  public static @Nullable Slice positions(
      CallTypes types, @Nullable Slice stored, @Nullable Object wanted) {
    if (stored == null) {
      return null;
    }
    SqlType element = element(types, 0);
    ArrayValue array = ArrayValue.of(element, stored);
    List<Object> found = new ArrayList<>();
    for (int i = 0; i < array.elements().length; i++) {
      if (ValueOrder.compareNullable(element, array.elements()[i], wanted) == 0) {
        found.add(i + array.lowerBounds()[0]);
      }
    }
    return ArrayValue.stored(found);
  }

  @Sql(
      value = "array_remove(anycompatiblearray, anycompatible) -> anycompatiblearray",
      strict = false)
  public static @Nullable Slice remove(
      CallTypes types, @Nullable Slice stored, @Nullable Object unwanted) {
    if (stored == null) {
      return null;
    }
    SqlType element = element(types, 0);
    ArrayValue array = ArrayValue.of(element, stored);
    if (array.dimensions() > 1) {
      throw new DatabaseException(
          SqlState.FEATURE_NOT_SUPPORTED,
          "removing elements from multidimensional arrays is not supported");
    }
    List<@Nullable Object> kept = new ArrayList<>();
    for (Object value : array.elements()) {
      if (ValueOrder.compareNullable(element, value, unwanted) != 0) {
        kept.add(value);
      }
    }
    return kept.isEmpty()
        ? ArrayValue.EMPTY.toSlice()
        : new ArrayValue(new int[] {kept.size()}, array.lowerBounds(), kept.toArray()).toSlice();
  }

  @Sql(
      value =
          "array_replace(anycompatiblearray, anycompatible, anycompatible) -> anycompatiblearray",
      strict = false)
  public static @Nullable Slice replace(
      CallTypes types, @Nullable Slice stored, @Nullable Object from, @Nullable Object to) {
    if (stored == null) {
      return null;
    }
    SqlType element = element(types, 0);
    ArrayValue array = ArrayValue.of(element, stored);
    @Nullable Object[] elements = array.elements().clone();
    for (int i = 0; i < elements.length; i++) {
      if (ValueOrder.compareNullable(element, elements[i], from) == 0) {
        elements[i] = to;
      }
    }
    return new ArrayValue(array.lengths(), array.lowerBounds(), elements).toSlice();
  }

  @Sql("@>(anyarray, anyarray) -> bool")
  public static boolean contains(CallTypes types, Slice left, Slice right) {
    SqlType element = element(types, 0);
    @Nullable Object[] all = ArrayValue.of(element, left).elements();
    for (Object value : ArrayValue.of(element, right).elements()) {
      if (!isAmong(element, all, value)) {
        return false;
      }
    }
    return true;
  }

  @Sql("<@(anyarray, anyarray) -> bool")
  public static boolean isContained(CallTypes types, Slice left, Slice right) {
    return contains(types, right, left);
  }

  @Sql("&&(anyarray, anyarray) -> bool")
  public static boolean overlaps(CallTypes types, Slice left, Slice right) {
    SqlType element = element(types, 0);
    @Nullable Object[] all = ArrayValue.of(element, left).elements();
    for (Object value : ArrayValue.of(element, right).elements()) {
      if (isAmong(element, all, value)) {
        return true;
      }
    }
    return false;
  }

  /// NULL equals nothing here.
  private static boolean isAmong(SqlType type, @Nullable Object[] values, @Nullable Object wanted) {
    for (Object value : values) {
      if (value != null && wanted != null && ValueOrder.compare(type, value, wanted) == 0) {
        return true;
      }
    }
    return false;
  }

  @Sql("array_to_string(anyarray, text) -> text")
  public static Slice toText(CallTypes types, Slice stored, Slice separator) {
    return join(types, stored, separator, null);
  }

  @Sql(value = "array_to_string(anyarray, text, text) -> text", strict = false)
  public static @Nullable Slice toText(
      CallTypes types,
      @Nullable Slice stored,
      @Nullable Slice separator,
      @Nullable Slice nullText) {
    return stored == null || separator == null ? null : join(types, stored, separator, nullText);
  }

  private static Slice join(
      CallTypes types, Slice stored, Slice separator, @Nullable Slice nullText) {
    SqlType element = element(types, 0);
    StringBuilder out = new StringBuilder();
    boolean isFirst = true;
    for (Object value : ArrayValue.of(element, stored).elements()) {
      if (value == null && nullText == null) {
        continue;
      }
      out.append(isFirst ? "" : separator.toUtf8());
      isFirst = false;
      if (value != null) {
        TextFormat.append(element, value, out);
      } else if (nullText != null) {
        out.append(nullText.toUtf8());
      }
    }
    return Slice.utf8(out.toString());
  }

  @Sql(value = "string_to_array(text, text) -> text[]", strict = false)
  public static @Nullable Slice fromText(@Nullable Slice text, @Nullable Slice separator) {
    return text == null ? null : ArrayValue.stored(parts(text, separator, null));
  }

  @Sql(value = "string_to_array(text, text, text) -> text[]", strict = false)
  public static @Nullable Slice fromText(
      @Nullable Slice text, @Nullable Slice separator, @Nullable Slice nullText) {
    return text == null ? null : ArrayValue.stored(parts(text, separator, nullText));
  }

  /// The parts of a text: single characters with a NULL separator, the whole with an empty one.
  static List<@Nullable Object> parts(
      Slice text, @Nullable Slice separator, @Nullable Slice nullText) {
    List<@Nullable Object> parts = new ArrayList<>();
    String source = text.toUtf8();
    if (source.isEmpty()) {
      return parts;
    }
    if (separator == null) {
      source.codePoints().forEach(c -> addPart(Character.toString(c), nullText, parts));
      return parts;
    }
    String mark = separator.toUtf8();
    int at = 0;
    int next = mark.isEmpty() ? -1 : source.indexOf(mark);
    while (next >= 0) {
      addPart(source.substring(at, next), nullText, parts);
      at = next + mark.length();
      next = source.indexOf(mark, at);
    }
    addPart(source.substring(at), nullText, parts);
    return parts;
  }

  private static void addPart(String part, @Nullable Slice nullText, List<@Nullable Object> parts) {
    Slice bytes = Slice.utf8(part);
    parts.add(bytes.equals(nullText) ? null : bytes);
  }
}
