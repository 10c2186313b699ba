package dev.millrace.dataflow.operator.recursion;

import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.StepScope;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Any other operator: one whose output for a key depends on its inputs' rows of that key alone.
/// When a difference comes for a key, the key is evaluated from scratch in that round and in every
/// later one in which its inputs differ, over all rows it has up to that round. What is put out is
/// the difference to what the key had put out up to there.
final class GroupStage implements Stage {

  private final Grouping grouping;
  private final Map<StoredRow, Group> groups = new HashMap<>();
  private final TreeMap<Integer, Set<StoredRow>> due = new TreeMap<>();

  /// One key: its rows per input, and what it put out.
  private static final class Group {
    final List<History> inputs = new ArrayList<>();
    final History output = new History();

    Group(int inputs) {
      for (int i = 0; i < inputs; i++) {
        this.inputs.add(new History());
      }
    }

    boolean isEmpty() {
      return output.isEmpty() && inputs.stream().allMatch(History::isEmpty);
    }
  }

  GroupStage(Grouping grouping) {
    this.grouping = grouping;
    if (grouping.hasOnlyGroup()) {
      schedule(1, StoredRow.empty());
    }
  }

  private void schedule(int round, StoredRow key) {
    due.computeIfAbsent(round, _ -> new LinkedHashSet<>()).add(key);
  }

  private Group group(StoredRow key) {
    return groups.computeIfAbsent(key, _ -> new Group(grouping.inputs().size()));
  }

  @Override
  public void run(Delta[] inputs, int round, Output out, StepScope step) {
    for (int i = 0; i < inputs.length; i++) {
      take(inputs[i], i, round);
    }
    Set<StoredRow> keys = due.remove(round);
    if (keys != null) {
      evaluate(keys, round, out, step);
    }
  }

  private void take(Delta delta, int input, int round) {
    Grouping.Input shape = grouping.inputs().get(input);
    int[] all = Selection.all(shape.types().size());
    for (int i = 0; i < delta.chunks().size(); i++) {
      Chunk chunk = delta.chunks().get(i);
      EncodedRows keys = delta.keys(shape.key(), shape.types()).get(i);
      EncodedRows rows = delta.rows(all).get(i);
      for (int row = 0; row < chunk.size(); row++) {
        StoredRow key = StoredRow.of(keys, row);
        Group group = group(key);
        group.inputs.get(input).add(round, StoredRow.of(rows, row), chunk.weight(row));
        schedule(round, key);
        for (History history : group.inputs) {
          history.forEach((when, _, _) -> {
            if (when > round) {
              schedule(when, key);
            }
          });
        }
      }
    }
  }

  private void evaluate(Set<StoredRow> keys, int round, Output out, StepScope step) {
    Map<StoredRow, Weights> after = results(keys, round, step);
    List<SqlType> types = grouping.types();
    for (StoredRow key : keys) {
      Group group = group(key);
      Weights difference = after.getOrDefault(key, new Weights());
      difference.subtractAll(group.output.upTo(round - 1));
      Weights change = new Weights();
      change.addAll(difference);
      change.subtractAll(group.output.at(round));
      if (!change.isEmpty()) {
        group.output.replace(round, difference);
        change.emit(out, types.size());
      }
      if (group.isEmpty()) {
        groups.remove(key);
      }
    }
  }

  /// What each key puts out up to a round. All are evaluated at once, unless there are faults:
  /// these do not say whose they are.
  private Map<StoredRow, Weights> results(Set<StoredRow> keys, int round, StepScope step) {
    Map<StoredRow, Weights> results = new LinkedHashMap<>();
    Delta output = grouping.evaluate(rows(keys, round), step);
    if (!output.faults().isEmpty() && keys.size() > 1) {
      for (StoredRow key : keys) {
        results.putAll(results(Set.of(key), round, step));
      }
      return results;
    }
    int[] all = Selection.all(grouping.types().size());
    for (int i = 0; i < output.chunks().size(); i++) {
      EncodedRows keyBytes = output.keys(grouping.outputKey(), grouping.types()).get(i);
      EncodedRows rows = output.rows(all).get(i);
      for (int row = 0; row < output.chunks().get(i).size(); row++) {
        results
            .computeIfAbsent(StoredRow.of(keyBytes, row), _ -> new Weights())
            .add(StoredRow.of(rows, row), output.chunks().get(i).weight(row));
      }
    }
    for (Delta.FaultChange change : output.faults()) {
      results
          .computeIfAbsent(keys.iterator().next(), _ -> new Weights())
          .add(change.fault(), change.weight());
    }
    return results;
  }

  private List<Delta> rows(Set<StoredRow> keys, int round) {
    List<Delta> inputs = new ArrayList<>();
    for (int i = 0; i < grouping.inputs().size(); i++) {
      List<SqlType> types = grouping.inputs().get(i).types();
      Delta delta = new Delta();
      Output out = Output.into(delta, types, Long.MAX_VALUE);
      for (StoredRow key : keys) {
        group(key).inputs.get(i).upTo(round).emit(out, types.size());
      }
      out.flush();
      inputs.add(delta);
    }
    return inputs;
  }

  @Override
  public int dueRound() {
    return due.isEmpty() ? Integer.MAX_VALUE : due.firstKey();
  }

  @Override
  public long stateRows() {
    long rows = 0;
    for (Group group : groups.values()) {
      rows += group.output.size();
      for (History input : group.inputs) {
        rows += input.size();
      }
    }
    return rows;
  }
}
