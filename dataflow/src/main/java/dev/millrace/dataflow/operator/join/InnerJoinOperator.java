package dev.millrace.dataflow.operator.join;

import dev.millrace.dataflow.operator.Contents;
import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Operator;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.StepScope;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/// An inner join of any number of arrangements on one key: no intermediate result is kept, and only
/// the columns that are wanted are written. Its inputs are the arrangements' deltas; it has no
/// state itself.
public final class InnerJoinOperator implements Operator {

  /*
   * With A, B, C the arrangements after the step and dA … what it changed, per key:
   *
   *   dA ⋈ B_old ⋈ C_old  +  A ⋈ dB ⋈ C_old  +  A ⋈ B ⋈ dC          (telescoped)
   *   A ⋈ B ⋈ C  -  A_old ⋈ B_old ⋈ C_old                              (anew)
   *
   * Both are the change. The first is taken unless a step changed so much of a key that the second
   * has fewer rows. X_old is X - dX, made only for keys that changed in X and in some input
   * besides; making it costs no more than writing the rows it takes part in. When one input changed
   * alone, which is the common case in small steps, the first is just dA ⋈ B ⋈ C, row by row.
   */

  /// One input.
  ///
  /// @param targets per column of the input its place in the result, or -1
  public record Leg(ArrangeOperator arrangement, List<SqlType> types, int[] targets) {

    /// Columns up to the last one that is wanted.
    int width() {
      int width = targets.length;
      while (width > 0 && targets[width - 1] < 0) {
        width--;
      }
      return width;
    }
  }

  private final List<Leg> legs;
  private final boolean[] nullSafe;

  public InnerJoinOperator(List<Leg> legs, List<Boolean> nullSafe) {
    this.legs = List.copyOf(legs);
    this.nullSafe = new boolean[nullSafe.size()];
    for (int i = 0; i < this.nullSafe.length; i++) {
      this.nullSafe[i] = nullSafe.get(i);
    }
  }

  @Override
  public String description() {
    return "inner join of " + legs.size();
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {
    long rows = 0;
    List<List<List<Selection>>> selections = new ArrayList<>();
    List<List<EncodedRows>> encoded = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      Leg leg = legs.get(i);
      rows += inputs[i].rows();
      selections.add(
          Selection.byShard(inputs[i], leg.arrangement().key(), leg.types(), step.workers()));
      encoded.add(inputs[i].rows(Selection.all(leg.types().size())));
    }
    step.workers()
        .run(
            out,
            rows,
            (shard, to) -> {
              InnerJoinRun run = new InnerJoinRun(legs, nullSafe, shard, to);
              for (int i = 0; i < inputs.length; i++) {
                run.add(i, selections.get(i).get(shard), encoded.get(i));
              }
              run.run();
            });
  }

  @Override
  public void load(Contents[] inputs, Output.FaultSink faults, StepScope step) {}

  /// Everything in the first arrangement is treated as new against the others as they are.
  @Override
  public void contents(Contents[] inputs, Output out, StepScope step) {
    Leg first = legs.getFirst();
    int[] all = Selection.all(first.types().size());
    for (int shard = 0; shard < step.workers().shards(); shard++) {
      int number = shard;
      Output rows =
          new Output(
              first.types(),
              chunk -> {
                Delta delta = Delta.of(chunk);
                EncodedRows keys = delta.keys(first.arrangement().key(), first.types()).getFirst();
                InnerJoinRun run = new InnerJoinRun(legs, nullSafe, number, out);
                run.add(
                    0, List.of(new Selection(chunk, 0, keys, null, chunk.size())), delta.rows(all));
                run.run();
              },
              (_, _) -> {},
              Long.MAX_VALUE);
      first.arrangement().scanShard(shard, rows);
      rows.flush();
    }
    out.flush();
  }

  @Override
  public long stateRows() {
    return 0;
  }

  @Override
  public long stateBytes() {
    return 0;
  }
}
