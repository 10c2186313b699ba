package dev.millrace.model.chunk;

import java.util.Arrays;

/// Values of carrier INT, and of BOOLEAN as 0 and 1.
public final class IntColumn extends Column {

  /// The values; only the first `size` count.
  public int[] values;

  private final boolean isBoolean;

  public IntColumn(int capacity, boolean isBoolean) {
    this.values = new int[Math.max(capacity, 1)];
    this.isBoolean = isBoolean;
  }

  /// Appends a non-null value.
  public void append(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  /// True if the values are booleans, 0 and 1.
  public boolean isBoolean() {
    return isBoolean;
  }

  @Override
  public IntColumn emptyLike(int capacity) {
    return new IntColumn(capacity, isBoolean);
  }

  @Override
  void appendZero() {
    append(0);
  }

  @Override
  void appendBoxed(Object value) {
    append(value instanceof Boolean b ? (b ? 1 : 0) : (Integer) value);
  }

  @Override
  Object boxed(int row) {
    int value = values[row];
    return isBoolean ? (Object) (value != 0) : (Object) value;
  }

  @Override
  void copyFrom(Column source, int row) {
    append(((IntColumn) source).values[row]);
  }
}
