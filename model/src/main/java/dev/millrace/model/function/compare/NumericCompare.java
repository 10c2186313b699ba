package dev.millrace.model.function.compare;

import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;

/// Comparison of numerics: NaN equals itself and is above everything.
public final class NumericCompare {

  private NumericCompare() {}

  @Sql("=(numeric, numeric) -> bool")
  public static boolean equal(Slice left, Slice right) {
    return left.equals(right);
  }

  @Sql("<>(numeric, numeric) -> bool")
  public static boolean notEqual(Slice left, Slice right) {
    return !left.equals(right);
  }

  @Sql("<(numeric, numeric) -> bool")
  public static boolean less(Slice left, Slice right) {
    return Numeric.compare(left, right) < 0;
  }

  @Sql("<=(numeric, numeric) -> bool")
  public static boolean lessOrEqual(Slice left, Slice right) {
    return Numeric.compare(left, right) <= 0;
  }

  @Sql(">(numeric, numeric) -> bool")
  public static boolean greater(Slice left, Slice right) {
    return Numeric.compare(left, right) > 0;
  }

  @Sql(">=(numeric, numeric) -> bool")
  public static boolean greaterOrEqual(Slice left, Slice right) {
    return Numeric.compare(left, right) >= 0;
  }
}
