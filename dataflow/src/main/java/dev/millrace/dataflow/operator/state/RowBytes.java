package dev.millrace.dataflow.operator.state;

import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.DoubleColumn;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.chunk.LongColumn;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Interval;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/// How rows become bytes inside operators: in memory only, never stored.
/*
 * Per column: u8 0 for NULL; 1 and an i32; 2 and an i64 or a double's bits (little endian); 3, a
 * length (i32, big endian) and that many bytes. The bytes of two rows are equal exactly if all
 * columns are the same values in the same representation, and their unsigned order is that of
 * model.function.AggregateOrder, column after column.
 */
public final class RowBytes {

  public static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /// Of lengths, so that shorter values order first.
  private static final VarHandle LENGTH =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  public static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// A span in microseconds fits 12 bytes, with tag and length.
  private static final int NORMAL_BYTES_MAX = 24;

  private static final byte NULL = 0;
  private static final byte FOUR_BYTES = 1;
  private static final byte EIGHT_BYTES = 2;
  private static final byte MANY_BYTES = 3;

  private RowBytes() {}

  /// Encodes the given columns of all rows of a chunk as they are.
  public static EncodedRows encode(Chunk chunk, int[] columns) {
    return encode(chunk, columns, new boolean[columns.length]);
  }

  /// Encodes the given columns of all rows as keys: equal bytes exactly for equal values, which for
  /// inexact types means one representation for all equal ones.
  public static EncodedRows encodeKeys(Chunk chunk, int[] columns, List<SqlType> types) {
    boolean[] normalise = new boolean[columns.length];
    for (int i = 0; i < columns.length; i++) {
      normalise[i] = !isExact(types.get(columns[i]));
    }
    return encode(chunk, columns, normalise);
  }

  /// At most so many bytes a row's columns take, encoded.
  public static int size(Chunk chunk, int row, int[] columns) {
    int bytes = 0;
    for (int column : columns) {
      bytes += 24 + (chunk.columns[column] instanceof BytesColumn b ? b.length(row) : 0);
    }
    return bytes;
  }

  /// Encodes some columns of a row as they are; returns the end.
  public static int write(Chunk chunk, int row, int[] columns, byte[] heap, int start) {
    int at = start;
    for (int column : columns) {
      at = write(chunk.columns[column], row, heap, at);
    }
    return at;
  }

  /// At most so many bytes the columns take, encoded.
  private static int bytes(Chunk chunk, int[] columns, boolean[] normalise) {
    long bytes = 0;
    for (int i = 0; i < columns.length; i++) {
      long each = normalise[i] ? NORMAL_BYTES_MAX : 9;
      bytes += each * chunk.size();
      if (chunk.columns[columns[i]] instanceof BytesColumn b) {
        bytes += b.offsets[b.size()];
      }
    }
    return Math.toIntExact(bytes);
  }

  private static EncodedRows encode(Chunk chunk, int[] columns, boolean[] normalise) {
    int rows = chunk.size();
    EncodedRows out = new EncodedRows(rows, bytes(chunk, columns, normalise));
    for (int row = 0; row < rows; row++) {
      int at = out.begin();
      for (int i = 0; i < columns.length; i++) {
        Column column = chunk.columns[columns[i]];
        at =
            normalise[i]
                ? writeNormal(column, row, out.heap(), at)
                : write(column, row, out.heap(), at);
      }
      out.end(at);
    }
    return out;
  }

  private static int writeNormal(Column column, int row, byte[] heap, int at) {
    if (column.isNull(row)) {
      return write(column, row, heap, at);
    }
    if (column instanceof DoubleColumn c) {
      heap[at] = EIGHT_BYTES;
      LONG.set(heap, at + 1, Double.doubleToLongBits(c.values[row] + 0.0));
      return at + 9;
    }
    heap[at] = MANY_BYTES;
    byte[] span = Interval.of(column.slice(row)).span().toByteArray();
    LENGTH.set(heap, at + 1, span.length);
    System.arraycopy(span, 0, heap, at + 5, span.length);
    return at + 5 + span.length;
  }

  private static int write(Column column, int row, byte[] heap, int start) {
    int at = start;
    if (column.isNull(row)) {
      heap[at++] = NULL;
      return at;
    }
    switch (column) {
      case IntColumn c -> {
        heap[at++] = FOUR_BYTES;
        INT.set(heap, at, c.values[row]);
        return at + 4;
      }
      case LongColumn c -> {
        heap[at++] = EIGHT_BYTES;
        LONG.set(heap, at, c.values[row]);
        return at + 8;
      }
      case DoubleColumn c -> {
        heap[at++] = EIGHT_BYTES;
        LONG.set(heap, at, Double.doubleToRawLongBits(c.values[row]));
        return at + 8;
      }
      case BytesColumn c -> {
        int length = c.length(row);
        heap[at++] = MANY_BYTES;
        LENGTH.set(heap, at, length);
        System.arraycopy(c.heap, c.offsets[row], heap, at + 4, length);
        return at + 4 + length;
      }
    }
  }

  /// Appends an encoded row to `count` columns from `first` on; returns where it ends.
  public static int read(byte[] heap, int start, Column[] columns, int first, int count) {
    int at = start;
    for (int i = first; i < first + count; i++) {
      at = readColumn(heap, at, columns[i]);
    }
    return at;
  }

  /// Appends some of an encoded row's columns.
  ///
  /// @param targets per column of the row where it goes, or -1
  /// @param width columns of the row to look at
  public static void read(byte[] heap, int start, Column[] columns, int[] targets, int width) {
    int at = start;
    for (int i = 0; i < width; i++) {
      at = targets[i] < 0 ? skip(heap, at) : readColumn(heap, at, columns[targets[i]]);
    }
  }

  private static int readColumn(byte[] heap, int start, Column column) {
    int at = start + 1;
    if (heap[start] == NULL) {
      column.appendNull();
      return at;
    }
    switch (column) {
      case IntColumn c -> {
        c.append((int) INT.get(heap, at));
        return at + 4;
      }
      case LongColumn c -> {
        c.append((long) LONG.get(heap, at));
        return at + 8;
      }
      case DoubleColumn c -> {
        c.append(Double.longBitsToDouble((long) LONG.get(heap, at)));
        return at + 8;
      }
      case BytesColumn c -> {
        int length = (int) LENGTH.get(heap, at);
        c.append(heap, at + 4, length);
        return at + 4 + length;
      }
    }
  }

  private static int skip(byte[] heap, int at) {
    return switch (heap[at]) {
      case NULL -> at + 1;
      case FOUR_BYTES -> at + 5;
      case EIGHT_BYTES -> at + 9;
      default -> at + 5 + (int) LENGTH.get(heap, at + 1);
    };
  }

  /// True if equal values of the type have one representation only: not so for floating point (two
  /// zeros) and interval (30 days and a month).
  public static boolean isExact(SqlType type) {
    return !(type instanceof ScalarType s)
        || switch (s.id()) {
          case FLOAT4, FLOAT8, INTERVAL -> false;
          default -> true;
        };
  }

  /// True if that holds for all the columns.
  public static boolean isExact(List<SqlType> types, int[] columns) {
    for (int column : columns) {
      if (!isExact(types.get(column))) {
        return false;
      }
    }
    return true;
  }
}
