package dev.millrace.model.chunk;

import java.util.Arrays;

/// Values of carrier DOUBLE.
public final class DoubleColumn extends Column {

  /// The values; only the first `size` count.
  public double[] values;

  public DoubleColumn(int capacity) {
    this.values = new double[Math.max(capacity, 1)];
  }

  /// Appends a non-null value.
  public void append(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  @Override
  public DoubleColumn emptyLike(int capacity) {
    return new DoubleColumn(capacity);
  }

  @Override
  void appendZero() {
    append((double) 0);
  }

  @Override
  void appendBoxed(Object value) {
    append(((Double) value).doubleValue());
  }

  @Override
  Object boxed(int row) {
    return values[row];
  }

  @Override
  void copyFrom(Column source, int row) {
    append(((DoubleColumn) source).values[row]);
  }
}
