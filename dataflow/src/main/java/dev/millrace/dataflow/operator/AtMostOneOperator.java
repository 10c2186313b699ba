package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.GroupTable;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.dataflow.operator.state.RowGroup;
import dev.millrace.dataflow.operator.state.TouchedGroups;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A scalar sub-query: the row of every group, or a fault for each group that has more than one.
final class AtMostOneOperator implements Operator {

  private static final Fault TOO_MANY =
      new Fault(
          SqlState.CARDINALITY_VIOLATION,
          "more than one row returned by a subquery used as an expression",
          null);

  /// What a group with too many rows puts out instead of a row.
  private static final byte[] FAULT = new byte[0];

  /// What an empty group puts out.
  private static final byte[] NOTHING = new byte[0];

  private final List<SqlType> types;
  private final int[] group;
  private final int[] all;
  private final Shard[] shards;

  AtMostOneOperator(Plan.AtMostOne plan, int shards) {
    this.types = plan.types();
    this.group = plan.group().stream().mapToInt(Integer::intValue).toArray();
    this.all = Selection.all(types.size());
    this.shards = new Shard[shards];
    Arrays.setAll(this.shards, i -> new Shard());
  }

  private static final class Shard {
    final GroupTable keys = new GroupTable();
    final TouchedGroups<byte[]> touched = new TouchedGroups<>();
    @Nullable RowGroup[] groups = new RowGroup[8];
  }

  @Override
  public String description() {
    return "at most one row";
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {
    List<List<Selection>> selections = Selection.byShard(inputs[0], group, types, step.workers());
    List<EncodedRows> rows = inputs[0].rows(all);
    step.workers()
        .run(
            out,
            inputs[0].rows(),
            (shard, to) -> runShard(shards[shard], selections.get(shard), rows, to));
  }

  private void runShard(
      Shard state, List<Selection> selections, List<EncodedRows> rows, Output out) {
    state.touched.begin();
    for (Selection s : selections) {
      for (int i = 0; i < s.count(); i++) {
        add(state, s, s.row(i), rows.get(s.index()));
      }
    }
    for (int i = 0; i < state.touched.size(); i++) {
      int number = state.touched.group(i);
      RowGroup group = state.groups[number];
      byte[] after = output(group);
      byte[] before = state.touched.takeBefore(i);
      if (before != after && !(before.length > 0 && Arrays.equals(before, after))) {
        emit(before, -1, out);
        emit(after, 1, out);
      }
      if (group != null && group.rows() == 0) {
        state.groups[number] = null;
        state.keys.remove(number);
      }
    }
  }

  private static void add(Shard state, Selection s, int row, EncodedRows rows) {
    EncodedRows keys = s.keys();
    int number =
        state.keys.findOrAdd(keys.heap(), keys.offset(row), keys.length(row), keys.hash(row));
    if (number >= state.groups.length) {
      state.groups = Arrays.copyOf(state.groups, Math.max(number + 1, state.groups.length * 2));
    }
    RowGroup group = state.groups[number];
    if (state.touched.isFirst(number)) {
      state.touched.remember(number, output(group));
    }
    if (group == null) {
      group = new RowGroup(rows.length(row));
      state.groups[number] = group;
    }
    group.add(rows, row, s.chunk().weight(row));
  }

  private static byte[] output(@Nullable RowGroup group) {
    if (group == null || group.total() <= 0) {
      return NOTHING;
    }
    if (group.total() > 1) {
      return FAULT;
    }
    int entry = group.first();
    int start = group.rowOffset(entry);
    return Arrays.copyOfRange(group.block(), start, start + group.rowLength(entry));
  }

  private void emit(byte[] output, int sign, Output out) {
    if (output == FAULT) {
      out.fault(TOO_MANY, sign);
    } else if (output != NOTHING) {
      RowBytes.read(output, 0, out.chunk().columns, 0, all.length);
      out.endRow(sign);
    }
  }

  @Override
  public void load(Contents[] inputs, Output.FaultSink faults, StepScope step) {
    Loading.inBatches(this, types, inputs, faults, step);
  }

  @Override
  public void contents(Contents[] inputs, Output out, StepScope step) {
    for (Shard state : shards) {
      for (int number = 0; number < state.keys.end(); number++) {
        byte[] output = state.keys.isPresent(number) ? output(state.groups[number]) : NOTHING;
        if (output != FAULT) {
          emit(output, 1, out);
        }
      }
    }
    out.flush();
  }

  @Override
  public long stateRows() {
    return Arrays.stream(shards).mapToLong(s -> s.keys.size()).sum();
  }

  @Override
  public long stateBytes() {
    return Arrays.stream(shards).mapToLong(s -> s.keys.bytes() + 100L * s.keys.size()).sum();
  }
}
