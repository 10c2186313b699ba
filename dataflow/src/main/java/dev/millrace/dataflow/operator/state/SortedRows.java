package dev.millrace.dataflow.operator.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A multiset of byte strings in order, kept in blocks of bounded size, so that a change costs a
/// binary search and a move within one block. Confined to one shard.
public final class SortedRows {

  /// Entries of a full block: moving half of them costs about as much as finding the block.
  private static final int BLOCK_ENTRIES = 64;

  private static final class Block {
    byte[] @Nullable [] entries;
    long[] weights;
    int count;

    /// Sum of the weights.
    long total;

    Block(int capacity) {
      this.entries = new byte[capacity][];
      this.weights = new long[capacity];
    }
  }

  private Block[] blocks = {new Block(2)};
  private int blockCount = 1;
  private int size;
  private long total;
  private long bytes;

  /// Receives entries in order; returns false when it has enough.
  @FunctionalInterface
  public interface Visitor {
    boolean entry(byte[] entry, long weight);
  }

  /// Different entries.
  public int size() {
    return size;
  }

  /// Sum of the weights.
  public long total() {
    return total;
  }

  /// Bytes taken, roughly.
  public long bytes() {
    return 64 + bytes + 96L * blockCount;
  }

  /// Adds (or retracts) an entry; returns its weight before. The array becomes this object's.
  public long add(byte[] entry, long weight) {
    int b = blockOf(entry);
    Block block = blocks[b];
    int at = Arrays.binarySearch(block.entries, 0, block.count, entry, Arrays::compareUnsigned);
    total += weight;
    block.total += weight;
    if (at < 0) {
      insert(b, -at - 1, entry, weight);
      return 0;
    }
    long before = block.weights[at];
    block.weights[at] = before + weight;
    if (block.weights[at] == 0) {
      delete(b, at);
    }
    return before;
  }

  /// The first entry, or null.
  public byte @Nullable [] first() {
    return size == 0 ? null : blocks[0].entries[0];
  }

  /// The last entry, or null.
  public byte @Nullable [] last() {
    Block block = blocks[blockCount - 1];
    return size == 0 ? null : block.entries[block.count - 1];
  }

  /// Visits the entries from the one on that holds the row at position `offset`, counting weights;
  /// the first visited is handed over with what is left of its weight.
  public void visit(long offset, Visitor visitor) {
    long skip = offset;
    for (int b = 0; b < blockCount; b++) {
      Block block = blocks[b];
      if (skip >= block.total && skip > 0) {
        skip -= block.total;
        continue;
      }
      for (int i = 0; i < block.count; i++) {
        long weight = block.weights[i];
        if (skip >= weight && skip > 0) {
          skip -= weight;
          continue;
        }
        byte[] entry = block.entries[i];
        assert entry != null;
        if (!visitor.entry(entry, weight - skip)) {
          return;
        }
        skip = 0;
      }
    }
  }

  /// The last block whose first entry is not above.
  private int blockOf(byte[] entry) {
    int low = 0;
    int high = blockCount - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Arrays.compareUnsigned(blocks[middle].entries[0], entry) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private void insert(int b, int at, byte[] entry, long weight) {
    Block block = blocks[b];
    if (block.count == BLOCK_ENTRIES) {
      split(b);
      boolean isUpper = at > blocks[b].count;
      insertRoomy(blocks[isUpper ? b + 1 : b], isUpper ? at - blocks[b].count : at, entry, weight);
      Block corrected = blocks[isUpper ? b + 1 : b];
      corrected.total += weight;
    } else {
      insertRoomy(block, at, entry, weight);
    }
    size++;
    bytes += 32 + entry.length;
  }

  private static void insertRoomy(Block block, int at, byte[] entry, long weight) {
    if (block.count == block.entries.length) {
      int capacity = Math.min(BLOCK_ENTRIES, block.count * 2);
      block.entries = Arrays.copyOf(block.entries, capacity);
      block.weights = Arrays.copyOf(block.weights, capacity);
    }
    System.arraycopy(block.entries, at, block.entries, at + 1, block.count - at);
    System.arraycopy(block.weights, at, block.weights, at + 1, block.count - at);
    block.entries[at] = entry;
    block.weights[at] = weight;
    block.count++;
  }

  /// Moves the upper half of a full block to a new one behind it; both totals are counted anew, so
  /// a weight not yet inserted is in neither.
  private void split(int b) {
    Block lower = blocks[b];
    Block upper = new Block(BLOCK_ENTRIES);
    int half = lower.count / 2;
    upper.count = lower.count - half;
    System.arraycopy(lower.entries, half, upper.entries, 0, upper.count);
    System.arraycopy(lower.weights, half, upper.weights, 0, upper.count);
    Arrays.fill(lower.entries, half, lower.count, null);
    lower.count = half;
    recount(lower);
    recount(upper);
    if (blockCount == blocks.length) {
      blocks = Arrays.copyOf(blocks, blockCount * 2);
    }
    System.arraycopy(blocks, b + 1, blocks, b + 2, blockCount - b - 1);
    blocks[b + 1] = upper;
    blockCount++;
  }

  private static void recount(Block block) {
    block.total = 0;
    for (int i = 0; i < block.count; i++) {
      block.total += block.weights[i];
    }
  }

  private void delete(int b, int at) {
    Block block = blocks[b];
    byte[] entry = block.entries[at];
    assert entry != null;
    bytes -= 32 + entry.length;
    block.count--;
    System.arraycopy(block.entries, at + 1, block.entries, at, block.count - at);
    System.arraycopy(block.weights, at + 1, block.weights, at, block.count - at);
    block.entries[block.count] = null;
    size--;
    if (block.count == 0 && blockCount > 1) {
      blockCount--;
      System.arraycopy(blocks, b + 1, blocks, b, blockCount - b);
    }
  }
}
