package dev.millrace.model.function.collection;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Subscripts of arrays, their sizes, and how they are put together.
public final class ArrayFunctions {

  private ArrayFunctions() {}

  private static SqlType element(CallTypes types, int argument) {
    return ((ArrayType) types.arguments().get(argument)).element();
  }

  /// `a[i]`, `a[i][j]`: NULL outside the array or with another number of subscripts.
  @Sql("array_subscript(anyarray, variadic int4) -> anyelement")
  public static @Nullable Object subscript(CallTypes types, Slice stored, Integer[] indexes) {
    ArrayValue array = ArrayValue.of(element(types, 0), stored);
    if (array.dimensions() != indexes.length) {
      return null;
    }
    int at = 0;
    for (int i = 0; i < indexes.length; i++) {
      long index = (long) indexes[i] - array.lowerBounds()[i];
      if (index < 0 || index >= array.lengths()[i]) {
        return null;
      }
      at = at * array.lengths()[i] + (int) index;
    }
    return array.elements()[at];
  }

  @Sql({"vector_subscript(int2vector, int4) -> int2", "vector_subscript(oidvector, int4) -> oid"})
  public static @Nullable Integer vectorElement(Slice stored, int index) {
    @Nullable Object[] elements =
        ArrayValue.of(dev.millrace.model.type.ScalarType.INT4, stored).elements();
    return index < 0 || index >= elements.length ? null : (Integer) elements[index];
  }

  /// `a[1:2]`, `a[1:2][3:4]`: bounds by pairs; the extreme ints stand for a bound left out.
  @Sql("array_slice(anyarray, variadic int4) -> anyarray")
  public static Slice slice(CallTypes types, Slice stored, Integer[] bounds) {
    ArrayValue array = ArrayValue.of(element(types, 0), stored);
    int dimensions = array.dimensions();
    if (dimensions == 0 || bounds.length / 2 > dimensions) {
      return ArrayValue.EMPTY.toSlice();
    }
    int[] from = new int[dimensions];
    int[] lengths = new int[dimensions];
    int[] lowerBounds = new int[dimensions];
    for (int i = 0; i < dimensions; i++) {
      int lower = array.lowerBounds()[i];
      int upper = lower + array.lengths()[i] - 1;
      boolean isGiven = 2 * i + 1 < bounds.length;
      int first = isGiven ? Math.max(bounds[2 * i], lower) : lower;
      int last = isGiven ? Math.min(bounds[2 * i + 1], upper) : upper;
      if (first > last) {
        return ArrayValue.EMPTY.toSlice();
      }
      from[i] = first - lower;
      lengths[i] = last - first + 1;
      lowerBounds[i] = 1;
    }
    List<@Nullable Object> kept = new ArrayList<>();
    copy(array, from, lengths, 0, 0, kept);
    return new ArrayValue(lengths, lowerBounds, kept.toArray()).toSlice();
  }

  private static void copy(
      ArrayValue array,
      int[] from,
      int[] lengths,
      int dimension,
      int base,
      List<@Nullable Object> out) {
    for (int i = 0; i < lengths[dimension]; i++) {
      int at = base * array.lengths()[dimension] + from[dimension] + i;
      if (dimension + 1 < lengths.length) {
        copy(array, from, lengths, dimension + 1, at, out);
      } else {
        out.add(array.elements()[at]);
      }
    }
  }

  @Sql("array_length(anyarray, int4) -> int4")
  public static @Nullable Integer length(CallTypes types, Slice stored, int dimension) {
    ArrayValue array = ArrayValue.of(element(types, 0), stored);
    return has(array, dimension) ? (Integer) array.lengths()[dimension - 1] : null;
  }

  @Sql("array_lower(anyarray, int4) -> int4")
  public static @Nullable Integer lower(CallTypes types, Slice stored, int dimension) {
    ArrayValue array = ArrayValue.of(element(types, 0), stored);
    return has(array, dimension) ? (Integer) array.lowerBounds()[dimension - 1] : null;
  }

  @Sql("array_upper(anyarray, int4) -> int4")
  public static @Nullable Integer upper(CallTypes types, Slice stored, int dimension) {
    ArrayValue array = ArrayValue.of(element(types, 0), stored);
    return has(array, dimension)
        ? (Integer) (array.lowerBounds()[dimension - 1] + array.lengths()[dimension - 1] - 1)
        : null;
  }

  private static boolean has(ArrayValue array, int dimension) {
    return dimension >= 1 && dimension <= array.dimensions();
  }

  @Sql("array_ndims(anyarray) -> int4")
  public static @Nullable Integer dimensions(CallTypes types, Slice stored) {
    int dimensions = ArrayValue.of(element(types, 0), stored).dimensions();
    return dimensions == 0 ? null : (Integer) dimensions;
  }

  @Sql("array_dims(anyarray) -> text")
  public static @Nullable Slice shape(CallTypes types, Slice stored) {
    ArrayValue array = ArrayValue.of(element(types, 0), stored);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < array.dimensions(); i++) {
      int lower = array.lowerBounds()[i];
      out.append('[').append(lower).append(':').append(lower + array.lengths()[i] - 1).append(']');
    }
    return out.isEmpty() ? null : Slice.utf8(out.toString());
  }

  @Sql("cardinality(anyarray) -> int4")
  public static int cardinality(CallTypes types, Slice stored) {
    return ArrayValue.of(element(types, 0), stored).elements().length;
  }

  @Sql(
      value = {
        "array_append(anycompatiblearray, anycompatible) -> anycompatiblearray",
        "||(anycompatiblearray, anycompatible) -> anycompatiblearray"
      },
      strict = false)
  public static Slice append(CallTypes types, @Nullable Slice stored, @Nullable Object value) {
    ArrayValue array = vector(element(types, 0), stored);
    @Nullable Object[] elements = Arrays.copyOf(array.elements(), array.elements().length + 1);
    elements[elements.length - 1] = value;
    int lower = array.dimensions() == 0 ? 1 : array.lowerBounds()[0];
    return new ArrayValue(new int[] {elements.length}, new int[] {lower}, elements).toSlice();
  }

  @Sql(
      value = {
        "array_prepend(anycompatible, anycompatiblearray) -> anycompatiblearray",
        "||(anycompatible, anycompatiblearray) -> anycompatiblearray"
      },
      strict = false)
  public static Slice prepend(CallTypes types, @Nullable Object value, @Nullable Slice stored) {
    ArrayValue array = vector(element(types, 1), stored);
    @Nullable Object[] elements = new Object[array.elements().length + 1];
    elements[0] = value;
    System.arraycopy(array.elements(), 0, elements, 1, elements.length - 1);
    int lower = array.dimensions() == 0 ? 1 : array.lowerBounds()[0];
    return new ArrayValue(new int[] {elements.length}, new int[] {lower}, elements).toSlice();
  }

  private static ArrayValue vector(SqlType element, @Nullable Slice stored) {
    ArrayValue array = stored == null ? ArrayValue.EMPTY : ArrayValue.of(element, stored);
    if (array.dimensions() > 1) {
      throw new DatabaseException(
          SqlState.DATA_EXCEPTION, "argument must be empty or one-dimensional array");
    }
    return array;
  }

  @Sql(
      value = {
        "array_cat(anycompatiblearray, anycompatiblearray) -> anycompatiblearray",
        "||(anycompatiblearray, anycompatiblearray) -> anycompatiblearray"
      },
      strict = false)
  public static @Nullable Slice concat(
      CallTypes types, @Nullable Slice left, @Nullable Slice right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    ArrayValue a = ArrayValue.of(element(types, 0), left);
    ArrayValue b = ArrayValue.of(element(types, 1), right);
    if (a.dimensions() == 0 || b.dimensions() == 0) {
      return a.dimensions() == 0 ? right : left;
    }
    ArrayValue deeper = a.dimensions() >= b.dimensions() ? a : b;
    int[] lengths = deeper.lengths().clone();
    int difference = a.dimensions() - b.dimensions();
    if (Math.abs(difference) > 1) {
      throw incompatible();
    }
    lengths[0] = difference == 0 ? a.lengths()[0] + b.lengths()[0] : deeper.lengths()[0] + 1;
    for (int i = 1; i < lengths.length; i++) {
      int fromA = a.lengths()[difference < 0 ? i - 1 : i];
      int fromB = b.lengths()[difference > 0 ? i - 1 : i];
      if (fromA != fromB) {
        throw incompatible();
      }
    }
    @Nullable Object[] elements =
        Arrays.copyOf(a.elements(), a.elements().length + b.elements().length);
    System.arraycopy(b.elements(), 0, elements, a.elements().length, b.elements().length);
    return new ArrayValue(lengths, deeper.lowerBounds(), elements).toSlice();
  }

  private static DatabaseException incompatible() {
    return new DatabaseException(
        SqlState.ARRAY_SUBSCRIPT_ERROR, "cannot concatenate incompatible arrays");
  }
}
