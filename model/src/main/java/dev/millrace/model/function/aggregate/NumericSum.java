package dev.millrace.model.function.aggregate;

import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.function.LinearAggregate;
import dev.millrace.model.function.math.NumericMath;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// `sum` and `avg` of numeric: exact, in a fixed-point integer of 39 fractional digits.
///
/// | offset | content |
/// |---|---|
/// | 0 | word: rows |
/// | 8 | words: NaNs, Infinities, -Infinities |
/// | 32 | 6 words: the sum of the others times 10^39 (78 digits and 2^63 rows need 323 bits) |
final class NumericSum implements LinearAggregate {

  static final int WORDS = 6;
  static final int SUM_OFFSET = 32;

  /// Digits that remain behind the point on the fast way out; prices and the like have fewer.
  private static final int USUAL_SCALE = 6;

  private static final long[][] POWERS = new long[Numeric.DIGITS_MAX + 1][];
  private static final BigInteger UNUSUAL = Numeric.powerOfTen(Numeric.DIGITS_MAX - USUAL_SCALE);

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = WideInteger.words(Numeric.powerOfTen(i));
    }
  }

  private final boolean isAverage;

  NumericSum(boolean isAverage) {
    this.isAverage = isAverage;
  }

  @Override
  public int stateBytes() {
    return SUM_OFFSET + 8 * WORDS;
  }

  @Override
  public void add(Column[] arguments, int row, long weight, byte[] state, int offset) {
    addTo(((BytesColumn) arguments[0]).slice(row), weight, state, offset);
  }

  /// Adds a value to the counters and the sum laid out as above.
  static void addTo(Slice value, long weight, byte[] state, int offset) {
    WideInteger.addWord(state, offset, weight);
    if (Numeric.isSmall(value)) {
      long unscaled = Numeric.unscaledLong(value);
      long product = unscaled * weight;
      if (Math.multiplyHigh(unscaled, weight) == product >> 63 && product != Long.MIN_VALUE) {
        WideInteger.addScaled(
            state,
            offset + SUM_OFFSET,
            WORDS,
            Math.abs(product),
            product < 0,
            POWERS[Numeric.DIGITS_MAX - Numeric.scale(value)]);
        return;
      }
    }
    if (!Numeric.isFinite(value)) {
      int counter = Numeric.isNaN(value) ? 8 : Numeric.signum(value) > 0 ? 16 : 24;
      WideInteger.addWord(state, offset + counter, weight);
      return;
    }
    BigInteger scaled =
        Numeric.unscaled(value)
            .multiply(Numeric.powerOfTen(Numeric.DIGITS_MAX - Numeric.scale(value)));
    WideInteger.addScaled(
        state,
        offset + SUM_OFFSET,
        WORDS,
        Math.abs(weight),
        scaled.signum() * Long.signum(weight) < 0,
        WideInteger.words(scaled.abs()));
  }

  @Override
  public @Nullable Object result(byte[] state, int offset) {
    long count = WideInteger.word(state, offset);
    if (count == 0) {
      return null;
    }
    Slice special = special(state, offset);
    if (special != null) {
      return special;
    }
    BigInteger total = WideInteger.value(state, offset + SUM_OFFSET, WORDS);
    if (isAverage) {
      BigDecimal sum = strip(new BigDecimal(total, Numeric.DIGITS_MAX));
      return Numeric.of(NumericMath.quotient(sum, BigDecimal.valueOf(count)));
    }
    BigInteger[] parts = total.divideAndRemainder(UNUSUAL);
    return parts[1].signum() == 0 && parts[0].bitLength() < 64
        ? Numeric.of(parts[0].longValue(), USUAL_SCALE)
        : Numeric.of(total, Numeric.DIGITS_MAX);
  }

  /// What the sum is if it is not a number, else null.
  static @Nullable Slice special(byte[] state, int offset) {
    boolean hasPlus = WideInteger.word(state, offset + 16) != 0;
    boolean hasMinus = WideInteger.word(state, offset + 24) != 0;
    if (WideInteger.word(state, offset + 8) != 0 || (hasPlus && hasMinus)) {
      return Numeric.NAN;
    }
    return hasPlus ? Numeric.INFINITY : hasMinus ? Numeric.NEGATIVE_INFINITY : null;
  }

  /// The value without trailing zeros behind the point.
  static BigDecimal strip(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
