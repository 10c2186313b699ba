package dev.millrace.dataflow.operator.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A hash table from key bytes to small dense numbers, so that an operator keeps the state of a
/// group in arrays of its own. Open addressing with linear probing at a load of at most one half;
/// numbers of removed keys are given out again. Confined to one shard.
public final class GroupTable {

  /// What `find` answers for an unknown key.
  public static final int NONE = -1;

  private static final int SLOTS_FIRST = 16;

  /// Group number + 1 per slot, 0 where free.
  private int[] slots = new int[SLOTS_FIRST];

  private byte[] @Nullable [] keys = new byte[SLOTS_FIRST / 2][];
  private long[] hashes = new long[SLOTS_FIRST / 2];
  private int[] free = new int[4];
  private int freeCount;
  private int end;
  private int size;
  private long keyBytes;

  /// Groups present.
  public int size() {
    return size;
  }

  /// All group numbers are below this.
  public int end() {
    return end;
  }

  /// Bytes taken, roughly.
  public long bytes() {
    return keyBytes + 4L * slots.length + 16L * keys.length;
  }

  /// The group of a key, or NONE.
  public int find(byte[] heap, int offset, int length, long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      int group = slots[slot] - 1;
      if (hashes[group] == hash && isKey(group, heap, offset, length)) {
        return group;
      }
      slot = (slot + 1) & mask;
    }
    return NONE;
  }

  /// The group of a key, made if need be; `size` tells which. The bytes are copied.
  public int findOrAdd(byte[] heap, int offset, int length, long hash) {
    int group = find(heap, offset, length, hash);
    return group != NONE ? group : add(Arrays.copyOfRange(heap, offset, offset + length), hash);
  }

  private int add(byte[] key, long hash) {
    if ((size + 1) * 2 > slots.length) {
      grow();
    }
    int group = freeCount > 0 ? free[--freeCount] : end++;
    if (group >= keys.length) {
      keys = Arrays.copyOf(keys, keys.length * 2);
      hashes = Arrays.copyOf(hashes, keys.length);
    }
    keys[group] = key;
    hashes[group] = hash;
    keyBytes += 24 + key.length;
    size++;
    put(group);
    return group;
  }

  /// The key of a group that is present.
  public byte[] key(int group) {
    byte[] key = keys[group];
    assert key != null : "group was removed";
    return key;
  }

  /// True if the number stands for a group now.
  public boolean isPresent(int group) {
    return group < end && keys[group] != null;
  }

  /// Removes a group; its number may be given out again.
  public void remove(int group) {
    int mask = slots.length - 1;
    int hole = (int) hashes[group] & mask;
    while (slots[hole] != group + 1) {
      hole = (hole + 1) & mask;
    }
    close(hole, mask);
    keyBytes -= 24 + key(group).length;
    keys[group] = null;
    size--;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount * 2);
    }
    free[freeCount++] = group;
    if (slots.length > 1024 && size * 8 < slots.length) {
      rehash(slots.length / 4);
    }
  }

  /// Moves later entries of the probe chain back, so that no search stops early at the hole.
  private void close(int start, int mask) {
    int hole = start;
    int slot = (hole + 1) & mask;
    while (slots[slot] != 0) {
      int home = (int) hashes[slots[slot] - 1] & mask;
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        slots[hole] = slots[slot];
        hole = slot;
      }
      slot = (slot + 1) & mask;
    }
    slots[hole] = 0;
  }

  /// Forgets all groups, keeping the arrays if they are small.
  public void clear() {
    if (slots.length > 8192) {
      slots = new int[SLOTS_FIRST];
      keys = new byte[SLOTS_FIRST / 2][];
      hashes = new long[SLOTS_FIRST / 2];
    } else {
      Arrays.fill(slots, 0);
      Arrays.fill(keys, 0, end, null);
    }
    freeCount = 0;
    end = 0;
    size = 0;
    keyBytes = 0;
  }

  private boolean isKey(int group, byte[] heap, int offset, int length) {
    byte[] key = key(group);
    return Arrays.equals(key, 0, key.length, heap, offset, offset + length);
  }

  private void put(int group) {
    int mask = slots.length - 1;
    int slot = (int) hashes[group] & mask;
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = group + 1;
  }

  private void grow() {
    if (slots.length > 1 << 29) {
      throw new IllegalStateException("too many groups in one shard");
    }
    rehash(slots.length * 2);
  }

  private void rehash(int length) {
    slots = new int[length];
    for (int group = 0; group < end; group++) {
      if (keys[group] != null) {
        put(group);
      }
    }
  }
}
