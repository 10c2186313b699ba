package dev.millrace.model.value;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.Arrays;

/// Builds the stored form of a list or of a one-dimensional array element by element, without
/// boxing. Not thread-safe.
public final class ElementBuilder {

  /// Room in front for the longer of the two headers: an array's dimension, length, lower bound and
  /// number of elements.
  private static final int HEADER = 16;

  private static final int LIST_HEADER = 4;

  /// PostgreSQL's limit of a value.
  private static final long BYTES_MAX = 1L << 30;

  private byte[] bytes = new byte[128];
  private int end = HEADER;
  private int count;

  /// Elements added so far.
  public int size() {
    return count;
  }

  /// Appends NULL.
  public void addNull() {
    begin(0, -1);
  }

  /// Appends a boolean.
  public void add(boolean value) {
    int at = begin(1, 1);
    bytes[at] = (byte) (value ? 1 : 0);
  }

  /// Appends a value of carrier INT.
  public void add(int value) {
    int at = begin(4, 4);
    Elements.INT.set(bytes, at, value);
  }

  /// Appends a value of carrier LONG.
  public void add(long value) {
    int at = begin(8, 8);
    Elements.LONG.set(bytes, at, value);
  }

  /// Appends a value of carrier DOUBLE.
  public void add(double value) {
    add(Double.doubleToRawLongBits(value));
  }

  /// Appends a value of carrier SLICE.
  public void add(byte[] heap, int offset, int length) {
    int at = begin(length, length);
    System.arraycopy(heap, offset, bytes, at, length);
  }

  /// Makes room for an element's bytes, writes its length, and returns where its bytes go: in the
  /// array as it is after the call.
  private int begin(int room, int length) {
    long wanted = (long) end + 4 + room;
    if (wanted > BYTES_MAX) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "a list or array would take more than 1 GB");
    }
    if (wanted > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(wanted, bytes.length * 2L), BYTES_MAX));
    }
    Elements.INT.set(bytes, end, length);
    int at = end + 4;
    end = (int) wanted;
    count++;
    return at;
  }

  /// All elements as a list.
  public Slice list() {
    int start = HEADER - LIST_HEADER;
    Elements.INT.set(bytes, start, count);
    return Slice.of(Arrays.copyOfRange(bytes, start, end));
  }

  /// All elements as an array.
  public Slice array() {
    if (count == 0) {
      return ArrayValue.EMPTY.toSlice();
    }
    Elements.INT.set(bytes, 0, 1);
    Elements.INT.set(bytes, 4, count);
    Elements.INT.set(bytes, 8, 1);
    Elements.INT.set(bytes, 12, count);
    return Slice.of(Arrays.copyOf(bytes, end));
  }
}
