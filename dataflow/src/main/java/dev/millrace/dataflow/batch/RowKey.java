package dev.millrace.dataflow.batch;

import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.DoubleColumn;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.chunk.LongColumn;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Reads some columns of a row as bytes that are equal exactly if the values are: for hash tables
/// of one query. Keeps no order.
final class RowKey {

  private static final long DAY_MICROS = 86_400_000_000L;

  private final int[] columns;
  private final boolean[] matchesNull;
  private final boolean[] isInterval;
  private ByteBuffer buffer = ByteBuffer.allocate(64);

  /// @param nullSafe where false, a row with NULL in that column has no key
  RowKey(List<SqlType> types, List<Integer> columns, List<Boolean> nullSafe) {
    this.columns = columns.stream().mapToInt(c -> c).toArray();
    this.matchesNull = new boolean[this.columns.length];
    this.isInterval = new boolean[this.columns.length];
    for (int i = 0; i < this.columns.length; i++) {
      matchesNull[i] = nullSafe.get(i);
      isInterval[i] = types.get(this.columns[i]).is(TypeId.INTERVAL);
    }
  }

  /// Keys in which NULL equals NULL: for grouping.
  static RowKey grouping(List<SqlType> types, List<Integer> columns) {
    return new RowKey(types, columns, Collections.nCopies(columns.size(), true));
  }

  /// Reads a row's key; false if it has none because of a NULL.
  boolean read(Chunk chunk, int row) {
    buffer.clear();
    for (int i = 0; i < columns.length; i++) {
      Column column = chunk.columns[columns[i]];
      reserve(9);
      if (column.isNull(row)) {
        if (!matchesNull[i]) {
          return false;
        }
        buffer.put((byte) 0);
        continue;
      }
      buffer.put((byte) 1);
      switch (column) {
        case IntColumn c -> buffer.putInt(c.values[row]);
        case LongColumn c -> buffer.putLong(c.values[row]);
        case DoubleColumn c -> buffer.putLong(Double.doubleToLongBits(c.values[row] + 0.0));
        case BytesColumn c -> putBytes(c, row, isInterval[i]);
      }
    }
    return true;
  }

  /// Adds a number to the key read last.
  void append(int number) {
    reserve(4);
    buffer.putInt(number);
  }

  byte[] bytes() {
    return buffer.array();
  }

  int length() {
    return buffer.position();
  }

  private void putBytes(BytesColumn column, int row, boolean interval) {
    int length = column.length(row);
    int offset = column.offsets[row];
    reserve(length + 16);
    if (!interval) {
      buffer.putInt(length).put(column.heap, offset, length);
      return;
    }
    // as PostgreSQL compares intervals: a month is 30 days, a day 24 hours
    ByteBuffer value = ByteBuffer.wrap(column.heap, offset, length);
    long days = value.getInt() * 30L + value.getInt();
    long micros = value.getLong();
    buffer.putLong(days + Math.floorDiv(micros, DAY_MICROS));
    buffer.putLong(Math.floorMod(micros, DAY_MICROS));
  }

  private void reserve(int bytes) {
    if (buffer.remaining() < bytes) {
      int wanted = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
      buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), wanted)).position(buffer.position());
    }
  }
}
