package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// The first rows of each group in order: LIMIT, OFFSET, DISTINCT ON.
final class TopRows {

  /// Rows that a limit without groups may hold before all but the first are let go.
  private static final int ROWS_BEFORE_PRUNING = 4 * Chunk.CAPACITY;

  private final Plan.TopK plan;
  private final Budget budget;
  private RowStore rows;
  private final RowKey key;
  private final GroupTable groups;
  private final List<Addresses> members = new ArrayList<>();

  TopRows(Plan.TopK plan, Budget budget) {
    this.plan = plan;
    this.budget = budget;
    this.rows = new RowStore(plan.types(), budget);
    this.key = RowKey.grouping(plan.types(), plan.group());
    this.groups = new GroupTable(budget);
  }

  void add(Chunk chunk) {
    rows.add(chunk);
    for (int row = 0; row < chunk.size(); row++) {
      key.read(chunk, row);
      int group = groups.findOrAdd(key.bytes(), key.length());
      if (group == members.size()) {
        members.add(new Addresses());
      }
      members.get(group).add(rows.address(row));
    }
    prune();
  }

  /// ORDER BY … LIMIT over everything needs few of the rows it sees.
  private void prune() {
    Long limit = plan.limit();
    if (limit == null || !plan.group().isEmpty() || rows.rows() < ROWS_BEFORE_PRUNING) {
      return;
    }
    long needed = limit + plan.offset();
    if (needed < 0 || needed > rows.rows() / 2) {
      return;
    }
    long[] sorted = RowOrder.total(plan.types(), plan.order()).sorted(rows);
    RowStore kept = new RowStore(plan.types(), budget);
    Addresses addresses = new Addresses();
    rows.emit(
        Arrays.copyOf(sorted, (int) needed),
        chunk -> {
          kept.add(chunk);
          for (int row = 0; row < chunk.size(); row++) {
            addresses.add(kept.address(row));
          }
        });
    rows.release();
    rows = kept;
    members.set(0, addresses);
  }

  void emit(Consumer<Chunk> out) {
    ChunkBuilder builder = new ChunkBuilder(plan.types(), out);
    RowOrder order = RowOrder.total(plan.types(), plan.order());
    for (Addresses group : members) {
      emit(order.sorted(rows, group.toArray()), builder);
    }
    builder.flush();
  }

  private void emit(long[] sorted, ChunkBuilder builder) {
    Long limit = plan.limit();
    long skip = plan.offset();
    long left = limit == null ? Long.MAX_VALUE : limit;
    for (long address : sorted) {
      int weight = rows.weight(address);
      long skipped = Math.min(skip, weight);
      skip -= skipped;
      long taken = Math.min(left, weight - skipped);
      left -= taken;
      if (taken > 0) {
        builder
            .chunk()
            .appendFrom(rows.chunk(address), RowStore.row(address), HashJoin.weight(taken));
      }
      if (left == 0) {
        return;
      }
    }
  }

  /// A growing list of row addresses.
  static final class Addresses {
    private long[] values = new long[4];
    private int size;

    void add(long address) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = address;
    }

    long[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
