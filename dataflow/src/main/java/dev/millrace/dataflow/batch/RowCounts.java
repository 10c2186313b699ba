package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.plan.SetOperator;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// How often each different row occurs in each of several inputs: DISTINCT, EXCEPT, INTERSECT.
final class RowCounts {

  private final int inputs;
  private final RowKey key;
  private final GroupTable groups;
  private final RowStore first;
  private final Chunk prototype;
  private long[] counts = new long[64];

  RowCounts(List<SqlType> types, int inputs, Budget budget) {
    this.inputs = inputs;
    this.key = RowKey.grouping(types, IntStream.range(0, types.size()).boxed().toList());
    this.groups = new GroupTable(budget);
    this.first = new RowStore(types, budget);
    this.prototype = Chunk.of(types, 1);
  }

  /// Counts rows of one input.
  void add(Chunk chunk, int input) {
    Chunk fresh = prototype.emptyLike(64);
    for (int row = 0; row < chunk.size(); row++) {
      key.read(chunk, row);
      int before = groups.groups();
      int group = groups.findOrAdd(key.bytes(), key.length());
      if (group == before) {
        fresh.appendFrom(chunk, row, 1);
        if ((group + 1) * inputs > counts.length) {
          counts = Arrays.copyOf(counts, counts.length * 2);
        }
      }
      counts[group * inputs + input] += chunk.weight(row);
    }
    first.add(fresh);
  }

  /// Hands out each row with the weight that its counts, one per input, give it; 0 is not in it.
  void emit(ToLongFunction<long[]> weight, Consumer<Chunk> out) {
    ChunkBuilder builder = new ChunkBuilder(first.types(), out);
    long[] own = new long[inputs];
    long[] addresses = first.addresses();
    for (int group = 0; group < addresses.length; group++) {
      System.arraycopy(counts, group * inputs, own, 0, inputs);
      int result = HashJoin.weight(weight.applyAsLong(own));
      if (result != 0) {
        Chunk chunk = first.chunk(addresses[group]);
        builder.chunk().appendFrom(chunk, RowStore.row(addresses[group]), result);
      }
    }
    builder.flush();
  }

  /// The weight of a row in the result of a set operation by its counts left and right.
  static ToLongFunction<long[]> weightOf(SetOperator operator) {
    return switch (operator) {
      case EXCEPT -> c -> c[0] > 0 && c[1] <= 0 ? 1 : 0;
      case EXCEPT_ALL -> c -> Math.max(0, c[0] - Math.max(0, c[1]));
      case INTERSECT -> c -> c[0] > 0 && c[1] > 0 ? 1 : 0;
      case INTERSECT_ALL -> c -> Math.max(0, Math.min(c[0], c[1]));
    };
  }
}
