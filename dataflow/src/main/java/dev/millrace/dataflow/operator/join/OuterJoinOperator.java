package dev.millrace.dataflow.operator.join;

import dev.millrace.dataflow.operator.Contents;
import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Operator;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.StepScope;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.RowIndex;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.List;

/// An outer, semi or anti join over two arrangements, which run before it and hold the state; it
/// has none itself. Its inputs are those arrangements' deltas.
public final class OuterJoinOperator implements Operator {

  /*
   * With L, R the inputs after the step and dL, dR what the step changed:
   *
   *   matches    dL ⋈ R  +  L ⋈ dR  -  dL ⋈ dR
   *
   * (each pair of new rows was counted by both of the first two). What LEFT, RIGHT, FULL, SEMI and
   * ANTI add depends only on whether the other side has rows of the key, before and after:
   *
   *   unmatched(L)   rows of L whose key has no rows in R
   *
   * First dL comes out as if the other side had not changed; then for each key of dR whose state
   * flips, all rows that L has of it now go out or come in. A total of weights stands for "has
   * rows", which holds as long as no row is retracted more often than it was added.
   */

  private final JoinKind kind;
  private final JoinSide left;
  private final JoinSide right;
  private final List<SqlType> types;

  public OuterJoinOperator(Plan.Join plan, ArrangeOperator left, ArrangeOperator right) {
    this.kind = plan.kind();
    this.types = plan.types();
    boolean[] nullSafe = new boolean[plan.nullSafe().size()];
    for (int i = 0; i < nullSafe.length; i++) {
      nullSafe[i] = plan.nullSafe().get(i);
    }
    int leftWidth = plan.left().types().size();
    int rightWidth = plan.right().types().size();
    this.left = new JoinSide(left, plan.left().types(), 0, nullSafe);
    this.right =
        new JoinSide(right, plan.right().types(), kind.returnsRight() ? leftWidth : -1, nullSafe);
    assert !kind.returnsRight() || types.size() == leftWidth + rightWidth;
  }

  @Override
  public String description() {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + " join";
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {
    List<List<Selection>> lefts = left.select(inputs[0], step.workers());
    List<List<Selection>> rights = right.select(inputs[1], step.workers());
    step.workers()
        .run(
            out,
            inputs[0].rows() + inputs[1].rows(),
            (shard, to) -> runShard(shard, lefts.get(shard), rights.get(shard), to));
  }

  private void runShard(int shard, List<Selection> dLeft, List<Selection> dRight, Output out) {
    JoinWriter writer = new JoinWriter(left, right, out);
    boolean hasLeft = !dLeft.isEmpty();
    boolean hasRight = !dRight.isEmpty();
    if (kind.returnsRight()) {
      if (hasLeft) {
        writer.matchesOfLeft(dLeft, right.state(shard));
      }
      if (hasRight) {
        writer.matchesOfRight(dRight, left.state(shard));
      }
      if (hasLeft && hasRight) {
        writer.takeBackBoth(dLeft, right.keys(dRight));
      }
    }
    switch (kind) {
      case INNER -> throw new IllegalStateException("an inner join has its own operator");
      case LEFT, ANTI -> lonely(writer, left, right, shard, dLeft, dRight, false);
      case SEMI -> lonely(writer, left, right, shard, dLeft, dRight, true);
      case RIGHT -> lonely(writer, right, left, shard, dRight, dLeft, false);
      case FULL -> {
        lonely(writer, left, right, shard, dLeft, dRight, false);
        lonely(writer, right, left, shard, dRight, dLeft, false);
      }
    }
  }

  /// Emits the changes of the rows of `of` that stand alone because of what `other` has: those
  /// without a partner, or with `wanted` (SEMI) those with one.
  private static void lonely(
      JoinWriter writer,
      JoinSide of,
      JoinSide other,
      int shard,
      List<Selection> dOf,
      List<Selection> dOther,
      boolean wanted) {
    RowIndex otherState = other.state(shard);
    StepKeys otherKeys = other.keys(dOther);
    for (Selection s : dOf) {
      for (int i = 0; i < s.count(); i++) {
        int row = s.row(i);
        boolean matched = false;
        if (of.matches(s.chunk(), row)) {
          long before = otherState.total(s.keys(), row);
          if (otherKeys.size() > 0) {
            before -= otherKeys.total(otherKeys.find(s.keys(), row));
          }
          matched = before != 0;
        }
        if (matched == wanted) {
          writer.alone(of, s.chunk(), row, s.chunk().weight(row));
        }
      }
    }
    flip(writer, of, otherState, shard, otherKeys, wanted);
  }

  /// For each key whose state flipped, moves all rows it has now: together with dL, which was
  /// emitted as if the state had not flipped, that is the difference.
  private static void flip(
      JoinWriter writer,
      JoinSide of,
      RowIndex otherState,
      int shard,
      StepKeys otherKeys,
      boolean wanted) {
    for (int key = 0; key < otherKeys.size(); key++) {
      int entry = otherKeys.first(key);
      EncodedRows bytes = otherKeys.selection(entry).keys();
      int row = otherKeys.row(entry);
      long after = otherState.total(bytes, row);
      boolean hasAfter = after != 0;
      boolean hasBefore = after - otherKeys.total(key) != 0;
      if (hasAfter != hasBefore) {
        writer.aloneOfKey(of, of.state(shard).find(bytes, row), hasAfter == wanted ? 1 : -1);
      }
    }
  }

  @Override
  public void load(Contents[] inputs, Output.FaultSink faults, StepScope step) {}

  @Override
  public void contents(Contents[] inputs, Output out, StepScope step) {
    for (int shard = 0; shard < step.workers().shards(); shard++) {
      contents(shard, new JoinWriter(left, right, out));
    }
    out.flush();
  }

  /// Everything on the left is treated as new against the right as it is; what is alone on the
  /// right follows.
  private void contents(int shard, JoinWriter writer) {
    left.scan(
        shard,
        selection -> {
          if (kind.returnsRight()) {
            writer.matchesOfLeft(List.of(selection), right.state(shard));
          }
          if (kind != JoinKind.RIGHT) {
            alone(writer, left, right, shard, selection, kind == JoinKind.SEMI);
          }
        });
    if (kind == JoinKind.RIGHT || kind == JoinKind.FULL) {
      right.scan(shard, selection -> alone(writer, right, left, shard, selection, false));
    }
  }

  private static void alone(
      JoinWriter writer,
      JoinSide of,
      JoinSide other,
      int shard,
      Selection selection,
      boolean wanted) {
    Chunk chunk = selection.chunk();
    for (int i = 0; i < selection.count(); i++) {
      int row = selection.row(i);
      boolean matched =
          of.matches(chunk, row) && other.state(shard).total(selection.keys(), row) != 0;
      if (matched == wanted) {
        writer.alone(of, chunk, row, chunk.weight(row));
      }
    }
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
