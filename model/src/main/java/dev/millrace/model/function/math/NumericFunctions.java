package dev.millrace.model.function.math;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// Roots, powers, exponentials and logarithms of numeric, with the digits PostgreSQL gives them.
public final class NumericFunctions {

  /// Digits carried while computing: what a value can have and some that rounding may eat.
  private static final MathContext WORKING = new MathContext(70, RoundingMode.HALF_EVEN);

  private static final BigDecimal LN_10 = lnSeries(BigDecimal.TEN);

  /// Exponents beyond this give results of more than 39 digits for any base that is not 1.
  private static final double RESULT_DIGITS_MAX = 1000;

  private NumericFunctions() {}

  @Sql("sqrt(numeric) -> numeric")
  public static Slice squareRoot(Slice value) {
    if (!Numeric.isFinite(value)) {
      if (Numeric.signum(value) < 0) {
        throw negativeRoot();
      }
      return value;
    }
    if (Numeric.signum(value) < 0) {
      throw negativeRoot();
    }
    BigDecimal decimal = Numeric.toBigDecimal(value);
    int weight = (NumericMath.weight(decimal) + 1) * 4 / 2 - 1;
    int scale = Math.max(Math.max(NumericMath.SIGNIFICANT_DIGITS - weight, decimal.scale()), 0);
    return Numeric.of(squareRoot(decimal, scale));
  }

  /// The root rounded to a scale.
  public static BigDecimal squareRoot(BigDecimal value, int scale) {
    BigInteger shifted = value.setScale(2 * scale + 2, RoundingMode.DOWN).unscaledValue().sqrt();
    return new BigDecimal(shifted, scale + 1).setScale(scale, RoundingMode.HALF_UP);
  }

  private static DatabaseException negativeRoot() {
    return new DatabaseException(
        SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION,
        "cannot take square root of a negative number");
  }

  @Sql("exp(numeric) -> numeric")
  public static Slice exponential(Slice value) {
    if (!Numeric.isFinite(value)) {
      return Numeric.signum(value) < 0 ? Numeric.ZERO : value;
    }
    BigDecimal x = Numeric.toBigDecimal(value);
    double digits = x.doubleValue() * 0.434294481903252;
    if (digits > RESULT_DIGITS_MAX) {
      throw Numeric.overflow();
    }
    if (digits < -RESULT_DIGITS_MAX) {
      return Numeric.ZERO;
    }
    int scale = Math.max(Math.max(NumericMath.SIGNIFICANT_DIGITS - (int) digits, x.scale()), 0);
    return Numeric.of(expSeries(x).setScale(scale, RoundingMode.HALF_UP));
  }

  @Sql("ln(numeric) -> numeric")
  public static Slice naturalLogarithm(Slice value) {
    checkLogarithm(value);
    if (!Numeric.isFinite(value)) {
      return value;
    }
    BigDecimal x = Numeric.toBigDecimal(value);
    BigDecimal result = ln(x);
    int scale = NumericMath.SIGNIFICANT_DIGITS - lnWeight(x, result);
    return Numeric.of(
        result.setScale(Math.max(Math.max(scale, x.scale()), 0), RoundingMode.HALF_UP));
  }

  /// PostgreSQL's estimate of the decimal weight of a logarithm (`estimate_ln_dweight`).
  private static int lnWeight(BigDecimal x, BigDecimal ln) {
    BigDecimal distance = x.subtract(BigDecimal.ONE);
    if (distance.abs().compareTo(new BigDecimal("0.1")) > 0) {
      return (int) Math.log10(Math.abs(ln.doubleValue()));
    }
    if (distance.signum() == 0) {
      return 0;
    }
    int weight = NumericMath.weight(distance) * 4;
    return weight + (int) Math.log10(distance.abs().movePointLeft(weight).doubleValue());
  }

  @Sql({"log(numeric) -> numeric", "log10(numeric) -> numeric"})
  public static Slice decimalLogarithm(Slice value) {
    return logarithm(Numeric.of(10), value);
  }

  @Sql("log(numeric, numeric) -> numeric")
  public static Slice logarithm(Slice base, Slice value) {
    if (Numeric.isNaN(base) || Numeric.isNaN(value)) {
      return Numeric.NAN;
    }
    checkLogarithm(base);
    checkLogarithm(value);
    if (!Numeric.isFinite(base) || !Numeric.isFinite(value)) {
      return Numeric.isFinite(base)
          ? Numeric.INFINITY
          : Numeric.isFinite(value) ? Numeric.ZERO : Numeric.NAN;
    }
    BigDecimal b = Numeric.toBigDecimal(base);
    BigDecimal x = Numeric.toBigDecimal(value);
    BigDecimal lnBase = ln(b);
    if (lnBase.signum() == 0) {
      throw IntegerMath.divisionByZero();
    }
    BigDecimal lnValue = ln(x);
    BigDecimal result = lnValue.divide(lnBase, WORKING);
    int weight = lnWeight(x, lnValue) - lnWeight(b, lnBase);
    int scale =
        Math.max(
            NumericMath.SIGNIFICANT_DIGITS - weight, Math.max(Math.max(b.scale(), x.scale()), 0));
    return Numeric.of(result.setScale(scale, RoundingMode.HALF_UP));
  }

  private static void checkLogarithm(Slice value) {
    if (Numeric.signum(value) <= 0) {
      throw NumericMath.invalidLogarithm(Numeric.signum(value) == 0);
    }
  }

  @Sql({
    "power(numeric, numeric) -> numeric",
    "pow(numeric, numeric) -> numeric",
    "^(numeric, numeric) -> numeric"
  })
  public static Slice power(Slice base, Slice exponent) {
    if (!Numeric.isFinite(base) || !Numeric.isFinite(exponent)) {
      return powerOfSpecials(base, exponent);
    }
    BigDecimal x = Numeric.toBigDecimal(base);
    BigDecimal y = Numeric.toBigDecimal(exponent);
    if (x.signum() == 0 && y.signum() < 0) {
      throw invalidPower("zero raised to a negative power is undefined");
    }
    if (x.signum() < 0 && y.scale() > 0) {
      throw invalidPower("a negative number raised to a non-integer power yields a complex result");
    }
    if (y.signum() == 0 || x.compareTo(BigDecimal.ONE) == 0) {
      return Numeric.ONE;
    }
    if (x.signum() == 0) {
      return Numeric.ZERO;
    }
    double digits = Math.log10(x.abs().doubleValue()) * y.doubleValue();
    if (digits > RESULT_DIGITS_MAX) {
      throw Numeric.overflow();
    }
    if (digits < -RESULT_DIGITS_MAX) {
      return Numeric.ZERO;
    }
    boolean isWhole = y.scale() <= 0 && y.abs().compareTo(BigDecimal.valueOf(100_000)) < 0;
    int scale =
        Math.max(
            NumericMath.SIGNIFICANT_DIGITS - (isWhole ? 0 : (int) digits),
            Math.max(Math.max(x.scale(), isWhole ? 0 : y.scale()), 0));
    BigDecimal result;
    if (isWhole) {
      result = x.pow(y.intValueExact(), WORKING);
    } else {
      boolean isOdd = y.scale() <= 0 && y.toBigInteger().testBit(0);
      result = expSeries(ln(x.abs()).multiply(y, WORKING));
      result = x.signum() < 0 && isOdd ? result.negate() : result;
    }
    return Numeric.of(result.setScale(scale, RoundingMode.HALF_UP));
  }

  private static Slice powerOfSpecials(Slice base, Slice exponent) {
    if (base.equals(Numeric.ONE) || (Numeric.isFinite(exponent) && Numeric.signum(exponent) == 0)) {
      return Numeric.ONE;
    }
    if (Numeric.signum(base) < 0 && Numeric.isFinite(exponent) && Numeric.scale(exponent) > 0) {
      throw invalidPower("a negative number raised to a non-integer power yields a complex result");
    }
    if (Numeric.isFinite(base) && Numeric.signum(base) == 0 && Numeric.signum(exponent) < 0) {
      throw invalidPower("zero raised to a negative power is undefined");
    }
    if (base.equals(Numeric.NEGATIVE_INFINITY) && Numeric.isFinite(exponent)) {
      boolean isOdd = Numeric.toBigDecimal(exponent).toBigInteger().testBit(0);
      return Numeric.signum(exponent) < 0
          ? Numeric.ZERO
          : isOdd ? Numeric.NEGATIVE_INFINITY : Numeric.INFINITY;
    }
    if (base.equals(Numeric.of(-1)) && !Numeric.isNaN(exponent)) {
      return Numeric.ONE;
    }
    double result = Math.pow(Numeric.toDouble(base), Numeric.toDouble(exponent));
    return Numeric.ofDouble(result, NumericMath.SIGNIFICANT_DIGITS);
  }

  static DatabaseException invalidPower(String message) {
    return new DatabaseException(SqlState.INVALID_ARGUMENT_FOR_POWER_FUNCTION, message);
  }

  /// ln x = ln(m) + k ln 10 with m near 1.
  private static BigDecimal ln(BigDecimal x) {
    if (x.compareTo(BigDecimal.ONE) == 0) {
      return BigDecimal.ZERO;
    }
    int exponent = x.precision() - x.scale() - 1;
    return lnSeries(x.movePointLeft(exponent))
        .add(LN_10.multiply(BigDecimal.valueOf(exponent)), WORKING);
  }

  /// Roots bring the argument near 1, where 2 artanh((x-1)/(x+1)) converges fast.
  private static BigDecimal lnSeries(BigDecimal x) {
    BigDecimal m = x;
    int halvings = 0;
    while (m.subtract(BigDecimal.ONE).abs().compareTo(new BigDecimal("0.01")) > 0) {
      m = m.sqrt(WORKING);
      halvings++;
    }
    BigDecimal z = m.subtract(BigDecimal.ONE).divide(m.add(BigDecimal.ONE), WORKING);
    BigDecimal square = z.multiply(z, WORKING);
    BigDecimal term = z;
    BigDecimal sum = z;
    for (int k = 3; term.signum() != 0 && -exponent(term) < WORKING.getPrecision(); k += 2) {
      term = term.multiply(square, WORKING);
      sum = sum.add(term.divide(BigDecimal.valueOf(k), WORKING), WORKING);
    }
    return sum.multiply(BigDecimal.valueOf(2).pow(halvings + 1), WORKING);
  }

  /// e^x = (e^(x / 2^n))^(2^n) with the inner argument small.
  private static BigDecimal expSeries(BigDecimal x) {
    int halvings = 0;
    BigDecimal small = x;
    while (small.abs().compareTo(new BigDecimal("0.01")) > 0) {
      small = small.divide(BigDecimal.valueOf(2), WORKING);
      halvings++;
    }
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int k = 1; term.signum() != 0 && -exponent(term) < WORKING.getPrecision(); k++) {
      term = term.multiply(small, WORKING).divide(BigDecimal.valueOf(k), WORKING);
      sum = sum.add(term, WORKING);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, WORKING);
    }
    return sum;
  }

  private static int exponent(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  @Sql("factorial(int8) -> numeric")
  public static Slice factorial(long n) {
    if (n < 0) {
      throw new DatabaseException(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "factorial of a negative number is undefined");
    }
    if (n > 40) {
      throw Numeric.overflow();
    }
    BigInteger product = BigInteger.ONE;
    for (long i = 2; i <= n; i++) {
      product = product.multiply(BigInteger.valueOf(i));
    }
    return Numeric.of(product, 0);
  }

  @Sql("width_bucket(numeric, numeric, numeric, int4) -> int4")
  public static int bucket(Slice value, Slice low, Slice high, int count) {
    if (count <= 0
        || low.equals(high)
        || !Numeric.isFinite(value)
        || !Numeric.isFinite(low)
        || !Numeric.isFinite(high)) {
      return FloatFunctions.bucket(
          Numeric.toDouble(value), Numeric.toDouble(low), Numeric.toDouble(high), count);
    }
    int direction = Numeric.compare(high, low);
    if (Numeric.compare(value, low) * direction < 0) {
      return 0;
    }
    if (Numeric.compare(value, high) * direction >= 0) {
      return IntegerMath.integer(count + 1L);
    }
    BigDecimal start = Numeric.toBigDecimal(low);
    BigDecimal offset = Numeric.toBigDecimal(value).subtract(start);
    BigDecimal width = Numeric.toBigDecimal(high).subtract(start);
    return offset
            .multiply(BigDecimal.valueOf(count))
            .divide(width, WORKING)
            .setScale(0, RoundingMode.FLOOR)
            .intValueExact()
        + 1;
  }
}
