package dev.millrace.model.value;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import org.jspecify.annotations.Nullable;

/// Makes ranges of bounds as PostgreSQL does, and compares bounds.
public final class Ranges {

  private Ranges() {}

  /// One end of a range.
  ///
  /// @param value null where the range has no such end
  public record Bound(@Nullable Object value, boolean isInclusive, boolean isLower) {
    /// The same bound seen from the other side.
    public Bound turned() {
      return new Bound(value, !isInclusive, !isLower);
    }
  }

  /// The lower bound.
  public static Bound lower(RangeValue range) {
    return new Bound(range.lower(), range.isLowerInclusive(), true);
  }

  /// The upper bound.
  public static Bound upper(RangeValue range) {
    return new Bound(range.upper(), range.isUpperInclusive(), false);
  }

  /// The stored range between two bounds.
  public static Slice make(ScalarType type, Bound lower, Bound upper) {
    return make(
        type,
        new RangeValue(lower.value(), lower.isInclusive(), upper.value(), upper.isInclusive()));
  }

  /// The stored range of bounds as written: refused if they are in the wrong order, empty if
  /// nothing lies between them, `[a,b)` where values can be counted.
  public static Slice make(ScalarType type, RangeValue written) {
    TypeId element = RangeValue.elementOf(type);
    RangeValue range = checked(element, written);
    if (range == null) {
      return RangeValue.EMPTY;
    }
    boolean isCountable =
        element == TypeId.INT4 || element == TypeId.INT8 || element == TypeId.DATE;
    if (isCountable) {
      range = checked(element, canonical(element, range));
    }
    return range == null ? RangeValue.EMPTY : range.toSlice(element);
  }

  private static @Nullable RangeValue checked(TypeId element, RangeValue range) {
    Object lower = range.lower();
    Object upper = range.upper();
    if (lower != null && upper != null) {
      int order = ValueOrder.compare(ScalarType.of(element), lower, upper);
      if (order > 0) {
        throw new DatabaseException(
            SqlState.DATA_EXCEPTION,
            "range lower bound must be less than or equal to range upper bound");
      }
      if (order == 0 && !(range.isLowerInclusive() && range.isUpperInclusive())) {
        return null;
      }
    }
    return new RangeValue(
        lower,
        lower != null && range.isLowerInclusive(),
        upper,
        upper != null && range.isUpperInclusive());
  }

  private static RangeValue canonical(TypeId element, RangeValue range) {
    Object lower = range.lower();
    Object upper = range.upper();
    boolean isLowerInclusive = range.isLowerInclusive();
    boolean isUpperInclusive = range.isUpperInclusive();
    if (lower != null && !isLowerInclusive && isCounted(element, lower)) {
      lower = successor(element, lower);
      isLowerInclusive = true;
    }
    if (upper != null && isUpperInclusive && isCounted(element, upper)) {
      upper = successor(element, upper);
      isUpperInclusive = false;
    }
    return new RangeValue(lower, isLowerInclusive, upper, isUpperInclusive);
  }

  private static boolean isCounted(TypeId element, Object value) {
    return element != TypeId.DATE || Calendar.isFinite((int) (Integer) value);
  }

  private static Object successor(TypeId element, Object value) {
    if (element == TypeId.DATE) {
      return Calendar.checkDate((Integer) value + 1L);
    }
    boolean isLast = value.equals(Integer.MAX_VALUE) || value.equals(Long.MAX_VALUE);
    if (isLast) {
      throw new DatabaseException(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
          (element == TypeId.INT4 ? "integer" : "bigint") + " out of range");
    }
    return value instanceof Integer i ? (Object) (i + 1) : (Object) ((Long) value + 1);
  }

  /// Compares two bounds, whichever ends they are.
  public static int compare(SqlType element, Bound left, Bound right) {
    int order = compareValues(element, left, right);
    if (order != 0 || left.value() == null) {
      return order;
    }
    int leftSide = left.isInclusive() ? 0 : left.isLower() ? 1 : -1;
    int rightSide = right.isInclusive() ? 0 : right.isLower() ? 1 : -1;
    return Integer.compare(leftSide, rightSide);
  }

  /// Compares where two bounds lie, whether they are inclusive or not.
  public static int compareValues(SqlType element, Bound left, Bound right) {
    Object a = left.value();
    Object b = right.value();
    if (a == null || b == null) {
      int leftSide = a != null ? 0 : left.isLower() ? -1 : 1;
      int rightSide = b != null ? 0 : right.isLower() ? -1 : 1;
      return Integer.compare(leftSide, rightSide);
    }
    return ValueOrder.compare(element, a, b);
  }
}
