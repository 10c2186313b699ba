package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.GroupTable;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.dataflow.operator.state.TouchedGroups;
import dev.millrace.dataflow.plan.SetOperator;
import dev.millrace.model.type.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// DISTINCT, EXCEPT and INTERSECT: how often a row is in the result is a function of how often it
/// is in each input. Keeps these counts.
final class CountingOperator implements Operator {

  /// How often a row is in the result, given how often it is in the inputs.
  @FunctionalInterface
  interface Rule {
    long weight(long left, long right);
  }

  private final String name;
  private final Rule rule;
  private final List<SqlType> types;
  private final int[] all;
  private final boolean isExact;
  private final Shard[] shards;

  private CountingOperator(String name, Rule rule, List<SqlType> types, int shards) {
    this.name = name;
    this.rule = rule;
    this.types = types;
    this.all = Selection.all(types.size());
    this.isExact = RowBytes.isExact(types, all);
    this.shards = new Shard[shards];
    Arrays.setAll(this.shards, i -> new Shard());
  }

  static CountingOperator distinct(List<SqlType> types, int shards) {
    return new CountingOperator("distinct", (count, _) -> count > 0 ? 1 : 0, types, shards);
  }

  static CountingOperator of(SetOperator operator, List<SqlType> types, int shards) {
    Rule rule =
        switch (operator) {
          case EXCEPT -> (left, right) -> left > 0 && right <= 0 ? 1 : 0;
          case EXCEPT_ALL -> (left, right) -> Math.max(0, left - Math.max(0, right));
          case INTERSECT -> (left, right) -> left > 0 && right > 0 ? 1 : 0;
          case INTERSECT_ALL -> (left, right) -> Math.max(0, Math.min(left, right));
        };
    String name = operator.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return new CountingOperator(name, rule, types, shards);
  }

  /// The counts of one shard.
  private static final class Shard {
    final GroupTable rows = new GroupTable();
    final TouchedGroups<Long> touched = new TouchedGroups<>();
    long[][] counts = new long[2][8];

    /// The first representation seen, for rows whose key does not tell it.
    byte[] @Nullable [] seen = new byte[8][];

    void ensure(int group) {
      if (group >= seen.length) {
        int length = Math.max(group + 1, seen.length * 2);
        counts[0] = Arrays.copyOf(counts[0], length);
        counts[1] = Arrays.copyOf(counts[1], length);
        seen = Arrays.copyOf(seen, length);
      }
    }
  }

  @Override
  public String description() {
    return name;
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {
    long rows = 0;
    Routed[] routed = new Routed[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      rows += inputs[i].rows();
      routed[i] =
          new Routed(
              Selection.byShard(inputs[i], all, types, step.workers()),
              isExact ? inputs[i].keys(all, types) : inputs[i].rows(all));
    }
    step.workers().run(out, rows, (shard, to) -> runShard(shards[shard], shard, routed, to));
  }

  private record Routed(List<List<Selection>> selections, List<EncodedRows> rows) {}

  private void runShard(Shard state, int number, Routed[] inputs, Output out) {
    state.touched.begin();
    for (int input = 0; input < inputs.length; input++) {
      for (Selection s : inputs[input].selections().get(number)) {
        count(state, input, s, inputs[input].rows().get(s.index()));
      }
    }
    for (int i = 0; i < state.touched.size(); i++) {
      int group = state.touched.group(i);
      long change = weight(state, group) - state.touched.takeBefore(i);
      if (change != 0) {
        emit(state, group, change, out);
      }
      if (state.counts[0][group] == 0 && state.counts[1][group] == 0) {
        state.rows.remove(group);
        state.seen[group] = null;
      }
    }
  }

  private void count(Shard state, int input, Selection s, EncodedRows rows) {
    EncodedRows keys = s.keys();
    for (int i = 0; i < s.count(); i++) {
      int row = s.row(i);
      int size = state.rows.size();
      int group =
          state.rows.findOrAdd(keys.heap(), keys.offset(row), keys.length(row), keys.hash(row));
      state.ensure(group);
      if (state.rows.size() > size) {
        state.counts[0][group] = 0;
        state.counts[1][group] = 0;
        if (!isExact) {
          state.seen[group] =
              Arrays.copyOfRange(
                  rows.heap(), rows.offset(row), rows.offset(row) + rows.length(row));
        }
      }
      if (state.touched.isFirst(group)) {
        state.touched.remember(group, weight(state, group));
      }
      state.counts[input][group] += s.chunk().weight(row);
    }
  }

  private long weight(Shard state, int group) {
    return rule.weight(state.counts[0][group], state.counts[1][group]);
  }

  private void emit(Shard state, int group, long weight, Output out) {
    byte[] seen = state.seen[group];
    RowBytes.read(
        seen == null ? state.rows.key(group) : seen, 0, out.chunk().columns, 0, all.length);
    out.endRow(weight);
  }

  @Override
  public void load(Contents[] inputs, Output.FaultSink faults, StepScope step) {
    Loading.inBatches(this, types, inputs, faults, step);
  }

  @Override
  public void contents(Contents[] inputs, Output out, StepScope step) {
    for (Shard state : shards) {
      for (int group = 0; group < state.rows.end(); group++) {
        long weight = state.rows.isPresent(group) ? weight(state, group) : 0;
        if (weight != 0) {
          emit(state, group, weight, out);
        }
      }
    }
    out.flush();
  }

  @Override
  public long stateRows() {
    return Arrays.stream(shards).mapToLong(s -> s.rows.size()).sum();
  }

  @Override
  public long stateBytes() {
    return Arrays.stream(shards).mapToLong(s -> s.rows.bytes() + 24L * s.seen.length).sum();
  }
}
