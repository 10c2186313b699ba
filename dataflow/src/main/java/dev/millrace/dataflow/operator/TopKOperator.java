package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.GroupTable;
import dev.millrace.dataflow.operator.state.SortedEntry;
import dev.millrace.dataflow.operator.state.SortedRows;
import dev.millrace.dataflow.operator.state.TouchedGroups;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows from an offset on, up to a limit, of every group in order. Keeps all rows of every
/// group sorted, and emits the difference of a touched group's window before and after the step.
final class TopKOperator implements Operator {

  private final List<SqlType> types;
  private final int[] group;
  private final long offset;
  private final long limit;
  private final Shard[] shards;

  TopKOperator(Plan.TopK plan, int shards) {
    this.types = plan.types();
    this.group = plan.group().stream().mapToInt(Integer::intValue).toArray();
    this.offset = plan.offset();
    Long limit = plan.limit();
    this.limit = limit == null ? Long.MAX_VALUE : limit;
    this.shards = new Shard[shards];
    Arrays.setAll(this.shards, i -> new Shard(plan));
  }

  /// The groups of one shard.
  private static final class Shard {
    final GroupTable keys = new GroupTable();
    final TouchedGroups<List<Member>> touched = new TouchedGroups<>();
    final SortedEntry entries;
    @Nullable SortedRows[] groups = new SortedRows[8];

    /// Different rows in all groups.
    long rows;

    Shard(Plan.TopK plan) {
      this.entries =
          new SortedEntry(plan.types(), plan.order(), Selection.all(plan.types().size()));
    }

    SortedRows group(int number) {
      if (number >= groups.length) {
        groups = Arrays.copyOf(groups, Math.max(number + 1, groups.length * 2));
      }
      SortedRows rows = groups[number];
      if (rows == null) {
        rows = new SortedRows();
        groups[number] = rows;
      }
      return rows;
    }
  }

  /// A row of a window and how often it is in it.
  private record Member(byte[] entry, long count) {}

  @Override
  public String description() {
    return "top " + (limit == Long.MAX_VALUE ? "all" : limit) + " from " + offset;
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {
    List<List<Selection>> selections = Selection.byShard(inputs[0], group, types, step.workers());
    step.workers()
        .run(
            out,
            inputs[0].rows(),
            (shard, to) -> runShard(shards[shard], selections.get(shard), to));
  }

  private void runShard(Shard state, List<Selection> selections, Output out) {
    state.touched.begin();
    for (Selection s : selections) {
      EncodedRows keys = s.keys();
      for (int i = 0; i < s.count(); i++) {
        int row = s.row(i);
        int number =
            state.keys.findOrAdd(keys.heap(), keys.offset(row), keys.length(row), keys.hash(row));
        SortedRows rows = state.group(number);
        if (state.touched.isFirst(number)) {
          state.touched.remember(number, window(rows));
        }
        state.rows -= rows.size();
        rows.add(state.entries.of(s.chunk(), row), s.chunk().weight(row));
        state.rows += rows.size();
      }
    }
    for (int i = 0; i < state.touched.size(); i++) {
      int number = state.touched.group(i);
      SortedRows rows = state.group(number);
      emitDifference(state, state.touched.takeBefore(i), window(rows), out);
      if (rows.size() == 0) {
        state.groups[number] = null;
        state.keys.remove(number);
      }
    }
  }

  private List<Member> window(SortedRows rows) {
    List<Member> members = new ArrayList<>();
    if (limit == 0 || rows.size() == 0) {
      return members;
    }
    long[] left = {limit};
    rows.visit(
        offset,
        (entry, weight) -> {
          if (weight > 0) {
            long count = Math.min(weight, left[0]);
            members.add(new Member(entry, count));
            left[0] -= count;
          }
          return left[0] > 0;
        });
    return members;
  }

  /// Both windows are in order: one merge finds what left and what came.
  private static void emitDifference(
      Shard state, List<Member> before, List<Member> after, Output out) {
    int b = 0;
    int a = 0;
    while (b < before.size() || a < after.size()) {
      int order;
      if (b == before.size()) {
        order = 1;
      } else if (a == after.size()) {
        order = -1;
      } else {
        order = Arrays.compareUnsigned(before.get(b).entry(), after.get(a).entry());
      }
      if (order < 0) {
        emit(state, before.get(b).entry(), -before.get(b).count(), out);
        b++;
      } else if (order > 0) {
        emit(state, after.get(a).entry(), after.get(a).count(), out);
        a++;
      } else {
        emit(state, after.get(a).entry(), after.get(a).count() - before.get(b).count(), out);
        a++;
        b++;
      }
    }
  }

  private static void emit(Shard state, byte[] entry, long weight, Output out) {
    if (weight != 0) {
      state.entries.read(entry, out.chunk().columns, 0);
      out.endRow(weight);
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
        if (state.keys.isPresent(number)) {
          for (Member member : window(state.group(number))) {
            emit(state, member.entry(), member.count(), out);
          }
        }
      }
    }
    out.flush();
  }

  @Override
  public long stateRows() {
    return Arrays.stream(shards).mapToLong(s -> s.rows).sum();
  }

  @Override
  public long stateBytes() {
    long bytes = 0;
    for (Shard state : shards) {
      for (SortedRows rows : state.groups) {
        bytes += rows == null ? 0 : rows.bytes();
      }
    }
    return bytes;
  }
}
