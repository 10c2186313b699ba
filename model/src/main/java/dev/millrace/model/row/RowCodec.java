package dev.millrace.model.row;

import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.DoubleColumn;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.chunk.LongColumn;
import java.nio.ByteBuffer;

/// One row, or some columns of it, as bytes for storage. Rows of equal stored values have equal
/// bytes.
/* | bytes | content |
 * |---|---|
 * | 1 | layout, 1: a later layout may hold more columns than an old row |
 * | ⌈columns / 8⌉ | bit i & 7 of byte i >> 3 is set where column i is NULL |
 * | per column that is not NULL | int 4, long 8, double 8 bytes big-endian; bytes: length int, bytes |
 */
public final class RowCodec {

  private static final byte LAYOUT = 1;

  private RowCodec() {}

  /// The given columns of a row.
  public static byte[] encode(Chunk chunk, int row, int[] columns) {
    int size = 1 + (columns.length + 7) / 8;
    for (int index : columns) {
      Column column = chunk.columns[index];
      if (!column.isNull(row)) {
        size +=
            switch (column) {
              case IntColumn _ -> 4;
              case LongColumn _, DoubleColumn _ -> 8;
              case BytesColumn c -> 4 + c.length(row);
            };
      }
    }
    byte[] bytes = new byte[size];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    out.put(LAYOUT).position(1 + (columns.length + 7) / 8);
    for (int i = 0; i < columns.length; i++) {
      Column column = chunk.columns[columns[i]];
      if (column.isNull(row)) {
        bytes[1 + (i >> 3)] |= (byte) (1 << (i & 7));
      } else {
        put(column, row, out);
      }
    }
    return bytes;
  }

  private static void put(Column column, int row, ByteBuffer out) {
    switch (column) {
      case IntColumn c -> out.putInt(c.values[row]);
      case LongColumn c -> out.putLong(c.values[row]);
      case DoubleColumn c -> out.putDouble(c.values[row]);
      case BytesColumn c -> out.putInt(c.length(row)).put(c.heap, c.offsets[row], c.length(row));
    }
  }

  /// Appends a row that `encode` made of all columns to a chunk of the same shape.
  public static void decode(byte[] bytes, Chunk chunk, int weight) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte layout = in.get();
    if (layout != LAYOUT) {
      throw new IllegalStateException("row of layout " + layout);
    }
    Column[] columns = chunk.columns;
    in.position(1 + (columns.length + 7) / 8);
    for (int i = 0; i < columns.length; i++) {
      if ((bytes[1 + (i >> 3)] & 1 << (i & 7)) != 0) {
        columns[i].appendNull();
      } else {
        append(in, columns[i]);
      }
    }
    chunk.endRow(weight);
  }

  private static void append(ByteBuffer in, Column column) {
    switch (column) {
      case IntColumn c -> c.append(in.getInt());
      case LongColumn c -> c.append(in.getLong());
      case DoubleColumn c -> c.append(in.getDouble());
      case BytesColumn c -> {
        int length = in.getInt();
        c.append(in.array(), in.position(), length);
        in.position(in.position() + length);
      }
    }
  }
}
