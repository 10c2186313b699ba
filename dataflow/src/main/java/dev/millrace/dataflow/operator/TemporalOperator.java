package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.expression.TemporalProgram;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.dataflow.operator.state.RowGroup;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Lets a row in at its lower bound and takes it out at its upper one. What is still to happen is
/// kept per due millisecond; a row that is retracted earlier cancels what it had announced, so that
/// the state is exactly the rows with a future.
final class TemporalOperator implements Operator {

  private final TemporalProgram program;
  private final List<SqlType> types;
  private final int[] all;

  /// Announced rows with the weights they will be emitted with.
  private final TreeMap<Long, RowGroup> announced = new TreeMap<>();

  private long rows;
  private long bytes;

  TemporalOperator(Plan.TemporalFilter plan) {
    this.program = TemporalProgram.compile(plan);
    this.types = plan.types();
    this.all = Selection.all(types.size());
  }

  @Override
  public String description() {
    return "temporal filter";
  }

  @Override
  public long dueMillis() {
    return announced.isEmpty() ? Long.MAX_VALUE : announced.firstKey();
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {
    while (dueMillis() <= step.millis()) {
      Map.Entry<Long, RowGroup> due = announced.pollFirstEntry();
      count(due.getValue(), -1);
      emit(due.getValue(), out);
    }
    Delta delta = inputs[0];
    List<EncodedRows> encoded = delta.rows(all);
    for (int i = 0; i < encoded.size(); i++) {
      admit(delta.chunks().get(i), encoded.get(i), step.millis(), out);
    }
  }

  private void emit(RowGroup group, Output out) {
    for (int entry = group.first(); entry >= 0; entry = group.next(entry)) {
      RowBytes.read(group.block(), group.rowOffset(entry), out.chunk().columns, 0, all.length);
      out.endRow(group.weight(entry));
    }
  }

  private void admit(Chunk chunk, EncodedRows encoded, long now, Output out) {
    program.run(
        chunk,
        (row, from, to) -> {
          int weight = chunk.weight(row);
          if (to <= now) {
            return;
          }
          if (from <= now) {
            append(chunk, row, weight, out);
          } else {
            announce(from, encoded, row, weight);
          }
          if (to != TemporalProgram.FOREVER) {
            announce(to, encoded, row, -weight);
          }
        },
        (row, error, weight) -> out.fault(error, weight));
  }

  private static void append(Chunk chunk, int row, int weight, Output out) {
    Chunk target = out.chunk();
    for (int i = 0; i < chunk.columns.length; i++) {
      target.columns[i].appendFrom(chunk.columns[i], row);
    }
    out.endRow(weight);
  }

  private void announce(long due, EncodedRows encoded, int row, int weight) {
    RowGroup group = announced.get(due);
    if (group == null) {
      group = new RowGroup(encoded.length(row));
      announced.put(due, group);
    } else {
      count(group, -1);
    }
    group.add(encoded, row, weight);
    count(group, 1);
    if (group.rows() == 0) {
      count(group, -1);
      announced.remove(due);
    }
  }

  private void count(RowGroup group, int sign) {
    rows += (long) sign * group.rows();
    bytes += (long) sign * group.bytes();
  }

  @Override
  public void load(Contents[] inputs, Output.FaultSink faults, StepScope step) {
    Loading.inBatches(this, types, inputs, faults, step);
  }

  @Override
  public void contents(Contents[] inputs, Output out, StepScope step) {
    inputs[0].stream(chunk ->
        program.run(
            chunk,
            (row, from, to) -> {
              if (from <= step.millis() && step.millis() < to) {
                append(chunk, row, chunk.weight(row), out);
              }
            },
            (row, error, weight) -> {}));
    out.flush();
  }

  @Override
  public long stateRows() {
    return rows;
  }

  @Override
  public long stateBytes() {
    return bytes;
  }
}
