package dev.millrace.dataflow.batch;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Rows that a query holds, addressed by `long`: chunk number and row.
final class RowStore {

  private final List<SqlType> types;
  private final Budget budget;
  private final List<Chunk> chunks = new ArrayList<>();
  private int rows;

  RowStore(List<SqlType> types, Budget budget) {
    this.types = types;
    this.budget = budget;
  }

  /// Keeps a chunk; its rows are `address(row)` from now until the next call.
  void add(Chunk chunk) {
    budget.take(chunk);
    chunks.add(chunk);
    rows += chunk.size();
  }

  /// Lets all rows go.
  void release() {
    chunks.forEach(chunk -> budget.giveBack(chunk.bytes()));
    chunks.clear();
    rows = 0;
  }

  /// Counts bytes that are held only for a while.
  void borrow(long bytes) {
    budget.take(bytes);
    budget.giveBack(bytes);
  }

  /// The address of a row of the chunk added last.
  long address(int row) {
    return ((long) (chunks.size() - 1) << 32) | row;
  }

  Chunk chunk(long address) {
    return chunks.get((int) (address >>> 32));
  }

  static int row(long address) {
    return (int) address;
  }

  int weight(long address) {
    return chunk(address).weight(row(address));
  }

  List<SqlType> types() {
    return types;
  }

  /// Entries, not counting weights.
  int rows() {
    return rows;
  }

  /// All addresses in the order of arrival.
  long[] addresses() {
    long[] addresses = new long[rows];
    int next = 0;
    for (int i = 0; i < chunks.size(); i++) {
      for (int row = 0; row < chunks.get(i).size(); row++) {
        addresses[next++] = ((long) i << 32) | row;
      }
    }
    return addresses;
  }

  /// Hands out the rows at the addresses, in their order, in new chunks.
  void emit(long[] addresses, Consumer<Chunk> out) {
    Chunk chunk = Chunk.of(types, Math.min(addresses.length, Chunk.CAPACITY));
    for (long address : addresses) {
      chunk.appendFrom(chunk(address), row(address), weight(address));
      if (chunk.size() == Chunk.CAPACITY) {
        out.accept(chunk);
        chunk = Chunk.of(types, Chunk.CAPACITY);
      }
    }
    out.accept(chunk);
  }
}
