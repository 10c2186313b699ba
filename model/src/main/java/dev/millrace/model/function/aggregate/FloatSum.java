package dev.millrace.model.function.aggregate;

import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.DoubleColumn;
import dev.millrace.model.function.LinearAggregate;
import dev.millrace.model.function.math.FloatMath;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// `sum` and `avg` of floats, exact until the last step.
///
/// | offset | content |
/// |---|---|
/// | 0 | word: rows |
/// | 8 | words: NaNs, Infinities, -Infinities |
/// | 32 | 34 words: the sum of the others times 2^1074 |
/*
 * Adding floats in floating point is neither associative nor reversible: a retraction would leave
 * dust, and two ways to the same rows would disagree. Every finite double is an integer times
 * 2^-1074 and below 2^1024, so a fixed-point integer of 2098 bits holds each exactly, and 63 more
 * bits hold 2^63 of them (Kulisch's long accumulator). The price is 304 bytes a group. The
 * alternative, fixed point at 2^24 in 128 bits as Materialize has it, loses small values.
 */
final class FloatSum implements LinearAggregate {

  static final int WORDS = 34;
  static final int SUM_OFFSET = 32;

  private static final int MIN_EXPONENT = -1074;
  private static final long FRACTION_MASK = (1L << 52) - 1;

  private final boolean isAverage;
  private final boolean isSingle;

  FloatSum(boolean isAverage, boolean isSingle) {
    this.isAverage = isAverage;
    this.isSingle = isSingle;
  }

  @Override
  public int stateBytes() {
    return SUM_OFFSET + 8 * WORDS;
  }

  @Override
  public void add(Column[] arguments, int row, long weight, byte[] state, int offset) {
    addTo(((DoubleColumn) arguments[0]).values[row], weight, state, offset);
  }

  /// Adds a value to the counters and the sum laid out as above; false if it is not finite.
  static boolean addTo(double value, long weight, byte[] state, int offset) {
    WideInteger.addWord(state, offset, weight);
    if (!Double.isFinite(value)) {
      int counter = Double.isNaN(value) ? 8 : value > 0 ? 16 : 24;
      WideInteger.addWord(state, offset + counter, weight);
      return false;
    }
    long magnitude = Math.abs(weight);
    long mantissa = mantissa(value);
    WideInteger.addShifted(
        state,
        offset + SUM_OFFSET,
        WORDS,
        Math.unsignedMultiplyHigh(mantissa, magnitude),
        mantissa * magnitude,
        shift(value),
        value < 0 != weight < 0);
    return true;
  }

  /// The integer that times 2^(shift - 1074) is a finite value's magnitude.
  static long mantissa(double value) {
    long bits = Double.doubleToRawLongBits(value);
    long fraction = bits & FRACTION_MASK;
    return (bits >>> 52 & 0x7ff) == 0 ? fraction : fraction | 1L << 52;
  }

  static int shift(double value) {
    int exponent = (int) (Double.doubleToRawLongBits(value) >>> 52) & 0x7ff;
    return Math.max(exponent - 1, 0);
  }

  @Override
  public @Nullable Object result(byte[] state, int offset) {
    long count = WideInteger.word(state, offset);
    if (count == 0) {
      return null;
    }
    double special = special(state, offset);
    if (special != 0) {
      return special;
    }
    double sum = toDouble(WideInteger.value(state, offset + SUM_OFFSET, WORDS), MIN_EXPONENT);
    if (isAverage) {
      return sum / count;
    }
    double result = isSingle ? (float) sum : sum;
    if (Double.isInfinite(result)) {
      throw FloatMath.overflow();
    }
    return result;
  }

  /// What the sum is if it is not finite, else 0.
  static double special(byte[] state, int offset) {
    boolean hasPlus = WideInteger.word(state, offset + 16) != 0;
    boolean hasMinus = WideInteger.word(state, offset + 24) != 0;
    if (WideInteger.word(state, offset + 8) != 0 || (hasPlus && hasMinus)) {
      return Double.NaN;
    }
    return hasPlus ? Double.POSITIVE_INFINITY : hasMinus ? Double.NEGATIVE_INFINITY : 0;
  }

  /// The double nearest to `value * 2^exponent`.
  static double toDouble(BigInteger value, int exponent) {
    BigInteger magnitude = value.abs();
    int dropped = Math.max(magnitude.bitLength() - 62, 0);
    long top = magnitude.shiftRight(dropped).longValue();
    if (dropped > 0 && magnitude.getLowestSetBit() < dropped) {
      top |= 1; // what was dropped decides ties
    }
    double result = Math.scalb((double) top, dropped + exponent);
    return value.signum() < 0 ? -result : result;
  }
}
