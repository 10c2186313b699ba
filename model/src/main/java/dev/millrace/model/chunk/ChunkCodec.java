package dev.millrace.model.chunk;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A chunk as bytes, column after column: the form in which deltas go into the journal.
/* | bytes | content |
 * |---|---|
 * | 1 | version, 1 |
 * | 4 | rows n |
 * | 1 | 1 if weights follow, then n ints |
 * | 2 | columns |
 * | per column | u8 kind (0 boolean, 1 int, 2 long, 3 double, 4 bytes); u8 1 if nulls follow, then
 *   ⌈n/64⌉ longs; values: n ints / longs / double bits, or n lengths (ints) and the bytes |
 *
 * Numbers are big-endian.
 */
public final class ChunkCodec {

  private static final byte VERSION = 1;

  private ChunkCodec() {}

  /// Bytes that `write` will take.
  public static int size(Chunk chunk) {
    int rows = chunk.size();
    int size = 1 + 4 + 1 + (chunk.weights == null ? 0 : 4 * rows) + 2;
    for (Column column : chunk.columns) {
      size += 2 + (column.nulls == null ? 0 : 8 * words(rows));
      size +=
          switch (column) {
            case IntColumn _ -> 4 * rows;
            case LongColumn _, DoubleColumn _ -> 8 * rows;
            case BytesColumn c -> 4 * rows + c.offsets[rows];
          };
    }
    return size;
  }

  /// Appends the chunk.
  public static void write(Chunk chunk, ByteBuffer out) {
    int rows = chunk.size();
    out.put(VERSION).putInt(rows).put((byte) (chunk.weights == null ? 0 : 1));
    if (chunk.weights != null) {
      for (int i = 0; i < rows; i++) {
        out.putInt(chunk.weights[i]);
      }
    }
    out.putShort((short) chunk.columns.length);
    for (Column column : chunk.columns) {
      write(column, rows, out);
    }
  }

  private static void write(Column column, int rows, ByteBuffer out) {
    int kind =
        switch (column) {
          case IntColumn c -> c.isBoolean() ? 0 : 1;
          case LongColumn _ -> 2;
          case DoubleColumn _ -> 3;
          case BytesColumn _ -> 4;
        };
    long[] nulls = column.nulls;
    out.put((byte) kind).put((byte) (nulls == null ? 0 : 1));
    if (nulls != null) {
      for (int i = 0; i < words(rows); i++) {
        out.putLong(i < nulls.length ? nulls[i] : 0);
      }
    }
    switch (column) {
      case IntColumn c -> {
        out.asIntBuffer().put(c.values, 0, rows);
        out.position(out.position() + 4 * rows);
      }
      case LongColumn c -> {
        out.asLongBuffer().put(c.values, 0, rows);
        out.position(out.position() + 8 * rows);
      }
      case DoubleColumn c -> {
        out.asDoubleBuffer().put(c.values, 0, rows);
        out.position(out.position() + 8 * rows);
      }
      case BytesColumn c -> {
        for (int i = 0; i < rows; i++) {
          out.putInt(c.length(i));
        }
        out.put(c.heap, 0, c.offsets[rows]);
      }
    }
  }

  /// Rows of the chunk in an array that `write` filled.
  public static int rows(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt(1);
  }

  /// Reads a chunk that `write` wrote.
  public static Chunk read(ByteBuffer in) {
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalStateException("chunk of version " + version);
    }
    int rows = in.getInt();
    int[] weights = null;
    if (in.get() != 0) {
      weights = new int[Math.max(rows, 1)];
      for (int i = 0; i < rows; i++) {
        weights[i] = in.getInt();
      }
    }
    Column[] columns = new Column[in.getShort()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = column(in, rows);
    }
    Chunk chunk = new Chunk(columns);
    chunk.restore(rows, weights);
    return chunk;
  }

  private static Column column(ByteBuffer in, int rows) {
    byte kind = in.get();
    long[] nulls = null;
    if (in.get() != 0) {
      nulls = new long[words(rows)];
      for (int i = 0; i < nulls.length; i++) {
        nulls[i] = in.getLong();
      }
    }
    Column column =
        switch (kind) {
          case 0, 1 -> ints(in, rows, kind == 0);
          case 2 -> longs(in, rows);
          case 3 -> doubles(in, rows);
          case 4 -> bytes(in, rows);
          default -> throw new IllegalStateException("column of kind " + kind);
        };
    column.nulls = nulls;
    column.size = rows;
    return column;
  }

  private static Column ints(ByteBuffer in, int rows, boolean isBoolean) {
    IntColumn column = new IntColumn(rows, isBoolean);
    in.asIntBuffer().get(column.values, 0, rows);
    in.position(in.position() + 4 * rows);
    return column;
  }

  private static Column longs(ByteBuffer in, int rows) {
    LongColumn column = new LongColumn(rows);
    in.asLongBuffer().get(column.values, 0, rows);
    in.position(in.position() + 8 * rows);
    return column;
  }

  private static Column doubles(ByteBuffer in, int rows) {
    DoubleColumn column = new DoubleColumn(rows);
    in.asDoubleBuffer().get(column.values, 0, rows);
    in.position(in.position() + 8 * rows);
    return column;
  }

  private static Column bytes(ByteBuffer in, int rows) {
    BytesColumn column = new BytesColumn(rows);
    int end = 0;
    for (int i = 0; i < rows; i++) {
      end += in.getInt();
      column.offsets[i + 1] = end;
    }
    column.heap = Arrays.copyOf(column.heap, Math.max(end, 1));
    in.get(column.heap, 0, end);
    return column;
  }

  private static int words(int rows) {
    return (rows + 63) / 64;
  }
}
