package dev.millrace.storage.store;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.row.Hash;
import dev.millrace.model.row.RowCodec;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// What happened to the rows of one collection since they were last written: per key the last row,
/// or per row the sum of the weights. Keys and rows lie one behind the other in one array, so that
/// a fold of millions of rows is two objects to the garbage collector. Confined to one thread.
/*
 *   entry   hash i32 | key length i32 | value i64 | key
 *   value   the sum of weights (ROWS), or where the row is: offset i32, length i32 (KEYED);
 *           length -1: deleted
 *   slots   offset of an entry + 1, 0 where free; linear probing at a load of at most one half
 */
final class FoldTable {

  /// An entry without its key.
  private static final int HEADER = 16;

  private static final int DELETED = -1;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] heap = new byte[1 << 10];
  private int used;
  private int[] slots = new int[64];
  private int[] entries = new int[32];
  private int size;

  /// Different rows or keys.
  int size() {
    return size;
  }

  /// Bytes held.
  long bytes() {
    return heap.length + 4L * slots.length + 4L * entries.length;
  }

  /// Adds to the weight of a row.
  void add(Chunk chunk, int row, int[] columns, long weight) {
    add(chunk, row, columns, 0, weight);
  }

  /// As above for a row of a layout.
  void add(Chunk chunk, int row, int[] columns, int layout, long weight) {
    int entry = entry(chunk, row, columns, layout);
    LONG.set(heap, entry + 8, (long) LONG.get(heap, entry + 8) + weight);
  }

  /// Sets the row of a key.
  void put(Chunk chunk, int row, int[] key, int[] columns) {
    put(chunk, row, key, columns, 0);
  }

  /// As above for a row of a layout.
  void put(Chunk chunk, int row, int[] key, int[] columns, int layout) {
    int entry = entry(chunk, row, key, 0);
    int length = RowCodec.size(chunk, row, columns);
    int offset = (int) INT.get(heap, entry + 8);
    if (offset == 0 || (int) INT.get(heap, entry + 12) < length) {
      reserve(length);
      offset = used;
      used += length;
    }
    RowCodec.write(chunk, row, columns, layout, heap, offset);
    INT.set(heap, entry + 8, offset);
    INT.set(heap, entry + 12, length);
  }

  /// Deletes the row of a key.
  void delete(Chunk chunk, int row, int[] key) {
    int entry = entry(chunk, row, key, 0);
    INT.set(heap, entry + 8, 0);
    INT.set(heap, entry + 12, DELETED);
  }

  /// Puts the entries into the order of their keys, until more are added.
  void sort() {
    sort(new int[size / 2 + 1], 0, size);
  }

  private void sort(int[] lower, int from, int end) {
    if (end - from < 2) {
      return;
    }
    int middle = (from + end) >>> 1;
    sort(lower, from, middle);
    sort(lower, middle, end);
    if (compare(entries[middle - 1], entries[middle]) <= 0) {
      return;
    }
    System.arraycopy(entries, from, lower, 0, middle - from);
    int left = 0;
    int right = middle;
    for (int to = from; left < middle - from; to++) {
      if (right < end && compare(entries[right], lower[left]) < 0) {
        entries[to] = entries[right++];
      } else {
        entries[to] = lower[left++];
      }
    }
  }

  private int compare(int entry, int other) {
    int start = entry + HEADER;
    int otherStart = other + HEADER;
    return Arrays.compareUnsigned(
        heap,
        start,
        start + (int) INT.get(heap, entry + 4),
        heap,
        otherStart,
        otherStart + (int) INT.get(heap, other + 4));
  }

  /// The bytes of everything.
  byte[] heap() {
    return heap;
  }

  /// Where the key of entry `i` begins.
  int keyOffset(int i) {
    return entries[i] + HEADER;
  }

  int keyLength(int i) {
    return (int) INT.get(heap, entries[i] + 4);
  }

  /// Sum of the weights of entry `i`.
  long weight(int i) {
    return (long) LONG.get(heap, entries[i] + 8);
  }

  boolean isDeleted(int i) {
    return (int) INT.get(heap, entries[i] + 12) == DELETED;
  }

  /// Where the row of entry `i` begins.
  int rowOffset(int i) {
    return (int) INT.get(heap, entries[i] + 8);
  }

  int rowLength(int i) {
    return (int) INT.get(heap, entries[i] + 12);
  }

  /// The entry of a key, made if need be.
  private int entry(Chunk chunk, int row, int[] columns, int layout) {
    int length = RowCodec.size(chunk, row, columns);
    reserve(HEADER + length);
    int entry = used;
    int start = entry + HEADER;
    int end = RowCodec.write(chunk, row, columns, layout, heap, start);
    int hash = (int) Hash.of(heap, start, end);
    int mask = slots.length - 1;
    int slot = hash & mask;
    for (; slots[slot] != 0; slot = (slot + 1) & mask) {
      int other = slots[slot] - 1;
      if ((int) INT.get(heap, other) == hash
          && Arrays.equals(
              heap,
              other + HEADER,
              other + HEADER + (int) INT.get(heap, other + 4),
              heap,
              start,
              end)) {
        return other;
      }
    }
    INT.set(heap, entry, hash);
    INT.set(heap, entry + 4, length);
    LONG.set(heap, entry + 8, 0L);
    used = end;
    slots[slot] = entry + 1;
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, size * 2);
    }
    entries[size++] = entry;
    if (size * 2 > slots.length) {
      grow();
    }
    return entry;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int i = 0; i < size; i++) {
      int slot = (int) INT.get(heap, entries[i]) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = entries[i] + 1;
    }
  }

  private void reserve(int bytes) {
    if (bytes > heap.length - used) {
      long wanted = Math.max((long) used + bytes, heap.length * 2L);
      if ((long) used + bytes > Integer.MAX_VALUE - 8) {
        throw new IllegalStateException("a step is too large to be checkpointed");
      }
      heap = Arrays.copyOf(heap, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
  }
}
