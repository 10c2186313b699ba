package dev.millrace.model.function.math;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;

/// Mathematical functions of float8.
public final class FloatFunctions {

  private FloatFunctions() {}

  @Sql({"sqrt(float8) -> float8", "dsqrt(float8) -> float8", "|/(float8) -> float8"})
  public static double squareRoot(double value) {
    if (value < 0) {
      throw NumericFunctions.invalidPower("cannot take square root of a negative number");
    }
    return Math.sqrt(value);
  }

  @Sql({"cbrt(float8) -> float8", "||/(float8) -> float8"})
  public static double cubeRoot(double value) {
    return Math.cbrt(value);
  }

  @Sql("exp(float8) -> float8")
  public static double exponential(double value) {
    return FloatMath.check(Math.exp(value), Double.isInfinite(value), Double.isInfinite(value));
  }

  @Sql("ln(float8) -> float8")
  public static double naturalLogarithm(double value) {
    if (value <= 0) {
      throw NumericMath.invalidLogarithm(value == 0);
    }
    return Math.log(value);
  }

  @Sql({"log(float8) -> float8", "log10(float8) -> float8"})
  public static double decimalLogarithm(double value) {
    if (value <= 0) {
      throw NumericMath.invalidLogarithm(value == 0);
    }
    return Math.log10(value);
  }

  @Sql({
    "power(float8, float8) -> float8",
    "pow(float8, float8) -> float8",
    "^(float8, float8) -> float8"
  })
  public static double power(double base, double exponent) {
    if (base == 0 && exponent < 0) {
      throw NumericFunctions.invalidPower("zero raised to a negative power is undefined");
    }
    if (base < 0 && exponent != Math.rint(exponent) && !Double.isNaN(exponent)) {
      throw NumericFunctions.invalidPower(
          "a negative number raised to a non-integer power yields a complex result");
    }
    if (base == 1) {
      return 1;
    }
    boolean isInfinite = Double.isInfinite(base) || Double.isInfinite(exponent);
    return FloatMath.check(Math.pow(base, exponent), isInfinite, isInfinite || base == 0);
  }

  @Sql({"ceil(float8) -> float8", "ceiling(float8) -> float8"})
  public static double ceiling(double value) {
    return Math.ceil(value);
  }

  @Sql("floor(float8) -> float8")
  public static double floor(double value) {
    return Math.floor(value);
  }

  /// Half to even, as PostgreSQL does for floats.
  @Sql("round(float8) -> float8")
  public static double round(double value) {
    return Math.rint(value);
  }

  @Sql("trunc(float8) -> float8")
  public static double truncate(double value) {
    return value < 0 ? Math.ceil(value) : Math.floor(value);
  }

  @Sql("sign(float8) -> float8")
  public static double sign(double value) {
    return value > 0 ? 1 : value < 0 ? -1 : 0;
  }

  @Sql("pi() -> float8")
  public static double pi() {
    return Math.PI;
  }

  @Sql("sin(float8) -> float8")
  public static double sine(double value) {
    return Math.sin(finite(value));
  }

  @Sql("cos(float8) -> float8")
  public static double cosine(double value) {
    return Math.cos(finite(value));
  }

  @Sql("tan(float8) -> float8")
  public static double tangent(double value) {
    return Math.tan(finite(value));
  }

  @Sql("cot(float8) -> float8")
  public static double cotangent(double value) {
    return 1 / Math.tan(finite(value));
  }

  @Sql("asin(float8) -> float8")
  public static double arcSine(double value) {
    return Math.asin(unit(value));
  }

  @Sql("acos(float8) -> float8")
  public static double arcCosine(double value) {
    return Math.acos(unit(value));
  }

  @Sql("atan(float8) -> float8")
  public static double arcTangent(double value) {
    return Math.atan(value);
  }

  @Sql("atan2(float8, float8) -> float8")
  public static double arcTangent(double y, double x) {
    return Math.atan2(y, x);
  }

  @Sql("sinh(float8) -> float8")
  public static double hyperbolicSine(double value) {
    return Math.sinh(value);
  }

  @Sql("cosh(float8) -> float8")
  public static double hyperbolicCosine(double value) {
    return Math.cosh(value);
  }

  @Sql("tanh(float8) -> float8")
  public static double hyperbolicTangent(double value) {
    return Math.tanh(value);
  }

  @Sql("degrees(float8) -> float8")
  public static double degrees(double radians) {
    return FloatMath.check(radians / (Math.PI / 180), Double.isInfinite(radians), true);
  }

  @Sql("radians(float8) -> float8")
  public static double radians(double degrees) {
    return degrees * (Math.PI / 180);
  }

  static double finite(double value) {
    if (Double.isInfinite(value)) {
      throw outOfRange();
    }
    return value;
  }

  static double unit(double value) {
    if (value < -1 || value > 1) {
      throw outOfRange();
    }
    return value;
  }

  static DatabaseException outOfRange() {
    return new DatabaseException(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "input is out of range");
  }

  @Sql("width_bucket(float8, float8, float8, int4) -> int4")
  public static int bucket(double value, double low, double high, int count) {
    if (count <= 0) {
      throw invalidBucket("count must be greater than zero");
    }
    if (Double.isNaN(value) || Double.isNaN(low) || Double.isNaN(high)) {
      throw invalidBucket("operand, lower bound, and upper bound cannot be NaN");
    }
    if (Double.isInfinite(low) || Double.isInfinite(high)) {
      throw invalidBucket("lower and upper bounds must be finite");
    }
    if (low == high) {
      throw invalidBucket("lower bound cannot equal upper bound");
    }
    boolean isAscending = low < high;
    if (isAscending ? value < low : value > low) {
      return 0;
    }
    if (isAscending ? value >= high : value <= high) {
      return IntegerMath.integer(count + 1L);
    }
    return IntegerMath.integer((long) (count * (value - low) / (high - low) + 1));
  }

  private static DatabaseException invalidBucket(String message) {
    return new DatabaseException(SqlState.INVALID_ARGUMENT_FOR_WIDTH_BUCKET_FUNCTION, message);
  }
}
