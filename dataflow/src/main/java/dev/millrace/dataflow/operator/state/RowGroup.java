package dev.millrace.dataflow.operator.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The rows of one key: a multiset of encoded rows in one block of bytes. Equal rows are one entry
/// with a weight. Confined to one shard.
public final class RowGroup {

  /*
   * Block: entries one after the other, each
   *   weight  i32   0: dead, its bytes are reused when the same row comes back
   *   length  i32   of the row
   *   hash    i32   of the row
   *   row     bytes
   * Small groups are searched from the start, by hash first. Above INDEX_FROM entries an
   * open-addressing index from the hashes to the entries' offsets is kept. Dead entries stay until
   * they take more than half the block.
   */
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int HEADER = 12;
  private static final int INDEX_FROM = 12;

  private byte[] block;
  private int used;
  private int entries;
  private int dead;
  private int deadBytes;
  private long total;
  private int @Nullable [] index;

  public RowGroup(int firstRowBytes) {
    this.block = new byte[HEADER + firstRowBytes];
  }

  private RowGroup(RowGroup other) {
    this.block = Arrays.copyOf(other.block, other.used);
    this.used = other.used;
    this.entries = other.entries;
    this.dead = other.dead;
    this.deadBytes = other.deadBytes;
    this.total = other.total;
    this.index = other.index == null ? null : other.index.clone();
  }

  /// The same rows once more.
  public RowGroup copy() {
    return new RowGroup(this);
  }

  /// Sum of all weights.
  public long total() {
    return total;
  }

  /// Different rows.
  public int rows() {
    return entries - dead;
  }

  /// Bytes taken, roughly.
  public int bytes() {
    return 72 + block.length + (index == null ? 0 : 4 * index.length);
  }

  /// The block, for reading rows at `rowOffset(entry)`.
  public byte[] block() {
    return block;
  }

  /// The first live entry, or -1. An entry is an offset, valid until the next `add`.
  public int first() {
    return live(0);
  }

  /// The live entry after this one, or -1.
  public int next(int entry) {
    return live(entry + HEADER + rowLength(entry));
  }

  private int live(int from) {
    int entry = from;
    while (entry < used) {
      if (weight(entry) != 0) {
        return entry;
      }
      entry += HEADER + rowLength(entry);
    }
    return -1;
  }

  /// Weight of an entry.
  public int weight(int entry) {
    return (int) INT.get(block, entry);
  }

  /// Length of an entry's row.
  public int rowLength(int entry) {
    return (int) INT.get(block, entry + 4);
  }

  /// Where in the block an entry's row begins.
  public int rowOffset(int entry) {
    return entry + HEADER;
  }

  /// Adds a row of an encoded chunk `weight` times, or retracts it.
  public void add(EncodedRows rows, int row, int weight) {
    add(rows.heap(), rows.offset(row), rows.length(row), (int) rows.hash(row), weight);
  }

  /// Adds a row `weight` times, or retracts it.
  ///
  /// @param hash the lower half of `EncodedRows.hash` of the row
  public void add(byte[] row, int offset, int length, int hash, int weight) {
    total += weight;
    int entry = find(row, offset, length, hash);
    if (entry >= 0) {
      reweigh(entry, length, weight);
    } else {
      append(row, offset, length, hash, weight);
    }
  }

  /// Hash of an entry's row.
  public int rowHash(int entry) {
    return (int) INT.get(block, entry + 8);
  }

  private void reweigh(int entry, int length, int change) {
    int before = weight(entry);
    int after = Math.addExact(before, change);
    INT.set(block, entry, after);
    if (before != 0 && after == 0) {
      dead++;
      deadBytes += HEADER + length;
      if (deadBytes * 2L > used) {
        compact();
      }
    } else if (before == 0) {
      dead--;
      deadBytes -= HEADER + length;
    }
  }

  private void append(byte[] row, int offset, int length, int hash, int weight) {
    long wanted = (long) used + HEADER + length;
    if (wanted > block.length) {
      if (wanted > Integer.MAX_VALUE - 16) {
        throw new IllegalStateException("the rows of one key take more than 2 GB");
      }
      block = Arrays.copyOf(block, (int) Math.min(wanted * 3 / 2, Integer.MAX_VALUE - 16));
    }
    int entry = used;
    INT.set(block, entry, weight);
    INT.set(block, entry + 4, length);
    INT.set(block, entry + 8, hash);
    System.arraycopy(row, offset, block, entry + HEADER, length);
    used = (int) wanted;
    entries++;
    if (index != null && entries * 2 <= index.length) {
      put(index, entry);
    } else if (entries > INDEX_FROM) {
      reindex();
    }
  }

  private int find(byte[] row, int offset, int length, int hash) {
    int[] index = this.index;
    if (index == null) {
      for (int entry = 0; entry < used; entry += HEADER + rowLength(entry)) {
        if (rowHash(entry) == hash && isRow(entry, row, offset, length)) {
          return entry;
        }
      }
      return -1;
    }
    int mask = index.length - 1;
    int slot = hash & mask;
    while (index[slot] != 0) {
      int entry = index[slot] - 1;
      if (rowHash(entry) == hash && isRow(entry, row, offset, length)) {
        return entry;
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  private boolean isRow(int entry, byte[] row, int offset, int length) {
    return rowLength(entry) == length
        && Arrays.equals(
            block, entry + HEADER, entry + HEADER + length, row, offset, offset + length);
  }

  private void compact() {
    int to = 0;
    int live = 0;
    for (int entry = 0; entry < used; ) {
      int size = HEADER + rowLength(entry);
      if (weight(entry) != 0) {
        System.arraycopy(block, entry, block, to, size);
        to += size;
        live++;
      }
      entry += size;
    }
    used = to;
    entries = live;
    dead = 0;
    deadBytes = 0;
    if (block.length > 256 && used * 4L < block.length) {
      block = Arrays.copyOf(block, used * 2);
    }
    index = null;
    if (entries > INDEX_FROM) {
      reindex();
    }
  }

  private void reindex() {
    int[] fresh = new int[Integer.highestOneBit(Math.max(entries, 8)) * 4];
    for (int entry = 0; entry < used; entry += HEADER + rowLength(entry)) {
      put(fresh, entry);
    }
    index = fresh;
  }

  private void put(int[] index, int entry) {
    int mask = index.length - 1;
    int slot = rowHash(entry) & mask;
    while (index[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    index[slot] = entry + 1;
  }
}
