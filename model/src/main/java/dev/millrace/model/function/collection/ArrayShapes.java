package dev.millrace.model.function.collection;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.ValueOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Functions that make an array of a given shape, cut one, or look a value up in a sorted one.
public final class ArrayShapes {

  /// PostgreSQL's `MaxArraySize` for elements of 8 bytes.
  private static final long ELEMENTS_MAX = 134_217_727;

  private ArrayShapes() {}

  @Sql(value = "array_fill(anyelement, int4[]) -> anyarray", strict = false)
  public static Slice fill(@Nullable Object value, @Nullable Slice lengths) {
    return filled(value, shape(lengths), null);
  }

  @Sql(value = "array_fill(anyelement, int4[], int4[]) -> anyarray", strict = false)
  public static Slice fill(
      @Nullable Object value, @Nullable Slice lengths, @Nullable Slice lowerBounds) {
    if (lengths == null || lowerBounds == null) {
      throw nullShape();
    }
    return filled(value, shape(lengths), shape(lowerBounds));
  }

  private static DatabaseException nullShape() {
    return new DatabaseException(
        SqlState.NULL_VALUE_NOT_ALLOWED, "dimension array or low bound array cannot be null");
  }

  private static int[] shape(@Nullable Slice stored) {
    if (stored == null) {
      throw nullShape();
    }
    ArrayValue array = ArrayValue.of(ScalarType.INT4, stored);
    if (array.dimensions() > 1) {
      throw new DatabaseException(
              SqlState.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts")
          .withDetail("Dimension array must be one dimensional.");
    }
    int[] shape = new int[array.elements().length];
    for (int i = 0; i < shape.length; i++) {
      if (!(array.elements()[i] instanceof Integer size)) {
        throw new DatabaseException(
            SqlState.NULL_VALUE_NOT_ALLOWED, "dimension values cannot be null");
      }
      shape[i] = size;
    }
    if (shape.length > ArrayValue.DIMENSIONS_MAX) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "number of array dimensions ("
              + shape.length
              + ") exceeds the maximum allowed ("
              + ArrayValue.DIMENSIONS_MAX
              + ")");
    }
    return shape;
  }

  private static Slice filled(@Nullable Object value, int[] lengths, int @Nullable [] lowerBounds) {
    if (lowerBounds != null && lowerBounds.length != lengths.length) {
      throw new DatabaseException(
              SqlState.ARRAY_SUBSCRIPT_ERROR, "wrong number of array subscripts")
          .withDetail("Low bound array has different size than dimensions array.");
    }
    long count = lengths.length == 0 ? 0 : 1;
    for (int length : lengths) {
      count = length < 0 || count > ELEMENTS_MAX ? Long.MAX_VALUE : count * length;
    }
    if (count > ELEMENTS_MAX) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "array size exceeds the maximum allowed (" + ELEMENTS_MAX + ")");
    }
    if (count == 0) {
      return ArrayValue.EMPTY.toSlice();
    }
    int[] lower = lowerBounds;
    if (lower == null) {
      lower = new int[lengths.length];
      Arrays.fill(lower, 1);
    }
    @Nullable Object[] elements = new Object[(int) count];
    Arrays.fill(elements, value);
    return new ArrayValue(lengths, lower, elements).toSlice();
  }

  @Sql("trim_array(anyarray, int4) -> anyarray")
  public static Slice trim(CallTypes types, Slice stored, int removed) {
    SqlType element = ((ArrayType) types.arguments().getFirst()).element();
    ArrayValue array = ArrayValue.of(element, stored);
    int length = array.dimensions() == 0 ? 0 : array.lengths()[0];
    if (removed < 0 || removed > length) {
      throw new DatabaseException(
          SqlState.ARRAY_SUBSCRIPT_ERROR,
          "number of elements to trim must be between 0 and " + length);
    }
    if (length == removed) {
      return ArrayValue.EMPTY.toSlice();
    }
    int[] lengths = array.lengths().clone();
    lengths[0] = length - removed;
    int kept = array.elements().length / length * lengths[0];
    int[] lowerBounds = new int[lengths.length];
    Arrays.fill(lowerBounds, 1);
    return new ArrayValue(lengths, lowerBounds, Arrays.copyOf(array.elements(), kept)).toSlice();
  }

  /// How many of the sorted thresholds are not above the value.
  @Sql("width_bucket(anycompatible, anycompatiblearray) -> int4")
  public static int bucket(CallTypes types, Object value, Slice stored) {
    SqlType element = ((ArrayType) types.arguments().get(1)).element();
    ArrayValue array = ArrayValue.of(element, stored);
    if (array.dimensions() > 1) {
      throw new DatabaseException(
          SqlState.ARRAY_SUBSCRIPT_ERROR, "thresholds must be one-dimensional array");
    }
    for (Object threshold : array.elements()) {
      if (threshold == null) {
        throw new DatabaseException(
            SqlState.NULL_VALUE_NOT_ALLOWED, "thresholds array must not contain NULLs");
      }
    }
    int from = 0;
    int to = array.elements().length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      Object threshold = java.util.Objects.requireNonNull(array.elements()[middle]);
      if (ValueOrder.compare(element, value, threshold) < 0) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }
}
