package dev.millrace.model.chunk;

import dev.millrace.model.type.SqlType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A batch of rows with signed weights: the unit in which deltas travel. `weights` is null while
/// every weight is +1. A weight of 0 never occurs. Not thread-safe: handed from owner to owner. The
/// capacity is a hint; producers cut at [#CAPACITY] rows.
public final class Chunk {

  /// Rows after which producers start a new chunk: ten columns of longs still fit an L2 cache.
  public static final int CAPACITY = 4096;

  /// One column per field of the row type, all of the same size.
  public final Column[] columns;

  /// Weight of each row; null means +1 throughout.
  public int @Nullable [] weights;

  private int size;

  public Chunk(Column[] columns) {
    this.columns = columns;
    this.size = columns.length == 0 ? 0 : columns[0].size();
  }

  /// An empty chunk for rows of the types.
  public static Chunk of(List<? extends SqlType> types, int capacity) {
    Column[] columns = new Column[types.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Column.of(types.get(i), capacity);
    }
    return new Chunk(columns);
  }

  /// An empty chunk of the same shape.
  public Chunk emptyLike(int capacity) {
    Column[] copy = new Column[columns.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = columns[i].emptyLike(capacity);
    }
    return new Chunk(copy);
  }

  /// Rows in the chunk.
  public int size() {
    return size;
  }

  /// Ends a row whose column values were appended, with its weight (not 0).
  public void endRow(int weight) {
    assert weight != 0;
    int row = size++;
    if (weights == null) {
      if (weight == 1) {
        return;
      }
      weights = new int[Math.max(16, Integer.highestOneBit(row) * 2 + 1)];
      Arrays.fill(weights, 0, row, 1);
    }
    if (row >= weights.length) {
      weights = Arrays.copyOf(weights, Math.max(row + 1, weights.length * 2));
    }
    weights[row] = weight;
  }

  /// The weight of a row.
  public int weight(int row) {
    int[] w = weights;
    return w == null ? 1 : w[row];
  }

  /// Appends a row of boxed values. For edges, not for operators.
  public void appendRow(@Nullable Object[] values, int weight) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].append(values[i]);
    }
    endRow(weight);
  }

  /// Appends row `row` of a chunk of the same shape, with the given weight.
  public void appendFrom(Chunk source, int row, int weight) {
    for (int i = 0; i < columns.length; i++) {
      columns[i].appendFrom(source.columns[i], row);
    }
    endRow(weight);
  }

  /// The boxed values of a row. For edges, not for operators.
  public @Nullable Object[] row(int row) {
    @Nullable Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns[i].value(row);
    }
    return values;
  }

  /// Sets what the codec read beside the columns.
  void restore(int size, int @Nullable [] weights) {
    this.size = size;
    this.weights = weights;
  }

  /// Forgets all rows, keeping the arrays.
  public void clear() {
    for (Column column : columns) {
      column.clear();
    }
    weights = null;
    size = 0;
  }

  /// Bytes the rows take, roughly: what queues and budgets count.
  public long bytes() {
    long bytes = 16L * size;
    for (Column column : columns) {
      bytes +=
          switch (column) {
            case IntColumn c -> 4L * c.size();
            case LongColumn c -> 8L * c.size();
            case DoubleColumn c -> 8L * c.size();
            case BytesColumn c -> 4L * c.size() + c.offsets[c.size()];
          };
    }
    return bytes;
  }
}
