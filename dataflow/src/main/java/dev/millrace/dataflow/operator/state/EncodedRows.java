package dev.millrace.dataflow.operator.state;

import java.util.Arrays;

/// The encoded bytes and hashes of some columns of every row of a chunk, computed in one pass and
/// shared by every operator that needs the same columns. Immutable once filled.
public final class EncodedRows {

  private final byte[] heap;
  private final int[] offsets;
  private final long[] hashes;
  private int rows;

  /// Room for so many rows in at most so many bytes.
  EncodedRows(int rows, int bytes) {
    this.heap = new byte[bytes];
    this.offsets = new int[rows + 1];
    this.hashes = new long[rows];
  }

  /// The bytes of all rows.
  public byte[] heap() {
    return heap;
  }

  /// Where row `row` begins.
  public int offset(int row) {
    return offsets[row];
  }

  /// Bytes of row `row`.
  public int length(int row) {
    return offsets[row + 1] - offsets[row];
  }

  /// Hash of row `row`, good in all bits.
  public long hash(int row) {
    return hashes[row];
  }

  /// True if the bytes of a row are those given.
  public boolean isEqual(int row, EncodedRows other, int otherRow) {
    return hashes[row] == other.hashes[otherRow]
        && Arrays.equals(
            heap,
            offsets[row],
            offsets[row + 1],
            other.heap,
            other.offsets[otherRow],
            other.offsets[otherRow + 1]);
  }

  /// Where the next row is to be written. For the codec.
  int begin() {
    return offsets[rows];
  }

  /// Ends the row written since `begin`. For the codec.
  void end(int end) {
    hashes[rows] = hash(heap, offsets[rows], end);
    offsets[++rows] = end;
  }

  /// A 64-bit hash of bytes.
  public static long hash(byte[] bytes, int from, int end) {
    long hash = 0x9E3779B97F4A7C15L ^ (end - from);
    int i = from;
    for (; i + 8 <= end; i += 8) {
      hash = mix(hash ^ (long) RowBytes.LONG.get(bytes, i));
    }
    long rest = 0;
    for (; i < end; i++) {
      rest = (rest << 8) | (bytes[i] & 0xff);
    }
    return mix(mix(hash ^ rest));
  }

  private static long mix(long value) {
    long x = value * 0xBF58476D1CE4E5B9L;
    x ^= x >>> 29;
    x *= 0x94D049BB133111EBL;
    return x ^ (x >>> 32);
  }
}
