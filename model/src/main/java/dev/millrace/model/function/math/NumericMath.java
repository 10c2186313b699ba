package dev.millrace.model.function.math;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// Arithmetic of numeric. What fits longs stays in longs. Quotients have the digits PostgreSQL's
/// `select_div_scale` gives them; as values are normalised, an operand's written scale is unknown
/// here and counts without trailing zeros.
public final class NumericMath {

  /// `NUMERIC_MIN_SIG_DIGITS` in PostgreSQL.
  static final int SIGNIFICANT_DIGITS = 16;

  private static final long[] POWERS = new long[19];

  static {
    long power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private NumericMath() {}

  @Sql("+(numeric, numeric) -> numeric")
  public static Slice add(Slice left, Slice right) {
    return sum(left, right, false);
  }

  @Sql("-(numeric, numeric) -> numeric")
  public static Slice subtract(Slice left, Slice right) {
    return sum(left, right, true);
  }

  private static Slice sum(Slice left, Slice right, boolean negateRight) {
    if (Numeric.isSmall(left) && Numeric.isSmall(right)) {
      long a = Numeric.unscaledLong(left);
      long b = Numeric.unscaledLong(right);
      int scaleA = Numeric.scale(left);
      int scaleB = Numeric.scale(right);
      int scale = Math.max(scaleA, scaleB);
      if (scale - scaleA < POWERS.length && scale - scaleB < POWERS.length) {
        long powerA = POWERS[scale - scaleA];
        long powerB = POWERS[scale - scaleB];
        long x = a * powerA;
        long y = b * powerB;
        boolean fits =
            Math.multiplyHigh(a, powerA) == x >> 63
                && Math.multiplyHigh(b, powerB) == y >> 63
                && y != Long.MIN_VALUE;
        long addend = negateRight ? -y : y;
        long result = x + addend;
        if (fits && ((x ^ result) & (addend ^ result)) >= 0) {
          return Numeric.of(result, scale);
        }
      }
    }
    if (!Numeric.isFinite(left) || !Numeric.isFinite(right)) {
      return sumOfSpecials(left, negateRight ? negate(right) : right);
    }
    BigDecimal a = Numeric.toBigDecimal(left);
    BigDecimal b = Numeric.toBigDecimal(right);
    return Numeric.of(negateRight ? a.subtract(b) : a.add(b));
  }

  private static Slice sumOfSpecials(Slice left, Slice right) {
    if (Numeric.isNaN(left) || Numeric.isNaN(right)) {
      return Numeric.NAN;
    }
    if (Numeric.isFinite(left)) {
      return right;
    }
    return Numeric.isFinite(right) || left.equals(right) ? left : Numeric.NAN;
  }

  @Sql("*(numeric, numeric) -> numeric")
  public static Slice multiply(Slice left, Slice right) {
    if (Numeric.isSmall(left) && Numeric.isSmall(right)) {
      long a = Numeric.unscaledLong(left);
      long b = Numeric.unscaledLong(right);
      long product = a * b;
      if (Math.multiplyHigh(a, b) == product >> 63) {
        return Numeric.of(product, Numeric.scale(left) + Numeric.scale(right));
      }
    }
    if (!Numeric.isFinite(left) || !Numeric.isFinite(right)) {
      return infinityOrNaN(Numeric.signum(left) * Numeric.signum(right), left, right);
    }
    return Numeric.of(Numeric.toBigDecimal(left).multiply(Numeric.toBigDecimal(right)));
  }

  @Sql("/(numeric, numeric) -> numeric")
  public static Slice divide(Slice left, Slice right) {
    if (!Numeric.isFinite(left) || !Numeric.isFinite(right)) {
      return quotientOfSpecials(left, right);
    }
    if (Numeric.signum(right) == 0) {
      throw IntegerMath.divisionByZero();
    }
    return Numeric.of(quotient(Numeric.toBigDecimal(left), Numeric.toBigDecimal(right)));
  }

  /// The quotient with as many digits as PostgreSQL computes.
  public static BigDecimal quotient(BigDecimal left, BigDecimal right) {
    int weight = weight(left) - weight(right);
    if (firstDigit(left).compareTo(firstDigit(right)) <= 0) {
      weight--;
    }
    int scale =
        Math.max(
            Math.max(SIGNIFICANT_DIGITS - weight * 4, 0), Math.max(left.scale(), right.scale()));
    return left.divide(right, scale, RoundingMode.HALF_UP);
  }

  /// The exponent of the leading digit in PostgreSQL's base 10000.
  static int weight(BigDecimal value) {
    return value.signum() == 0 ? 0 : Math.floorDiv(value.precision() - value.scale() - 1, 4);
  }

  private static BigInteger firstDigit(BigDecimal value) {
    return value.abs().movePointLeft(4 * weight(value)).toBigInteger();
  }

  private static Slice quotientOfSpecials(Slice left, Slice right) {
    if (Numeric.isNaN(left) || Numeric.isNaN(right)) {
      return Numeric.NAN;
    }
    if (Numeric.isFinite(left)) {
      return Numeric.ZERO;
    }
    if (!Numeric.isFinite(right)) {
      return Numeric.NAN;
    }
    if (Numeric.signum(right) == 0) {
      throw IntegerMath.divisionByZero();
    }
    return Numeric.signum(left) * Numeric.signum(right) > 0
        ? Numeric.INFINITY
        : Numeric.NEGATIVE_INFINITY;
  }

  private static Slice infinityOrNaN(int sign, Slice left, Slice right) {
    if (Numeric.isNaN(left) || Numeric.isNaN(right) || sign == 0) {
      return Numeric.NAN;
    }
    return sign > 0 ? Numeric.INFINITY : Numeric.NEGATIVE_INFINITY;
  }

  @Sql({"%(numeric, numeric) -> numeric", "mod(numeric, numeric) -> numeric"})
  public static Slice remainder(Slice left, Slice right) {
    if (!Numeric.isFinite(left) || !Numeric.isFinite(right)) {
      if (Numeric.isNaN(left) || Numeric.isNaN(right)) {
        return Numeric.NAN;
      }
      if (Numeric.signum(right) == 0) {
        throw IntegerMath.divisionByZero();
      }
      return Numeric.isFinite(left) ? left : Numeric.NAN;
    }
    if (Numeric.signum(right) == 0) {
      throw IntegerMath.divisionByZero();
    }
    return Numeric.of(Numeric.toBigDecimal(left).remainder(Numeric.toBigDecimal(right)));
  }

  @Sql("div(numeric, numeric) -> numeric")
  public static Slice wholeQuotient(Slice left, Slice right) {
    if (!Numeric.isFinite(left) || !Numeric.isFinite(right)) {
      return quotientOfSpecials(left, right);
    }
    if (Numeric.signum(right) == 0) {
      throw IntegerMath.divisionByZero();
    }
    return Numeric.of(
        Numeric.toBigDecimal(left).divideToIntegralValue(Numeric.toBigDecimal(right)));
  }

  @Sql("-(numeric) -> numeric")
  public static Slice negate(Slice value) {
    if (Numeric.isSmall(value)) {
      long unscaled = Numeric.unscaledLong(value);
      if (unscaled != Long.MIN_VALUE) {
        return Numeric.of(-unscaled, Numeric.scale(value));
      }
    }
    if (!Numeric.isFinite(value)) {
      return Numeric.isNaN(value)
          ? value
          : Numeric.signum(value) < 0 ? Numeric.INFINITY : Numeric.NEGATIVE_INFINITY;
    }
    return Numeric.of(Numeric.toBigDecimal(value).negate());
  }

  @Sql("+(numeric) -> numeric")
  public static Slice plus(Slice value) {
    return value;
  }

  @Sql({"abs(numeric) -> numeric", "@(numeric) -> numeric"})
  public static Slice absolute(Slice value) {
    return Numeric.signum(value) < 0 ? negate(value) : value;
  }

  @Sql("sign(numeric) -> numeric")
  public static Slice sign(Slice value) {
    return Numeric.isNaN(value) ? value : Numeric.of(Numeric.signum(value));
  }

  @Sql({"ceil(numeric) -> numeric", "ceiling(numeric) -> numeric"})
  public static Slice ceiling(Slice value) {
    return rounded(value, 0, RoundingMode.CEILING);
  }

  @Sql("floor(numeric) -> numeric")
  public static Slice floor(Slice value) {
    return rounded(value, 0, RoundingMode.FLOOR);
  }

  @Sql("round(numeric) -> numeric")
  public static Slice round(Slice value) {
    return rounded(value, 0, RoundingMode.HALF_UP);
  }

  @Sql("round(numeric, int4) -> numeric")
  public static Slice round(Slice value, int digits) {
    return rounded(value, digits, RoundingMode.HALF_UP);
  }

  @Sql("trunc(numeric) -> numeric")
  public static Slice truncate(Slice value) {
    return rounded(value, 0, RoundingMode.DOWN);
  }

  @Sql("trunc(numeric, int4) -> numeric")
  public static Slice truncate(Slice value, int digits) {
    return rounded(value, digits, RoundingMode.DOWN);
  }

  /// The value with at most `digits` fractional digits; negative: rounded left of the point.
  public static Slice rounded(Slice value, int digits, RoundingMode mode) {
    if (!Numeric.isFinite(value) || digits >= Numeric.scale(value)) {
      return value;
    }
    int scale = Math.max(digits, -2 * Numeric.DIGITS_MAX);
    return Numeric.of(Numeric.toBigDecimal(value).setScale(scale, mode));
  }

  @Sql("scale(numeric) -> int4")
  public static @Nullable Integer scale(Slice value) {
    return Numeric.isFinite(value) ? Numeric.scale(value) : null;
  }

  @Sql("min_scale(numeric) -> int4")
  public static @Nullable Integer minScale(Slice value) {
    return scale(value);
  }

  @Sql("trim_scale(numeric) -> numeric")
  public static Slice trimScale(Slice value) {
    return value;
  }

  @Sql("gcd(numeric, numeric) -> numeric")
  public static Slice greatestCommonDivisor(Slice left, Slice right) {
    if (!Numeric.isFinite(left) || !Numeric.isFinite(right)) {
      return Numeric.NAN;
    }
    BigDecimal a = Numeric.toBigDecimal(left);
    BigDecimal b = Numeric.toBigDecimal(right);
    int scale = Math.max(a.scale(), b.scale());
    return Numeric.of(
        a.setScale(scale).unscaledValue().gcd(b.setScale(scale).unscaledValue()), scale);
  }

  @Sql("lcm(numeric, numeric) -> numeric")
  public static Slice leastCommonMultiple(Slice left, Slice right) {
    Slice divisor = greatestCommonDivisor(left, right);
    if (!Numeric.isFinite(divisor) || Numeric.signum(divisor) == 0) {
      return divisor;
    }
    BigDecimal quotient = Numeric.toBigDecimal(left).divide(Numeric.toBigDecimal(divisor));
    return Numeric.of(quotient.multiply(Numeric.toBigDecimal(right)).abs());
  }

  static DatabaseException invalidLogarithm(boolean isZero) {
    return new DatabaseException(
        SqlState.INVALID_ARGUMENT_FOR_LOGARITHM,
        isZero ? "cannot take logarithm of zero" : "cannot take logarithm of a negative number");
  }
}
