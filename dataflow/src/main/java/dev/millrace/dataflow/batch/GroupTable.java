package dev.millrace.dataflow.batch;

import java.util.Arrays;

/// A hash table from keys of bytes to dense group numbers, 0, 1, 2, … in order of first sight.
final class GroupTable {

  private final Budget budget;
  private int[] slots = new int[64];
  private long[] hashes = new long[32];
  private int[] ends = new int[32];
  private byte[] heap = new byte[1024];
  private int groups;

  GroupTable(Budget budget) {
    this.budget = budget;
  }

  int groups() {
    return groups;
  }

  /// The number of a key, which is added if it is new.
  int findOrAdd(byte[] key, int length) {
    long hash = hash(key, length);
    int slot = slot(hash, key, length);
    if (slots[slot] == 0) {
      append(hash, key, length);
      slots[slot] = groups;
      if (groups * 2 > slots.length) {
        grow();
      }
      return groups - 1;
    }
    return slots[slot] - 1;
  }

  /// The number of a key, or -1.
  int find(byte[] key, int length) {
    return slots[slot(hash(key, length), key, length)] - 1;
  }

  /// The slot that holds the key, or the free one where it belongs. Slots hold number + 1.
  private int slot(long hash, byte[] key, int length) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      int group = slots[slot] - 1;
      if (hashes[group] == hash) {
        int start = group == 0 ? 0 : ends[group - 1];
        if (Arrays.equals(heap, start, ends[group], key, 0, length)) {
          return slot;
        }
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void append(long hash, byte[] key, int length) {
    int start = groups == 0 ? 0 : ends[groups - 1];
    budget.take(24L + length);
    if (groups == hashes.length) {
      hashes = Arrays.copyOf(hashes, groups * 2);
      ends = Arrays.copyOf(ends, groups * 2);
    }
    if (length > heap.length - start) {
      long wanted = Math.max(heap.length * 2L, (long) start + length);
      heap = Arrays.copyOf(heap, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
    System.arraycopy(key, 0, heap, start, length);
    hashes[groups] = hash;
    ends[groups] = start + length;
    groups++;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int group = 0; group < groups; group++) {
      int slot = (int) hashes[group] & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = group + 1;
    }
  }

  /// FNV-1a with a final mix: good enough for tables that live for one query.
  private static long hash(byte[] key, int length) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ key[i]) * 0x100000001b3L;
    }
    hash ^= hash >>> 32;
    hash *= 0x9e3779b97f4a7c15L;
    return hash ^ (hash >>> 29);
  }
}
