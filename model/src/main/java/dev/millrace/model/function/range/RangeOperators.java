package dev.millrace.model.function.range;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.RangeValue;
import dev.millrace.model.value.Ranges;
import dev.millrace.model.value.Ranges.Bound;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.ValueOrder;
import org.jspecify.annotations.Nullable;

/// The operators over ranges. Most are false where a range is empty.
public final class RangeOperators {

  private RangeOperators() {}

  /// Two ranges that are not empty, taken apart.
  private record Pair(SqlType element, Bound lower1, Bound upper1, Bound lower2, Bound upper2) {
    static @Nullable Pair of(CallTypes types, Slice left, Slice right) {
      RangeValue a = RangeFunctions.read(types, 0, left);
      RangeValue b = RangeFunctions.read(types, 1, right);
      if (a == null || b == null) {
        return null;
      }
      SqlType element =
          ScalarType.of(RangeValue.elementOf((ScalarType) types.arguments().getFirst()));
      return new Pair(element, Ranges.lower(a), Ranges.upper(a), Ranges.lower(b), Ranges.upper(b));
    }

    int compare(Bound left, Bound right) {
      return Ranges.compare(element, left, right);
    }

    boolean overlaps() {
      return (compare(lower1, lower2) >= 0 && compare(lower1, upper2) <= 0)
          || (compare(lower2, lower1) >= 0 && compare(lower2, upper1) <= 0);
    }

    boolean isAdjacent() {
      return touch(upper1, lower2) || touch(upper2, lower1);
    }

    private boolean touch(Bound upper, Bound lower) {
      return Ranges.compareValues(element, upper, lower) == 0
          && upper.value() != null
          && upper.isInclusive() != lower.isInclusive();
    }

    Bound first(Bound left, Bound right) {
      return compare(left, right) <= 0 ? left : right;
    }

    Bound last(Bound left, Bound right) {
      return compare(left, right) >= 0 ? left : right;
    }
  }

  @Sql("&&(anyrange, anyrange) -> bool")
  public static boolean overlaps(CallTypes types, Slice left, Slice right) {
    Pair pair = Pair.of(types, left, right);
    return pair != null && pair.overlaps();
  }

  @Sql("@>(anyrange, anyrange) -> bool")
  public static boolean contains(CallTypes types, Slice left, Slice right) {
    if (RangeValue.isEmpty(right)) {
      return true;
    }
    Pair pair = Pair.of(types, left, right);
    return pair != null
        && pair.compare(pair.lower1, pair.lower2) <= 0
        && pair.compare(pair.upper1, pair.upper2) >= 0;
  }

  @Sql("<@(anyrange, anyrange) -> bool")
  public static boolean isContained(CallTypes types, Slice left, Slice right) {
    return contains(types, right, left);
  }

  @Sql("@>(anyrange, rangebound) -> bool")
  public static boolean holds(CallTypes types, Slice range, Object value) {
    return holds(types, 0, range, value);
  }

  @Sql("<@(rangebound, anyrange) -> bool")
  public static boolean isHeld(CallTypes types, Object value, Slice range) {
    return holds(types, 1, range, value);
  }

  private static boolean holds(CallTypes types, int argument, Slice stored, Object value) {
    RangeValue range = RangeFunctions.read(types, argument, stored);
    if (range == null) {
      return false;
    }
    SqlType element =
        ScalarType.of(RangeValue.elementOf((ScalarType) types.arguments().get(argument)));
    Object lower = range.lower();
    Object upper = range.upper();
    int fromLower = lower == null ? 1 : ValueOrder.compare(element, value, lower);
    int fromUpper = upper == null ? -1 : ValueOrder.compare(element, value, upper);
    return (fromLower > 0 || (fromLower == 0 && range.isLowerInclusive()))
        && (fromUpper < 0 || (fromUpper == 0 && range.isUpperInclusive()));
  }

  @Sql("<<(anyrange, anyrange) -> bool")
  public static boolean isBefore(CallTypes types, Slice left, Slice right) {
    Pair pair = Pair.of(types, left, right);
    return pair != null && pair.compare(pair.upper1, pair.lower2) < 0;
  }

  @Sql(">>(anyrange, anyrange) -> bool")
  public static boolean isAfter(CallTypes types, Slice left, Slice right) {
    Pair pair = Pair.of(types, left, right);
    return pair != null && pair.compare(pair.lower1, pair.upper2) > 0;
  }

  @Sql("&<(anyrange, anyrange) -> bool")
  public static boolean endsWithin(CallTypes types, Slice left, Slice right) {
    Pair pair = Pair.of(types, left, right);
    return pair != null && pair.compare(pair.upper1, pair.upper2) <= 0;
  }

  @Sql("&>(anyrange, anyrange) -> bool")
  public static boolean startsWithin(CallTypes types, Slice left, Slice right) {
    Pair pair = Pair.of(types, left, right);
    return pair != null && pair.compare(pair.lower1, pair.lower2) >= 0;
  }

  @Sql("-|-(anyrange, anyrange) -> bool")
  public static boolean isAdjacent(CallTypes types, Slice left, Slice right) {
    Pair pair = Pair.of(types, left, right);
    return pair != null && pair.isAdjacent();
  }

  @Sql("+(anyrange, anyrange) -> anyrange")
  public static Slice union(CallTypes types, Slice left, Slice right) {
    Pair pair = Pair.of(types, left, right);
    if (pair != null && !pair.overlaps() && !pair.isAdjacent()) {
      throw new DatabaseException(
          SqlState.DATA_EXCEPTION, "result of range union would not be contiguous");
    }
    return merge(types, left, right);
  }

  @Sql("range_merge(anyrange, anyrange) -> anyrange")
  public static Slice merge(CallTypes types, Slice left, Slice right) {
    Pair pair = Pair.of(types, left, right);
    if (pair == null) {
      return RangeValue.isEmpty(left) ? right : left;
    }
    return Ranges.make(
        (ScalarType) types.result(),
        pair.first(pair.lower1, pair.lower2),
        pair.last(pair.upper1, pair.upper2));
  }

  @Sql("*(anyrange, anyrange) -> anyrange")
  public static Slice intersection(CallTypes types, Slice left, Slice right) {
    Pair pair = Pair.of(types, left, right);
    if (pair == null || !pair.overlaps()) {
      return RangeValue.EMPTY;
    }
    return Ranges.make(
        (ScalarType) types.result(),
        pair.last(pair.lower1, pair.lower2),
        pair.first(pair.upper1, pair.upper2));
  }

  @Sql("-(anyrange, anyrange) -> anyrange")
  public static Slice difference(CallTypes types, Slice left, Slice right) {
    Pair pair = Pair.of(types, left, right);
    if (pair == null) {
      return left;
    }
    int lowers = pair.compare(pair.lower1, pair.lower2);
    int uppers = pair.compare(pair.upper1, pair.upper2);
    if (lowers < 0 && uppers > 0) {
      throw new DatabaseException(
          SqlState.DATA_EXCEPTION, "result of range difference would not be contiguous");
    }
    if (pair.compare(pair.lower1, pair.upper2) > 0 || pair.compare(pair.upper1, pair.lower2) < 0) {
      return left;
    }
    if (lowers >= 0 && uppers <= 0) {
      return RangeValue.EMPTY;
    }
    ScalarType type = (ScalarType) types.result();
    return lowers < 0
        ? Ranges.make(type, pair.lower1, pair.lower2.turned())
        : Ranges.make(type, pair.upper2.turned(), pair.upper1);
  }
}
