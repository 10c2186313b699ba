package dev.millrace.model.value;

import dev.millrace.model.type.SqlType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL array taken apart: per dimension a length and a lower bound, and the elements row
/// by row. The empty array has no dimensions. Records compare by identity of the arrays; compare
/// stored forms instead.
public record ArrayValue(int[] lengths, int[] lowerBounds, @Nullable Object[] elements) {

  /// PostgreSQL's `MAXDIM`.
  public static final int DIMENSIONS_MAX = 6;

  public static final ArrayValue EMPTY = new ArrayValue(new int[0], new int[0], new Object[0]);

  /// The array behind its stored form.
  public static ArrayValue of(SqlType element, Slice stored) {
    int dimensions = Elements.intAt(stored, 0);
    if (dimensions == 0) {
      return EMPTY;
    }
    int[] lengths = new int[dimensions];
    int[] lowerBounds = new int[dimensions];
    for (int i = 0; i < dimensions; i++) {
      lengths[i] = Elements.intAt(stored, 4 + 8 * i);
      lowerBounds[i] = Elements.intAt(stored, 8 + 8 * i);
    }
    int at = 4 + 8 * dimensions;
    int count = Elements.intAt(stored, at);
    return new ArrayValue(
        lengths, lowerBounds, Elements.read(element.carrier(), stored, at + 4, count));
  }

  /// A one-dimensional array, or the empty one.
  public static ArrayValue of(@Nullable Object... elements) {
    return elements.length == 0
        ? EMPTY
        : new ArrayValue(new int[] {elements.length}, new int[] {1}, elements);
  }

  /// A one-dimensional array in its stored form.
  public static Slice stored(@Nullable Object... elements) {
    return of(elements).toSlice();
  }

  /// A one-dimensional array in its stored form.
  public static Slice stored(List<? extends @Nullable Object> elements) {
    return of(elements.toArray()).toSlice();
  }

  /// The stored form.
  public Slice toSlice() {
    int at = 4 + 8 * lengths.length;
    byte[] bytes = new byte[at + 4 + Elements.bytes(elements)];
    Elements.INT.set(bytes, 0, lengths.length);
    for (int i = 0; i < lengths.length; i++) {
      Elements.INT.set(bytes, 4 + 8 * i, lengths[i]);
      Elements.INT.set(bytes, 8 + 8 * i, lowerBounds[i]);
    }
    Elements.INT.set(bytes, at, elements.length);
    Elements.put(bytes, at + 4, elements);
    return Slice.of(bytes);
  }

  /// Number of dimensions.
  public int dimensions() {
    return lengths.length;
  }

  /// True if a stored array has no elements.
  public static boolean isEmpty(Slice stored) {
    return Elements.intAt(stored, 0) == 0;
  }

  /// True if both have the same dimensions.
  public boolean hasShapeOf(ArrayValue other) {
    return Arrays.equals(lengths, other.lengths) && Arrays.equals(lowerBounds, other.lowerBounds);
  }
}
