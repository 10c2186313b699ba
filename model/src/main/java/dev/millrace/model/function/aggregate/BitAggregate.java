package dev.millrace.model.function.aggregate;

import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.chunk.LongColumn;
import dev.millrace.model.function.LinearAggregate;
import dev.millrace.model.type.Carrier;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import org.jspecify.annotations.Nullable;

/// `bit_and`, `bit_or` and `bit_xor` of integers: a word of rows, then a word per bit of the rows
/// that have it set.
final class BitAggregate implements LinearAggregate {

  /// How the bits of the rows become one.
  enum Kind {
    AND,
    OR,
    XOR
  }

  private final Kind kind;
  private final SqlType type;
  private final int bits;

  BitAggregate(Kind kind, SqlType type) {
    this.kind = kind;
    this.type = type;
    this.bits = 8 * type.length();
  }

  @Override
  public int stateBytes() {
    return 8 + 8 * bits;
  }

  @Override
  public void add(Column[] arguments, int row, long weight, byte[] state, int offset) {
    long value =
        switch (arguments[0]) {
          case IntColumn c -> c.values[row];
          case LongColumn c -> c.values[row];
          default -> throw new IllegalStateException("not a column of integers");
        };
    WideInteger.addWord(state, offset, weight);
    for (int bit = 0; bit < bits; bit++) {
      if ((value >>> bit & 1) != 0) {
        WideInteger.addWord(state, offset + 8 + 8 * bit, weight);
      }
    }
  }

  @Override
  public @Nullable Object result(byte[] state, int offset) {
    long rows = WideInteger.word(state, offset);
    if (rows == 0) {
      return null;
    }
    long value = 0;
    for (int bit = 0; bit < bits; bit++) {
      long set = WideInteger.word(state, offset + 8 + 8 * bit);
      boolean isSet =
          switch (kind) {
            case AND -> set == rows;
            case OR -> set != 0;
            case XOR -> (set & 1) != 0;
          };
      value |= isSet ? 1L << bit : 0;
    }
    if (type.carrier() == Carrier.LONG) {
      return value;
    }
    return type.is(TypeId.INT2) ? (int) (short) value : (int) value;
  }
}
