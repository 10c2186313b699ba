package dev.millrace.model.function.aggregate;

import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.DoubleColumn;
import dev.millrace.model.function.LinearAggregate;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Variance and standard deviation of floats: the state of [FloatSum], then 67 words with the exact
/// sum of squares times 2^2148 (squares are below 2^2048; 2^63 of them need 4259 bits).
final class FloatVariance implements LinearAggregate {

  private static final int SQUARE_WORDS = 67;
  private static final int SQUARE_OFFSET = FloatSum.SUM_OFFSET + 8 * FloatSum.WORDS;
  private static final int SQUARE_EXPONENT = -2148;

  private final boolean isSample;
  private final boolean isDeviation;

  FloatVariance(boolean isSample, boolean isDeviation) {
    this.isSample = isSample;
    this.isDeviation = isDeviation;
  }

  @Override
  public int stateBytes() {
    return SQUARE_OFFSET + 8 * SQUARE_WORDS;
  }

  @Override
  public void add(Column[] arguments, int row, long weight, byte[] state, int offset) {
    double value = ((DoubleColumn) arguments[0]).values[row];
    if (!FloatSum.addTo(value, weight, state, offset)) {
      return;
    }
    BigInteger mantissa = BigInteger.valueOf(FloatSum.mantissa(value));
    int shift = 2 * FloatSum.shift(value);
    int at = offset + SQUARE_OFFSET + 8 * (shift >> 6);
    WideInteger.addScaled(
        state,
        at,
        SQUARE_WORDS - (shift >> 6),
        Math.abs(weight),
        weight < 0,
        WideInteger.words(mantissa.multiply(mantissa).shiftLeft(shift & 63)));
  }

  @Override
  public @Nullable Object result(byte[] state, int offset) {
    long count = WideInteger.word(state, offset);
    if (count == 0 || (isSample && count == 1)) {
      return null;
    }
    if (FloatSum.special(state, offset) != 0) {
      return Double.NaN;
    }
    BigInteger sum = WideInteger.value(state, offset + FloatSum.SUM_OFFSET, FloatSum.WORDS);
    BigInteger squares = WideInteger.value(state, offset + SQUARE_OFFSET, SQUARE_WORDS);
    BigInteger n = BigInteger.valueOf(count);
    BigInteger numerator = squares.multiply(n).subtract(sum.multiply(sum));
    double divisor = (double) count * (isSample ? count - 1 : count);
    double variance = FloatSum.toDouble(numerator, SQUARE_EXPONENT) / divisor;
    return isDeviation ? Math.sqrt(variance) : variance;
  }
}
