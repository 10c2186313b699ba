package dev.millrace.model.row;

import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.DoubleColumn;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.chunk.LongColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row, or some columns of it, as bytes for storage. Rows of equal stored values have equal
/// bytes.
/* | bytes | content |
 * |---|---|
 * | 1 | 1 + the layout number of RowLayout: how many columns there are |
 * | ⌈columns / 8⌉ | bit i & 7 of byte i >> 3 is set where column i is NULL |
 * | per column that is not NULL | int 4, long 8, double 8 bytes big-endian; bytes: length, bytes |
 */
public final class RowCodec {

  private static final byte LAYOUT = 1;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private RowCodec() {}

  /// The given columns of a row.
  public static byte[] encode(Chunk chunk, int row, int[] columns) {
    byte[] bytes = new byte[size(chunk, row, columns)];
    write(chunk, row, columns, bytes, 0);
    return bytes;
  }

  /// Bytes that the given columns of a row take.
  public static int size(Chunk chunk, int row, int[] columns) {
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
    return size;
  }

  /// Writes the given columns of a row, for which there is room, and returns where they end.
  public static int write(Chunk chunk, int row, int[] columns, byte[] target, int from) {
    return write(chunk, row, columns, 0, target, from);
  }

  /// As above for a row of a layout.
  public static int write(
      Chunk chunk, int row, int[] columns, int layout, byte[] target, int from) {
    int nulls = from + 1;
    int at = nulls + (columns.length + 7) / 8;
    target[from] = (byte) (LAYOUT + layout);
    Arrays.fill(target, nulls, at, (byte) 0);
    for (int i = 0; i < columns.length; i++) {
      Column column = chunk.columns[columns[i]];
      if (column.isNull(row)) {
        target[nulls + (i >> 3)] |= (byte) (1 << (i & 7));
        continue;
      }
      switch (column) {
        case IntColumn c -> {
          INT.set(target, at, c.values[row]);
          at += 4;
        }
        case LongColumn c -> {
          LONG.set(target, at, c.values[row]);
          at += 8;
        }
        case DoubleColumn c -> {
          LONG.set(target, at, Double.doubleToRawLongBits(c.values[row]));
          at += 8;
        }
        case BytesColumn c -> {
          int length = c.length(row);
          INT.set(target, at, length);
          System.arraycopy(c.heap, c.offsets[row], target, at + 4, length);
          at += 4 + length;
        }
      }
    }
    return at;
  }

  /// Appends a row that `encode` made of all columns to a chunk of the same shape.
  public static void decode(byte[] bytes, Chunk chunk, int weight) {
    decode(bytes, chunk, List.of(), weight);
  }

  /// As above, where rows may be stored without their last columns.
  ///
  /// @param added values of such columns, as [RowLayout] has them
  public static void decode(byte[] bytes, Chunk chunk, List<@Nullable Object> added, int weight) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int layout = Byte.toUnsignedInt(in.get()) - LAYOUT;
    if (layout < 0 || layout > added.size()) {
      throw new IllegalStateException("row of layout " + layout);
    }
    Column[] columns = chunk.columns;
    int width = columns.length - added.size() + layout;
    for (int i = layout; i < added.size(); i++) {
      columns[columns.length - added.size() + i].append(added.get(i));
    }
    in.position(1 + (width + 7) / 8);
    for (int i = 0; i < width; i++) {
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
