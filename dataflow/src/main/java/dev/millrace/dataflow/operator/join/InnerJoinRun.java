package dev.millrace.dataflow.operator.join;

import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.dataflow.operator.state.RowGroup;
import dev.millrace.dataflow.operator.state.RowIndex;
import dev.millrace.model.chunk.Column;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One run of one shard of an inner join. The formulas are in [InnerJoinOperator].
final class InnerJoinRun {

  private static final List<Selection> UNCHANGED = List.of();

  private final int legCount;
  private final int[][] targets;
  private final int[] widths;
  private final int[][] keyColumns;
  private final RowIndex[] states;
  private final boolean[] nullSafe;
  private final Output out;

  private final List<Selection>[] deltas;
  private final List<EncodedRows>[] encoded;
  private final @Nullable StepKeys[] keys;

  /// The row each leg contributes to the next row written: its bytes and where it begins.
  private final byte[][] heaps;

  private final int[] starts;

  /// The rows each leg contributes one after the other; null: the one set above.
  private final @Nullable RowGroup[] groups;

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of lists
  InnerJoinRun(List<InnerJoinOperator.Leg> legs, boolean[] nullSafe, int shard, Output out) {
    this.legCount = legs.size();
    this.nullSafe = nullSafe;
    this.out = out;
    this.targets = new int[legCount][];
    this.widths = new int[legCount];
    this.keyColumns = new int[legCount][];
    this.states = new RowIndex[legCount];
    this.deltas = new List[legCount];
    this.encoded = new List[legCount];
    this.keys = new StepKeys[legCount];
    this.heaps = new byte[legCount][];
    this.starts = new int[legCount];
    this.groups = new RowGroup[legCount];
    for (int i = 0; i < legCount; i++) {
      InnerJoinOperator.Leg leg = legs.get(i);
      targets[i] = leg.targets();
      widths[i] = leg.width();
      keyColumns[i] = leg.arrangement().key();
      states[i] = leg.arrangement().shard(shard);
    }
    Arrays.fill(deltas, UNCHANGED);
  }

  /// What the step changed in a leg.
  void add(int leg, List<Selection> delta, List<EncodedRows> rows) {
    deltas[leg] = delta;
    encoded[leg] = rows;
  }

  void run() {
    int changed = 0;
    int last = 0;
    for (int leg = 0; leg < legCount; leg++) {
      if (!deltas[leg].isEmpty()) {
        changed++;
        last = leg;
      }
    }
    if (changed == 1) {
      stream(last);
    } else if (changed > 1) {
      byKey();
    }
  }

  /// Joins a leg's delta with the other legs as they are.
  private void stream(int leg) {
    for (Selection s : deltas[leg]) {
      EncodedRows rows = encoded[leg].get(s.index());
      for (int i = 0; i < s.count(); i++) {
        int row = s.row(i);
        if (StepKeys.matches(s.chunk(), row, keyColumns[leg], nullSafe)
            && findOthers(leg, s.keys(), row)) {
          fix(leg, rows, row);
          write(0, s.chunk().weight(row));
        }
      }
    }
  }

  private boolean findOthers(int leg, EncodedRows keyBytes, int row) {
    for (int other = 0; other < legCount; other++) {
      if (other != leg) {
        groups[other] = states[other].find(keyBytes, row);
        if (groups[other] == null) {
          return false;
        }
      }
    }
    return true;
  }

  private void fix(int leg, EncodedRows rows, int row) {
    groups[leg] = null;
    heaps[leg] = rows.heap();
    starts[leg] = rows.offset(row);
  }

  private void byKey() {
    for (int leg = 0; leg < legCount; leg++) {
      if (!deltas[leg].isEmpty()) {
        keys[leg] = new StepKeys(deltas[leg], keyColumns[leg], nullSafe);
      }
    }
    for (int leg = 0; leg < legCount; leg++) {
      StepKeys own = keys[leg];
      for (int key = 0; own != null && key < own.size(); key++) {
        Selection s = own.selection(own.first(key));
        new Key(s.keys(), own.row(own.first(key))).run(leg);
      }
    }
  }

  /// One key that changed in some leg.
  private final class Key {
    private final @Nullable RowGroup[] after = new RowGroup[legCount];
    private final @Nullable RowGroup[] before = new RowGroup[legCount];
    private final boolean[] isBeforeMade = new boolean[legCount];
    private final int[] changes = new int[legCount];

    Key(EncodedRows bytes, int row) {
      for (int leg = 0; leg < legCount; leg++) {
        StepKeys own = keys[leg];
        changes[leg] = own == null ? -1 : own.find(bytes, row);
        after[leg] = states[leg].find(bytes, row);
      }
    }

    /// Writes the key's change, unless an earlier leg than `leg` has done so.
    void run(int leg) {
      for (int other = 0; other < legCount; other++) {
        boolean isUnknown = changes[other] < 0 && after[other] == null;
        if (isUnknown || (other < leg && changes[other] >= 0)) {
          return;
        }
      }
      if (isAnewCheaper()) {
        writeAll(-1, true);
        writeAll(1, false);
      } else {
        for (int changed = 0; changed < legCount; changed++) {
          telescope(changed);
        }
      }
    }

    /// Compares rows to be written, in units of the whole product: telescoped, each leg costs the
    /// share of it that changed; anew costs two, if it was as large before as it is now.
    private boolean isAnewCheaper() {
      double share = 0;
      for (int leg = 0; leg < legCount; leg++) {
        share += changedRows(leg) / (double) Math.max(1, rows(after[leg]));
      }
      return share > 2;
    }

    private int rows(@Nullable RowGroup group) {
      return group == null ? 0 : group.rows();
    }

    private int changedRows(int leg) {
      int rows = 0;
      StepKeys own = keys[leg];
      if (own != null && changes[leg] >= 0) {
        for (int e = own.first(changes[leg]); e >= 0; e = own.next(e)) {
          rows++;
        }
      }
      return rows;
    }

    private void writeAll(long weight, boolean isBefore) {
      for (int leg = 0; leg < legCount; leg++) {
        RowGroup group = isBefore ? before(leg) : after[leg];
        if (group == null) {
          return;
        }
        groups[leg] = group;
      }
      write(0, weight);
    }

    /// The leg's change with the earlier legs after and the later ones before the step.
    private void telescope(int changed) {
      StepKeys own = keys[changed];
      if (own == null || changes[changed] < 0) {
        return;
      }
      for (int leg = 0; leg < legCount; leg++) {
        if (leg != changed) {
          groups[leg] = leg < changed ? after[leg] : before(leg);
          if (groups[leg] == null) {
            return;
          }
        }
      }
      for (int e = own.first(changes[changed]); e >= 0; e = own.next(e)) {
        Selection s = own.selection(e);
        fix(changed, encoded[changed].get(s.index()), own.row(e));
        write(0, s.chunk().weight(own.row(e)));
      }
    }

    /// A leg's rows before the step, or null if there were none.
    private @Nullable RowGroup before(int leg) {
      StepKeys own = keys[leg];
      if (own == null || changes[leg] < 0) {
        return after[leg];
      }
      if (!isBeforeMade[leg]) {
        isBeforeMade[leg] = true;
        before[leg] = takeBack(after[leg], own, leg);
      }
      return before[leg];
    }

    private @Nullable RowGroup takeBack(@Nullable RowGroup now, StepKeys own, int leg) {
      RowGroup rows = now == null ? new RowGroup(64) : now.copy();
      for (int e = own.first(changes[leg]); e >= 0; e = own.next(e)) {
        Selection s = own.selection(e);
        EncodedRows bytes = encoded[leg].get(s.index());
        int row = own.row(e);
        rows.add(bytes, row, -s.chunk().weight(row));
      }
      return rows.rows() == 0 ? null : rows;
    }
  }

  /// Writes every combination of the legs' rows from `leg` on.
  private void write(int leg, long weight) {
    if (leg == legCount) {
      Column[] columns = out.chunk().columns;
      for (int i = 0; i < legCount; i++) {
        RowBytes.read(heaps[i], starts[i], columns, targets[i], widths[i]);
      }
      out.endRow(weight);
      return;
    }
    RowGroup group = groups[leg];
    if (group == null) {
      write(leg + 1, weight);
      return;
    }
    heaps[leg] = group.block();
    for (int entry = group.first(); entry >= 0; entry = group.next(entry)) {
      starts[leg] = group.rowOffset(entry);
      write(leg + 1, weight * group.weight(entry));
    }
  }
}
