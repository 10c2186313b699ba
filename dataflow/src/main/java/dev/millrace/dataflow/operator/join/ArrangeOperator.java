package dev.millrace.dataflow.operator.join;

import dev.millrace.dataflow.operator.Contents;
import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Loading;
import dev.millrace.dataflow.operator.Operator;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.StepScope;
import dev.millrace.dataflow.operator.Workers;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.dataflow.operator.state.RowGroup;
import dev.millrace.dataflow.operator.state.RowIndex;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps its input's rows, grouped by some of their columns: what joins probe, indexes answer from
/// and subscriptions start with. Shared by all who need the same rows by the same key. Runs before
/// its consumers, who see the state after the step.
public final class ArrangeOperator implements Operator {

  private final List<SqlType> types;
  private final int[] key;
  private final int[] all;
  private final RowIndex[] shards;

  public ArrangeOperator(List<SqlType> types, List<Integer> key, int shards) {
    this.types = types;
    this.key = key.stream().mapToInt(Integer::intValue).toArray();
    this.all = Selection.all(types.size());
    this.shards = new RowIndex[shards];
    Arrays.setAll(this.shards, i -> new RowIndex());
  }

  @Override
  public String description() {
    return "arrange by " + Arrays.toString(key);
  }

  /// The key columns.
  public int[] key() {
    return key;
  }

  /// The state of one shard.
  public RowIndex shard(int shard) {
    return shards[shard];
  }

  @Override
  public boolean isTransparent() {
    return true;
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {
    apply(inputs[0], out, step.workers());
  }

  private void apply(Delta delta, Output out, Workers workers) {
    if (delta.chunks().isEmpty()) {
      return;
    }
    List<EncodedRows> rows = delta.rows(all);
    List<List<Selection>> selections = Selection.byShard(delta, key, types, workers);
    workers.run(
        out,
        delta.rows(),
        (shard, _) -> {
          RowIndex index = shards[shard];
          for (Selection s : selections.get(shard)) {
            EncodedRows encoded = rows.get(s.index());
            for (int i = 0; i < s.count(); i++) {
              int row = s.row(i);
              index.add(s.keys(), encoded, row, s.chunk().weight(row));
            }
          }
        });
  }

  @Override
  public void load(Contents[] inputs, Output.FaultSink faults, StepScope step) {
    Loading.inBatches(this, types, inputs, faults, step);
  }

  @Override
  public void contents(Contents[] inputs, Output out, StepScope step) {
    scan(out);
  }

  /// Writes all rows, each once, with its weight.
  public void scan(Output out) {
    for (int shard = 0; shard < shards.length; shard++) {
      scanShard(shard, out);
    }
    out.flush();
  }

  /// Writes the rows of one shard.
  void scanShard(int shard, Output out) {
    RowIndex index = shards[shard];
    for (int number = 0; number < index.end(); number++) {
      RowGroup group = index.group(number);
      if (group != null) {
        write(group, out);
      }
    }
  }

  /// Hands over all rows, each once, in chunks.
  public void scan(Consumer<Chunk> rows) {
    scan(new Output(types, rows, (_, _) -> {}, Long.MAX_VALUE));
  }

  /// Hands over the rows with the given values in the key columns.
  ///
  /// @param values boxed, in the order of the key columns; null finds NULLs
  public void lookup(List<? extends @Nullable Object> values, Consumer<Chunk> rows) {
    List<SqlType> keyTypes = Arrays.stream(key).mapToObj(types::get).toList();
    Chunk probe = Chunk.of(keyTypes, 1);
    probe.appendRow(values.toArray(), 1);
    EncodedRows encoded = RowBytes.encodeKeys(probe, Selection.all(key.length), keyTypes);
    Output out = new Output(types, rows, (_, _) -> {}, Long.MAX_VALUE);
    for (RowIndex index : shards) {
      RowGroup group = index.find(encoded, 0);
      if (group != null) {
        write(group, out);
      }
    }
    out.flush();
  }

  /// How many rows there are with each of some keys.
  ///
  /// @param keys the key columns, in their order
  public long[] keyWeights(Chunk keys) {
    List<SqlType> keyTypes = Arrays.stream(key).mapToObj(types::get).toList();
    EncodedRows encoded = RowBytes.encodeKeys(keys, Selection.all(key.length), keyTypes);
    long[] weights = new long[keys.size()];
    for (RowIndex index : shards) {
      for (int row = 0; row < weights.length; row++) {
        RowGroup group = index.find(encoded, row);
        weights[row] += group == null ? 0 : group.total();
      }
    }
    return weights;
  }

  private void write(RowGroup group, Output out) {
    for (int entry = group.first(); entry >= 0; entry = group.next(entry)) {
      RowBytes.read(group.block(), group.rowOffset(entry), out.chunk().columns, 0, all.length);
      out.endRow(group.weight(entry));
    }
  }

  @Override
  public long stateRows() {
    return Arrays.stream(shards).mapToLong(RowIndex::rows).sum();
  }

  @Override
  public long stateBytes() {
    return Arrays.stream(shards).mapToLong(RowIndex::bytes).sum();
  }
}
