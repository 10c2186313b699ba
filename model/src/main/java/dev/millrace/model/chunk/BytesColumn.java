package dev.millrace.model.chunk;

import dev.millrace.model.value.Slice;
import java.util.Arrays;

/// Values of carrier SLICE, one after another in a heap of bytes.
public final class BytesColumn extends Column {

  /// The bytes of all values; only the first `offsets[size]` count.
  public byte[] heap;

  /// Row `i` is `heap[offsets[i] .. offsets[i + 1])`.
  public int[] offsets;

  public BytesColumn(int capacity) {
    this.heap = new byte[Math.max(capacity * 8, 16)];
    this.offsets = new int[Math.max(capacity, 1) + 1];
  }

  /// Appends a copy of the bytes.
  public void append(byte[] source, int offset, int length) {
    int end = offsets[size];
    reserve(end, length);
    System.arraycopy(source, offset, heap, end, length);
    offsets[++size] = end + length;
  }

  /// Appends a copy of the bytes.
  public void append(Slice value) {
    append(value.array(), value.offset(), value.length());
  }

  /// Bytes of row `row`.
  public int length(int row) {
    return offsets[row + 1] - offsets[row];
  }

  @Override
  public Slice slice(int row) {
    return new Slice(heap, offsets[row], offsets[row + 1] - offsets[row]);
  }

  @Override
  public BytesColumn emptyLike(int capacity) {
    return new BytesColumn(capacity);
  }

  @Override
  public void clear() {
    super.clear();
    offsets[0] = 0;
  }

  @Override
  void appendZero() {
    append(heap, 0, 0);
  }

  @Override
  void appendBoxed(Object value) {
    append((Slice) value);
  }

  @Override
  Object boxed(int row) {
    return slice(row);
  }

  @Override
  void copyFrom(Column source, int row) {
    BytesColumn other = (BytesColumn) source;
    append(other.heap, other.offsets[row], other.length(row));
  }

  private void reserve(int end, int length) {
    if (size + 1 == offsets.length) {
      offsets = Arrays.copyOf(offsets, offsets.length * 2);
    }
    if (length > heap.length - end) {
      long wanted = Math.max((long) end + length, heap.length * 2L);
      heap = Arrays.copyOf(heap, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
  }
}
