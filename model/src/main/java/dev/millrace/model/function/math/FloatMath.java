package dev.millrace.model.function.math;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;

/// Arithmetic of float4 and float8: overflow to infinity and underflow to zero are errors, as in
/// PostgreSQL.
public final class FloatMath {

  private FloatMath() {}

  static double check(double result, boolean mayBeInfinite, boolean mayBeZero) {
    if (Double.isInfinite(result) && !mayBeInfinite) {
      throw overflow();
    }
    if (result == 0 && !mayBeZero) {
      throw new DatabaseException(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: underflow");
    }
    return result;
  }

  /// `22003`.
  public static DatabaseException overflow() {
    return new DatabaseException(
        SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "value out of range: overflow");
  }

  private static boolean anyInfinite(double left, double right) {
    return Double.isInfinite(left) || Double.isInfinite(right);
  }

  @Sql({
    "+(float8, float8) -> float8",
    "+(float4, float8) -> float8",
    "+(float8, float4) -> float8"
  })
  public static double add(double left, double right) {
    return check(left + right, anyInfinite(left, right), true);
  }

  @Sql({
    "-(float8, float8) -> float8",
    "-(float4, float8) -> float8",
    "-(float8, float4) -> float8"
  })
  public static double subtract(double left, double right) {
    return check(left - right, anyInfinite(left, right), true);
  }

  @Sql({
    "*(float8, float8) -> float8",
    "*(float4, float8) -> float8",
    "*(float8, float4) -> float8"
  })
  public static double multiply(double left, double right) {
    return check(left * right, anyInfinite(left, right), left == 0 || right == 0);
  }

  @Sql({
    "/(float8, float8) -> float8",
    "/(float4, float8) -> float8",
    "/(float8, float4) -> float8"
  })
  public static double divide(double left, double right) {
    if (right == 0 && !Double.isNaN(left)) {
      throw IntegerMath.divisionByZero();
    }
    return check(left / right, Double.isInfinite(left), left == 0 || Double.isInfinite(right));
  }

  @Sql("+(float4, float4) -> float4")
  public static double addSingle(double left, double right) {
    return check((float) left + (float) right, anyInfinite(left, right), true);
  }

  @Sql("-(float4, float4) -> float4")
  public static double subtractSingle(double left, double right) {
    return check((float) left - (float) right, anyInfinite(left, right), true);
  }

  @Sql("*(float4, float4) -> float4")
  public static double multiplySingle(double left, double right) {
    return check((float) left * (float) right, anyInfinite(left, right), left == 0 || right == 0);
  }

  @Sql("/(float4, float4) -> float4")
  public static double divideSingle(double left, double right) {
    if (right == 0 && !Double.isNaN(left)) {
      throw IntegerMath.divisionByZero();
    }
    return check(
        (float) left / (float) right,
        Double.isInfinite(left),
        left == 0 || Double.isInfinite(right));
  }

  @Sql({"-(float4) -> float4", "-(float8) -> float8"})
  public static double negate(double value) {
    return -value;
  }

  @Sql({"+(float4) -> float4", "+(float8) -> float8"})
  public static double plus(double value) {
    return value;
  }

  @Sql({
    "abs(float4) -> float4",
    "abs(float8) -> float8",
    "@(float4) -> float4",
    "@(float8) -> float8"
  })
  public static double absolute(double value) {
    return Math.abs(value);
  }
}
