package dev.millrace.model.function.compare;

import dev.millrace.model.function.Sql;

/// Comparison of booleans: false before true.
public final class BooleanCompare {

  private BooleanCompare() {}

  @Sql("=(bool, bool) -> bool")
  public static boolean equal(boolean left, boolean right) {
    return Boolean.compare(left, right) == 0;
  }

  @Sql("<>(bool, bool) -> bool")
  public static boolean notEqual(boolean left, boolean right) {
    return Boolean.compare(left, right) != 0;
  }

  @Sql("<(bool, bool) -> bool")
  public static boolean less(boolean left, boolean right) {
    return Boolean.compare(left, right) < 0;
  }

  @Sql("<=(bool, bool) -> bool")
  public static boolean lessOrEqual(boolean left, boolean right) {
    return Boolean.compare(left, right) <= 0;
  }

  @Sql(">(bool, bool) -> bool")
  public static boolean greater(boolean left, boolean right) {
    return Boolean.compare(left, right) > 0;
  }

  @Sql(">=(bool, bool) -> bool")
  public static boolean greaterOrEqual(boolean left, boolean right) {
    return Boolean.compare(left, right) >= 0;
  }
}
