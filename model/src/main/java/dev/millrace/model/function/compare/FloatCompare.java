package dev.millrace.model.function.compare;

import dev.millrace.model.function.Sql;
import dev.millrace.model.value.ValueOrder;

/// Comparison of floats: -0 equals 0, NaN equals itself and is above everything.
public final class FloatCompare {

  private FloatCompare() {}

  @Sql("=(float4|float8, float4|float8) -> bool")
  public static boolean equal(double left, double right) {
    return ValueOrder.compareDoubles(left, right) == 0;
  }

  @Sql("<>(float4|float8, float4|float8) -> bool")
  public static boolean notEqual(double left, double right) {
    return ValueOrder.compareDoubles(left, right) != 0;
  }

  @Sql("<(float4|float8, float4|float8) -> bool")
  public static boolean less(double left, double right) {
    return ValueOrder.compareDoubles(left, right) < 0;
  }

  @Sql("<=(float4|float8, float4|float8) -> bool")
  public static boolean lessOrEqual(double left, double right) {
    return ValueOrder.compareDoubles(left, right) <= 0;
  }

  @Sql(">(float4|float8, float4|float8) -> bool")
  public static boolean greater(double left, double right) {
    return ValueOrder.compareDoubles(left, right) > 0;
  }

  @Sql(">=(float4|float8, float4|float8) -> bool")
  public static boolean greaterOrEqual(double left, double right) {
    return ValueOrder.compareDoubles(left, right) >= 0;
  }
}
