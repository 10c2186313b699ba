package dev.millrace.model.function.aggregate;

import dev.millrace.model.chunk.Column;
import dev.millrace.model.function.LinearAggregate;

/// `count(*)` and `count(x)`: one word.
final class CountAggregate implements LinearAggregate {

  @Override
  public int stateBytes() {
    return 8;
  }

  @Override
  public void add(Column[] arguments, int row, long weight, byte[] state, int offset) {
    WideInteger.addWord(state, offset, weight);
  }

  @Override
  public Object result(byte[] state, int offset) {
    return WideInteger.word(state, offset);
  }
}
