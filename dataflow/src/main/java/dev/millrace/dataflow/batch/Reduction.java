package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.List;
import java.util.function.Consumer;

/// GROUP BY: groups in order of first sight, one accumulation per aggregate.
final class Reduction {

  private final Plan.Reduce plan;
  private final RowKey key;
  private final GroupTable groups;
  private final Chunk keys;
  private final List<Accumulation> accumulations;

  Reduction(Plan.Reduce plan, Budget budget) {
    this.plan = plan;
    List<SqlType> types = plan.input().types();
    this.key = RowKey.grouping(types, plan.keys());
    this.groups = new GroupTable(budget);
    this.keys = Chunk.of(plan.keys().stream().map(types::get).toList(), 64);
    this.accumulations =
        plan.aggregates().stream().map(a -> Accumulation.of(a, types, budget)).toList();
    if (plan.keys().isEmpty()) {
      groups.findOrAdd(key.bytes(), 0);
    }
  }

  /// Takes rows of the input.
  void add(Chunk chunk) {
    int[] numbers = new int[chunk.size()];
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = plan.keys().isEmpty() ? 0 : group(chunk, row);
    }
    for (Accumulation accumulation : accumulations) {
      accumulation.add(chunk, numbers);
    }
  }

  private int group(Chunk chunk, int row) {
    key.read(chunk, row);
    int before = groups.groups();
    int group = groups.findOrAdd(key.bytes(), key.length());
    if (group == before) {
      for (int i = 0; i < keys.columns.length; i++) {
        keys.columns[i].appendFrom(chunk.columns[plan.keys().get(i)], row);
      }
    }
    return group;
  }

  /// Hands out one row per group.
  void emit(Consumer<Chunk> out) {
    ChunkBuilder builder = new ChunkBuilder(plan.types(), out);
    for (int group = 0; group < groups.groups(); group++) {
      Chunk chunk = builder.chunk();
      int column = 0;
      for (; column < keys.columns.length; column++) {
        chunk.columns[column].appendFrom(keys.columns[column], group);
      }
      for (Accumulation accumulation : accumulations) {
        chunk.columns[column++].append(accumulation.result(group));
      }
      chunk.endRow(1);
    }
    builder.flush();
  }
}
