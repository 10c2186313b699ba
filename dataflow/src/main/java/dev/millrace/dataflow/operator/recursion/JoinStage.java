package dev.millrace.dataflow.operator.recursion;

import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.StepScope;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An inner join on equal keys, without residual condition. Every pair of differences, one of each
/// side, belongs to the later of their rounds: a new difference is paired with all that the other
/// side holds, and pairs with a later round wait for it.
final class JoinStage implements Stage {

  private final Side left;
  private final Side right;
  private final boolean[] nullSafe;
  private final List<SqlType> types;
  private final TreeMap<Integer, Weights> waiting = new TreeMap<>();

  JoinStage(Plan.Join plan) {
    assert plan.residual().isEmpty();
    this.left = new Side(plan.left().types(), plan.leftKeys());
    this.right = new Side(plan.right().types(), plan.rightKeys());
    this.types = plan.types();
    this.nullSafe = new boolean[plan.nullSafe().size()];
    for (int i = 0; i < nullSafe.length; i++) {
      nullSafe[i] = plan.nullSafe().get(i);
    }
  }

  /// The differences of one input by key.
  private static final class Side {
    final List<SqlType> types;
    final int[] key;
    final int[] all;
    final Map<StoredRow, History> rows = new HashMap<>();
    long size;

    Side(List<SqlType> types, List<Integer> key) {
      this.types = types;
      this.key = key.stream().mapToInt(Integer::intValue).toArray();
      this.all = Selection.all(types.size());
    }

    void add(StoredRow key, int round, StoredRow row, long weight) {
      History history = rows.computeIfAbsent(key, _ -> new History());
      size -= history.size();
      history.add(round, row, weight);
      size += history.size();
      if (history.isEmpty()) {
        rows.remove(key);
      }
    }
  }

  @Override
  public void run(Delta[] inputs, int round, Output out, StepScope step) {
    Weights due = waiting.remove(round);
    if (due != null) {
      due.emit(out, types.size());
    }
    take(inputs[0], left, right, true, round, out);
    take(inputs[1], right, left, false, round, out);
  }

  private void take(Delta delta, Side own, Side other, boolean isLeft, int round, Output out) {
    for (int i = 0; i < delta.chunks().size(); i++) {
      Chunk chunk = delta.chunks().get(i);
      EncodedRows keys = delta.keys(own.key, own.types).get(i);
      EncodedRows rows = delta.rows(own.all).get(i);
      for (int row = 0; row < chunk.size(); row++) {
        if (!hasKey(chunk, own, row)) {
          continue;
        }
        StoredRow key = StoredRow.of(keys, row);
        StoredRow mine = StoredRow.of(rows, row);
        int weight = chunk.weight(row);
        own.add(key, round, mine, weight);
        History partners = other.rows.get(key);
        if (partners != null) {
          partners.forEach((when, partner, times) -> {
            StoredRow theirs = (StoredRow) partner;
            pair(
                isLeft ? mine : theirs,
                isLeft ? theirs : mine,
                weight * times,
                Math.max(when, round),
                round,
                out);
          });
        }
      }
    }
  }

  private boolean hasKey(Chunk chunk, Side side, int row) {
    for (int i = 0; i < nullSafe.length; i++) {
      if (!nullSafe[i] && chunk.columns[side.key[i]].isNull(row)) {
        return false;
      }
    }
    return true;
  }

  private void pair(StoredRow l, StoredRow r, long weight, int when, int now, Output out) {
    if (when == now) {
      RowBytes.read(l.bytes, 0, out.chunk().columns, 0, left.all.length);
      RowBytes.read(r.bytes, 0, out.chunk().columns, left.all.length, right.all.length);
      out.endRow(weight);
    } else {
      waiting.computeIfAbsent(when, _ -> new Weights()).add(StoredRow.concat(l, r), weight);
    }
  }

  @Override
  public int dueRound() {
    return waiting.isEmpty() ? Integer.MAX_VALUE : waiting.firstKey();
  }

  @Override
  public long stateRows() {
    return left.size + right.size;
  }
}
