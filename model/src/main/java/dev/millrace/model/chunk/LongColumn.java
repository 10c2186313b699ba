package dev.millrace.model.chunk;

import java.util.Arrays;

/// Values of carrier LONG.
public final class LongColumn extends Column {

  /// The values; only the first `size` count.
  public long[] values;

  public LongColumn(int capacity) {
    this.values = new long[Math.max(capacity, 1)];
  }

  /// Appends a non-null value.
  public void append(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  @Override
  public LongColumn emptyLike(int capacity) {
    return new LongColumn(capacity);
  }

  @Override
  void appendZero() {
    append((long) 0);
  }

  @Override
  void appendBoxed(Object value) {
    append(((Long) value).longValue());
  }

  @Override
  Object boxed(int row) {
    return values[row];
  }

  @Override
  void copyFrom(Column source, int row) {
    append(((LongColumn) source).values[row]);
  }
}
