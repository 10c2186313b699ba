package dev.millrace.model.function.aggregate;

import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.chunk.LongColumn;
import dev.millrace.model.function.LinearAggregate;
import dev.millrace.model.function.math.NumericFunctions;
import dev.millrace.model.function.math.NumericMath;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Variance and standard deviation of integers and numerics: the state of [NumericSum], then 12
/// words with the sum of squares times 10^78 (156 digits and 2^63 rows need 582 bits).
final class NumericVariance implements LinearAggregate {

  private static final int SQUARE_WORDS = 12;
  private static final int SQUARE_OFFSET = NumericSum.SUM_OFFSET + 8 * NumericSum.WORDS;

  private final boolean isSample;
  private final boolean isDeviation;

  NumericVariance(boolean isSample, boolean isDeviation) {
    this.isSample = isSample;
    this.isDeviation = isDeviation;
  }

  @Override
  public int stateBytes() {
    return SQUARE_OFFSET + 8 * SQUARE_WORDS;
  }

  @Override
  public void add(Column[] arguments, int row, long weight, byte[] state, int offset) {
    Slice value =
        switch (arguments[0]) {
          case BytesColumn c -> c.slice(row);
          case IntColumn c -> Numeric.of(c.values[row]);
          case LongColumn c -> Numeric.of(c.values[row]);
          default -> throw new IllegalStateException("not a number column");
        };
    NumericSum.addTo(value, weight, state, offset);
    if (!Numeric.isFinite(value)) {
      return;
    }
    int missing = 2 * (Numeric.DIGITS_MAX - Numeric.scale(value));
    BigInteger square = Numeric.unscaled(value).pow(2).multiply(Numeric.powerOfTen(missing));
    WideInteger.addScaled(
        state,
        offset + SQUARE_OFFSET,
        SQUARE_WORDS,
        Math.abs(weight),
        weight < 0,
        WideInteger.words(square));
  }

  @Override
  public @Nullable Object result(byte[] state, int offset) {
    long count = WideInteger.word(state, offset);
    if (count == 0 || (isSample && count == 1)) {
      return null;
    }
    if (NumericSum.special(state, offset) != null) {
      return Numeric.NAN;
    }
    BigDecimal n = BigDecimal.valueOf(count);
    BigDecimal sum =
        new BigDecimal(
            WideInteger.value(state, offset + NumericSum.SUM_OFFSET, NumericSum.WORDS),
            Numeric.DIGITS_MAX);
    BigDecimal squares =
        new BigDecimal(
            WideInteger.value(state, offset + SQUARE_OFFSET, SQUARE_WORDS), 2 * Numeric.DIGITS_MAX);
    BigDecimal numerator = NumericSum.strip(n.multiply(squares).subtract(sum.multiply(sum)));
    if (numerator.signum() <= 0) {
      return Numeric.ZERO;
    }
    BigDecimal denominator = n.multiply(isSample ? n.subtract(BigDecimal.ONE) : n);
    BigDecimal variance = NumericMath.quotient(numerator, denominator);
    return Numeric.of(
        isDeviation ? NumericFunctions.squareRoot(variance, variance.scale()) : variance);
  }
}
