package dev.millrace.model.function.collection;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.MapValue;
import dev.millrace.model.value.RecordValue;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.ValueOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What `ARRAY[…]`, `LIST[…]`, `MAP[…]`, `ROW(…)`, GREATEST and LEAST are bound to.
public final class Constructors {

  private Constructors() {}

  @Sql(value = "array_construct(variadic anycompatible) -> anyarray", strict = false)
  public static Slice array(@Nullable Object[] elements) {
    return ArrayValue.stored(elements);
  }

  /// `ARRAY[[1,2],[3,4]]`: the arrays become one with a dimension more.
  @Sql(value = "array_construct_nested(variadic anycompatiblearray) -> anyarray", strict = false)
  public static Slice nestedArray(CallTypes types, @Nullable Slice[] arrays) {
    SqlType element = ((ArrayType) types.result()).element();
    ArrayValue first = null;
    List<@Nullable Object> elements = new ArrayList<>();
    for (Slice stored : arrays) {
      ArrayValue array = stored == null ? ArrayValue.EMPTY : ArrayValue.of(element, stored);
      first = first == null ? array : first;
      if (!Arrays.equals(array.lengths(), first.lengths())) {
        throw new DatabaseException(
            SqlState.ARRAY_SUBSCRIPT_ERROR,
            "multidimensional arrays must have array expressions with matching dimensions");
      }
      elements.addAll(Arrays.asList(array.elements()));
    }
    if (first == null || elements.isEmpty()) {
      return ArrayValue.EMPTY.toSlice();
    }
    if (first.dimensions() == ArrayValue.DIMENSIONS_MAX) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "number of array dimensions (7) exceeds the maximum allowed (6)");
    }
    int[] lengths = new int[first.dimensions() + 1];
    int[] lowerBounds = new int[lengths.length];
    lengths[0] = arrays.length;
    System.arraycopy(first.lengths(), 0, lengths, 1, first.dimensions());
    Arrays.fill(lowerBounds, 1);
    return new ArrayValue(lengths, lowerBounds, elements.toArray()).toSlice();
  }

  @Sql(value = "list_construct(variadic anycompatible) -> list", strict = false)
  public static Slice list(@Nullable Object[] elements) {
    return ListValue.of(elements);
  }

  /// Keys and values by turns; a key given twice keeps the last value.
  @Sql(value = "map_construct(variadic any) -> map", strict = false)
  public static Slice map(@Nullable Object[] keysAndValues) {
    TreeMap<Slice, @Nullable Object> entries = new TreeMap<>();
    for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
      if (!(keysAndValues[i] instanceof Slice key)) {
        throw new DatabaseException(SqlState.NULL_VALUE_NOT_ALLOWED, "map keys must not be null");
      }
      entries.put(key, keysAndValues[i + 1]);
    }
    return MapValue.of(entries);
  }

  @Sql(value = "record_construct(variadic any) -> record", strict = false)
  public static Slice record(@Nullable Object[] fields) {
    return RecordValue.of(fields);
  }

  /// The field at a 1-based position; the binder gives the call the field's type.
  @Sql("record_field(record, int4) -> anyelement")
  public static @Nullable Object field(CallTypes types, Slice record, int position) {
    return RecordValue.field((RecordType) types.arguments().getFirst(), record, position - 1);
  }

  @Sql(value = "greatest(variadic anycompatible) -> anycompatible", strict = false)
  public static @Nullable Object greatest(CallTypes types, @Nullable Object[] values) {
    return extreme(types, values, 1);
  }

  @Sql(value = "least(variadic anycompatible) -> anycompatible", strict = false)
  public static @Nullable Object least(CallTypes types, @Nullable Object[] values) {
    return extreme(types, values, -1);
  }

  private static @Nullable Object extreme(CallTypes types, @Nullable Object[] values, int sign) {
    Object best = null;
    for (Object value : values) {
      if (value != null
          && (best == null || ValueOrder.compare(types.result(), value, best) * sign > 0)) {
        best = value;
      }
    }
    return best;
  }

  @Sql(value = "num_nulls(variadic any) -> int4", strict = false)
  public static int countNulls(@Nullable Object[] values) {
    int count = 0;
    for (Object value : values) {
      count += value == null ? 1 : 0;
    }
    return count;
  }

  @Sql(value = "num_nonnulls(variadic any) -> int4", strict = false)
  public static int countNonNulls(@Nullable Object[] values) {
    return values.length - countNulls(values);
  }
}
