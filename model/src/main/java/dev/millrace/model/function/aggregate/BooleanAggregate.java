package dev.millrace.model.function.aggregate;

import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.function.LinearAggregate;
import org.jspecify.annotations.Nullable;

/// `bool_and` and `bool_or`: a word of rows that are true and one of rows that are false.
final class BooleanAggregate implements LinearAggregate {

  private final boolean isAnd;

  BooleanAggregate(boolean isAnd) {
    this.isAnd = isAnd;
  }

  @Override
  public int stateBytes() {
    return 16;
  }

  @Override
  public void add(Column[] arguments, int row, long weight, byte[] state, int offset) {
    boolean isTrue = ((IntColumn) arguments[0]).values[row] != 0;
    WideInteger.addWord(state, isTrue ? offset : offset + 8, weight);
  }

  @Override
  public @Nullable Object result(byte[] state, int offset) {
    long trues = WideInteger.word(state, offset);
    long falses = WideInteger.word(state, offset + 8);
    if (trues == 0 && falses == 0) {
      return null;
    }
    return isAnd ? falses == 0 : trues != 0;
  }
}
