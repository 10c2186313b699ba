package dev.millrace.model.function.aggregate;

import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.function.LinearAggregate;
import dev.millrace.model.function.time.IntervalMath;
import dev.millrace.model.value.Interval;
import dev.millrace.model.value.Slice;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// `sum` and `avg` of intervals: a word of rows, then two words each for months, days and
/// microseconds.
final class IntervalSum implements LinearAggregate {

  private static final int WORDS = 2;

  private final boolean isAverage;

  IntervalSum(boolean isAverage) {
    this.isAverage = isAverage;
  }

  @Override
  public int stateBytes() {
    return 8 + 3 * 8 * WORDS;
  }

  @Override
  public void add(Column[] arguments, int row, long weight, byte[] state, int offset) {
    Interval value = Interval.of(((BytesColumn) arguments[0]).slice(row));
    WideInteger.addWord(state, offset, weight);
    WideInteger.addProduct(state, offset + 8, WORDS, value.months(), weight);
    WideInteger.addProduct(state, offset + 24, WORDS, value.days(), weight);
    WideInteger.addProduct(state, offset + 40, WORDS, value.micros(), weight);
  }

  @Override
  public @Nullable Object result(byte[] state, int offset) {
    long count = WideInteger.word(state, offset);
    if (count == 0) {
      return null;
    }
    long months = part(state, offset + 8);
    long days = part(state, offset + 24);
    if (months != (int) months || days != (int) days) {
      throw IntervalMath.outOfRange();
    }
    Slice sum = new Interval((int) months, (int) days, part(state, offset + 40)).toSlice();
    return isAverage ? IntervalMath.divide(sum, (double) count) : sum;
  }

  private static long part(byte[] state, int at) {
    BigInteger value = WideInteger.value(state, at, WORDS);
    if (value.bitLength() > 63) {
      throw IntervalMath.outOfRange();
    }
    return value.longValue();
  }
}
