package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// GROUP BY. Emits for every group that a step touched, once: its old row with −1 and its new one
/// with +1, if they differ, however many of its rows changed.
final class ReduceOperator implements Operator {

  private final Plan.Reduce plan;
  private final List<SqlType> inputTypes;
  private final int[] keys;
  private final ReduceCalls calls;
  private final ReduceShard[] shards;

  ReduceOperator(Plan.Reduce plan, int shards) {
    this.plan = plan;
    this.inputTypes = plan.input().types();
    this.keys = plan.keys().stream().mapToInt(Integer::intValue).toArray();
    this.shards = new ReduceShard[shards];
    this.calls = new ReduceCalls(plan);
    Arrays.setAll(this.shards, i -> new ReduceShard(inputTypes, keys, calls));
    if (keys.length == 0) {
      long hash = EncodedRows.hash(new byte[0], 0, 0);
      this.shards[Workers.shard(hash, shards)].addOnlyGroup(hash);
    }
  }

  @Override
  public String description() {
    return "reduce by %s to %s"
        .formatted(plan.keys(), plan.aggregates().stream().map(a -> a.function().id()).toList());
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {
    List<List<Selection>> selections =
        Selection.byShard(inputs[0], keys, inputTypes, step.workers());
    List<List<EncodedRows>> feeds = new ArrayList<>();
    for (ReduceCalls.Feed feed : calls.feeds) {
      feeds.add(inputs[0].rows(feed.columns()));
    }
    step.workers()
        .run(
            out,
            inputs[0].rows(),
            (shard, to) -> shards[shard].run(selections.get(shard), feeds, to));
  }

  @Override
  public void load(Contents[] inputs, Output.FaultSink faults, StepScope step) {
    Arrays.stream(shards).forEach(s -> s.faults(faults));
    Loading.inBatches(this, plan.types(), inputs, faults, step);
  }

  @Override
  public void contents(Contents[] inputs, Output out, StepScope step) {
    for (ReduceShard shard : shards) {
      shard.contents(out);
    }
    out.flush();
  }

  @Override
  public long stateRows() {
    return Arrays.stream(shards).mapToLong(ReduceShard::groups).sum();
  }

  @Override
  public long stateBytes() {
    return Arrays.stream(shards).mapToLong(ReduceShard::bytes).sum();
  }
}
