package dev.millrace.dataflow.operator.join;

import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.dataflow.operator.state.RowGroup;
import dev.millrace.dataflow.operator.state.RowIndex;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the rows of a join: pairs, and rows that stand alone. Lives for one run of one shard.
final class JoinWriter {

  private final JoinSide left;
  private final JoinSide right;
  private final Output out;

  JoinWriter(JoinSide left, JoinSide right, Output out) {
    this.left = left;
    this.right = right;
    this.out = out;
  }

  /// The rows of the left delta with their partners on the right.
  void matchesOfLeft(List<Selection> dLeft, RowIndex rightState) {
    matches(dLeft, left, right, rightState);
  }

  /// The rows of the right delta with their partners on the left.
  void matchesOfRight(List<Selection> dRight, RowIndex leftState) {
    matches(dRight, right, left, leftState);
  }

  private void matches(List<Selection> delta, JoinSide of, JoinSide other, RowIndex state) {
    for (Selection s : delta) {
      Chunk chunk = s.chunk();
      for (int i = 0; i < s.count(); i++) {
        int row = s.row(i);
        RowGroup group = of.matches(chunk, row) ? state.find(s.keys(), row) : null;
        if (group == null) {
          continue;
        }
        long weight = chunk.weight(row);
        for (int entry = group.first(); entry >= 0; entry = group.next(entry)) {
          Column[] columns = out.chunk().columns;
          copy(chunk, row, of, columns);
          RowBytes.read(
              group.block(), group.rowOffset(entry), columns, other.firstColumn(), other.width());
          out.endRow(weight * group.weight(entry));
        }
      }
    }
  }

  /// Retracts the pairs of rows that both came in this step.
  void takeBackBoth(List<Selection> dLeft, StepKeys dRight) {
    for (Selection s : dLeft) {
      for (int i = 0; i < s.count(); i++) {
        int row = s.row(i);
        int key = left.matches(s.chunk(), row) ? dRight.find(s.keys(), row) : -1;
        for (int entry = key < 0 ? -1 : dRight.first(key); entry >= 0; entry = dRight.next(entry)) {
          Chunk other = dRight.selection(entry).chunk();
          Column[] columns = out.chunk().columns;
          copy(s.chunk(), row, left, columns);
          copy(other, dRight.row(entry), right, columns);
          out.endRow(-1L * s.chunk().weight(row) * other.weight(dRight.row(entry)));
        }
      }
    }
  }

  /// A row of one side without the other.
  void alone(JoinSide of, Chunk chunk, int row, int weight) {
    Column[] columns = out.chunk().columns;
    copy(chunk, row, of, columns);
    appendNulls(of, columns);
    out.endRow(weight);
  }

  /// All rows of one key of one side without the other, `sign` times.
  void aloneOfKey(JoinSide of, @Nullable RowGroup group, int sign) {
    if (group == null) {
      return;
    }
    for (int entry = group.first(); entry >= 0; entry = group.next(entry)) {
      Column[] columns = out.chunk().columns;
      RowBytes.read(group.block(), group.rowOffset(entry), columns, of.firstColumn(), of.width());
      appendNulls(of, columns);
      out.endRow((long) sign * group.weight(entry));
    }
  }

  private static void copy(Chunk chunk, int row, JoinSide side, Column[] columns) {
    for (int i = 0; i < side.width(); i++) {
      columns[side.firstColumn() + i].appendFrom(chunk.columns[i], row);
    }
  }

  private void appendNulls(JoinSide of, Column[] columns) {
    JoinSide other = of == left ? right : left;
    if (other.firstColumn() >= 0) {
      for (int i = 0; i < other.width(); i++) {
        columns[other.firstColumn() + i].appendNull();
      }
    }
  }
}
