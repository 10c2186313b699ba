package dev.millrace.model.function.range;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.RangeValue;
import dev.millrace.model.value.Ranges;
import dev.millrace.model.value.Slice;
import org.jspecify.annotations.Nullable;

/// Constructors of ranges, and what their ends are.
public final class RangeFunctions {

  private static final Slice HALF_OPEN = Slice.utf8("[)");

  private RangeFunctions() {}

  @Sql(value = "anyrange(rangebound, rangebound) -> anyrange", strict = false)
  public static Slice of(CallTypes types, @Nullable Object lower, @Nullable Object upper) {
    return of(types, lower, upper, HALF_OPEN);
  }

  @Sql(value = "anyrange(rangebound, rangebound, text) -> anyrange", strict = false)
  public static Slice of(
      CallTypes types, @Nullable Object lower, @Nullable Object upper, @Nullable Slice flags) {
    if (flags == null) {
      throw new DatabaseException(
          SqlState.DATA_EXCEPTION, "range constructor flags argument must not be null");
    }
    boolean isLowerInclusive;
    boolean isUpperInclusive;
    switch (flags.toUtf8()) {
      case "[]" -> {
        isLowerInclusive = true;
        isUpperInclusive = true;
      }
      case "[)" -> {
        isLowerInclusive = true;
        isUpperInclusive = false;
      }
      case "(]" -> {
        isLowerInclusive = false;
        isUpperInclusive = true;
      }
      case "()" -> {
        isLowerInclusive = false;
        isUpperInclusive = false;
      }
      default ->
          throw new DatabaseException(SqlState.SYNTAX_ERROR, "invalid range bound flags")
              .withHint("Valid values are \"[]\", \"[)\", \"(]\", and \"()\".");
    }
    return Ranges.make(
        (ScalarType) types.result(),
        new RangeValue(lower, isLowerInclusive, upper, isUpperInclusive));
  }

  static @Nullable RangeValue read(CallTypes types, int argument, Slice stored) {
    TypeId element = RangeValue.elementOf((ScalarType) types.arguments().get(argument));
    return RangeValue.isEmpty(stored) ? null : RangeValue.of(element, stored);
  }

  @Sql("lower(anyrange) -> rangebound")
  public static @Nullable Object lower(CallTypes types, Slice range) {
    RangeValue value = read(types, 0, range);
    return value == null ? null : value.lower();
  }

  @Sql("upper(anyrange) -> rangebound")
  public static @Nullable Object upper(CallTypes types, Slice range) {
    RangeValue value = read(types, 0, range);
    return value == null ? null : value.upper();
  }

  @Sql("isempty(anyrange) -> bool")
  public static boolean isEmpty(Slice range) {
    return RangeValue.isEmpty(range);
  }

  @Sql("lower_inc(anyrange) -> bool")
  public static boolean isLowerInclusive(CallTypes types, Slice range) {
    RangeValue value = read(types, 0, range);
    return value != null && value.isLowerInclusive();
  }

  @Sql("upper_inc(anyrange) -> bool")
  public static boolean isUpperInclusive(CallTypes types, Slice range) {
    RangeValue value = read(types, 0, range);
    return value != null && value.isUpperInclusive();
  }

  @Sql("lower_inf(anyrange) -> bool")
  public static boolean isWithoutLower(CallTypes types, Slice range) {
    RangeValue value = read(types, 0, range);
    return value != null && value.lower() == null;
  }

  @Sql("upper_inf(anyrange) -> bool")
  public static boolean isWithoutUpper(CallTypes types, Slice range) {
    RangeValue value = read(types, 0, range);
    return value != null && value.upper() == null;
  }
}
