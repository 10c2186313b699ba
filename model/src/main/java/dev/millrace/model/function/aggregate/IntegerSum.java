package dev.millrace.model.function.aggregate;

import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.chunk.LongColumn;
import dev.millrace.model.function.LinearAggregate;
import dev.millrace.model.function.math.IntegerMath;
import dev.millrace.model.function.math.NumericMath;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Numeric;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// `sum` and `avg` of integers: a word of rows and the sum in two words (64-bit values times 2^63
/// rows need 127 bits; unsigned ones one more).
final class IntegerSum implements LinearAggregate {

  private static final int WORDS = 3;

  private final boolean isUnsigned;
  private final SqlType result;
  private final boolean isAverage;

  IntegerSum(SqlType argument, SqlType result, boolean isAverage) {
    this.isUnsigned = argument.is(TypeId.UINT8);
    this.result = result;
    this.isAverage = isAverage;
  }

  @Override
  public int stateBytes() {
    return 8 + 8 * WORDS;
  }

  @Override
  public void add(Column[] arguments, int row, long weight, byte[] state, int offset) {
    long value =
        arguments[0] instanceof IntColumn c
            ? c.values[row]
            : ((LongColumn) arguments[0]).values[row];
    WideInteger.addWord(state, offset, weight);
    WideInteger.addProduct(state, offset + 8, WORDS, value, weight);
    if (isUnsigned && value < 0) {
      WideInteger.addProduct(state, offset + 16, WORDS - 1, 1, weight);
    }
  }

  @Override
  public @Nullable Object result(byte[] state, int offset) {
    long count = WideInteger.word(state, offset);
    if (count == 0) {
      return null;
    }
    BigInteger sum = WideInteger.value(state, offset + 8, WORDS);
    if (isAverage) {
      return Numeric.of(NumericMath.quotient(new BigDecimal(sum), BigDecimal.valueOf(count)));
    }
    if (result.is(TypeId.NUMERIC)) {
      return Numeric.of(sum, 0);
    }
    boolean fits =
        result.is(TypeId.UINT8)
            ? sum.signum() >= 0 && sum.bitLength() <= 64
            : sum.bitLength() <= 63;
    if (!fits) {
      throw IntegerMath.outOfRange(result.displayName());
    }
    return sum.longValue();
  }
}
