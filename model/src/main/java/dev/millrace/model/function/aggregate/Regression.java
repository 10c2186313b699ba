package dev.millrace.model.function.aggregate;

import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.DoubleColumn;
import dev.millrace.model.function.LinearAggregate;
import dev.millrace.model.function.math.FloatMath;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Covariance, correlation and the least-squares line of pairs `(y, x)`, exact until the last step.
///
/// | offset | content |
/// |---|---|
/// | 0 | the state of [FloatSum] of x |
/// | 304 | the state of [FloatSum] of y |
/// | 608 | 67 words each: the sums of x², y² and xy times 2^2148, as in [FloatVariance] |
final class Regression implements LinearAggregate {

  /// Which number of the line is wanted; named as in SQL.
  enum Measure {
    COVAR_POP,
    COVAR_SAMP,
    CORR,
    REGR_AVGX,
    REGR_AVGY,
    REGR_COUNT,
    REGR_INTERCEPT,
    REGR_R2,
    REGR_SLOPE,
    REGR_SXX,
    REGR_SXY,
    REGR_SYY
  }

  private static final int SUM_BYTES = FloatSum.SUM_OFFSET + 8 * FloatSum.WORDS;
  private static final int PRODUCT_WORDS = 67;
  private static final int PRODUCT_EXPONENT = -2148;
  private static final int XX = 2 * SUM_BYTES;
  private static final int YY = XX + 8 * PRODUCT_WORDS;
  private static final int XY = YY + 8 * PRODUCT_WORDS;

  private final Measure measure;

  Regression(Measure measure) {
    this.measure = measure;
  }

  @Override
  public int stateBytes() {
    return XY + 8 * PRODUCT_WORDS;
  }

  @Override
  public void add(Column[] arguments, int row, long weight, byte[] state, int offset) {
    if (arguments[1].isNull(row)) {
      return;
    }
    double y = ((DoubleColumn) arguments[0]).values[row];
    double x = ((DoubleColumn) arguments[1]).values[row];
    boolean isFinite = FloatSum.addTo(x, weight, state, offset);
    if (FloatSum.addTo(y, weight, state, offset + SUM_BYTES) && isFinite) {
      addProduct(x, x, weight, state, offset + XX);
      addProduct(y, y, weight, state, offset + YY);
      addProduct(x, y, weight, state, offset + XY);
    }
  }

  private static void addProduct(double left, double right, long weight, byte[] state, int at) {
    BigInteger mantissa =
        BigInteger.valueOf(FloatSum.mantissa(left))
            .multiply(BigInteger.valueOf(FloatSum.mantissa(right)));
    int shift = FloatSum.shift(left) + FloatSum.shift(right);
    WideInteger.addScaled(
        state,
        at + 8 * (shift >> 6),
        PRODUCT_WORDS - (shift >> 6),
        Math.abs(weight),
        weight < 0 != (left < 0 != right < 0),
        WideInteger.words(mantissa.shiftLeft(shift & 63)));
  }

  @Override
  public @Nullable Object result(byte[] state, int offset) {
    long count = WideInteger.word(state, offset);
    if (measure == Measure.REGR_COUNT) {
      return count;
    }
    if (count == 0 || (measure == Measure.COVAR_SAMP && count == 1)) {
      return null;
    }
    return switch (measure) {
      case REGR_COUNT -> count;
      case REGR_AVGX -> average(state, offset, count);
      case REGR_AVGY -> average(state, offset + SUM_BYTES, count);
      case REGR_SXX -> moment(state, offset, XX);
      case REGR_SYY -> moment(state, offset, YY);
      case REGR_SXY -> moment(state, offset, XY);
      case COVAR_POP -> moment(state, offset, XY) / count;
      case COVAR_SAMP -> moment(state, offset, XY) / (count - 1);
      case CORR, REGR_R2, REGR_SLOPE, REGR_INTERCEPT -> line(state, offset, count);
    };
  }

  private @Nullable Double line(byte[] state, int offset, long count) {
    double xx = moment(state, offset, XX);
    double yy = moment(state, offset, YY);
    double xy = moment(state, offset, XY);
    if (xx == 0) {
      return null;
    }
    return switch (measure) {
      case CORR -> yy == 0 ? null : (Double) (xy / Math.sqrt(xx * yy));
      case REGR_R2 -> yy == 0 ? 1 : xy * xy / (xx * yy);
      case REGR_SLOPE -> xy / xx;
      default -> (sum(state, offset + SUM_BYTES) - sum(state, offset) * xy / xx) / count;
    };
  }

  /// The sum of the products of what x and y differ from their averages.
  private static double moment(byte[] state, int offset, int products) {
    if (FloatSum.special(state, offset) != 0 || FloatSum.special(state, offset + SUM_BYTES) != 0) {
      return Double.NaN;
    }
    BigInteger left = exactSum(state, products == YY ? offset + SUM_BYTES : offset);
    BigInteger right = exactSum(state, products == XX ? offset : offset + SUM_BYTES);
    BigInteger product = WideInteger.value(state, offset + products, PRODUCT_WORDS);
    long count = WideInteger.word(state, offset);
    BigInteger numerator =
        product.multiply(BigInteger.valueOf(count)).subtract(left.multiply(right));
    double moment = FloatSum.toDouble(numerator, PRODUCT_EXPONENT) / count;
    if (Double.isInfinite(moment)) {
      throw FloatMath.overflow();
    }
    return moment;
  }

  private static BigInteger exactSum(byte[] state, int at) {
    return WideInteger.value(state, at + FloatSum.SUM_OFFSET, FloatSum.WORDS);
  }

  private static double average(byte[] state, int at, long count) {
    return sum(state, at) / count;
  }

  private static double sum(byte[] state, int at) {
    double special = FloatSum.special(state, at);
    return special != 0 ? special : FloatSum.toDouble(exactSum(state, at), -1074);
  }
}
