package dev.millrace.dataflow.operator.recursion;

import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Fault;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.RowBytes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A consolidated multiset: rows ([StoredRow]) and faults ([Fault]) with weights that are not zero.
final class Weights {

  private final Map<Object, Long> weights = new HashMap<>();

  void add(Object entry, long weight) {
    weights.merge(entry, weight, Weights::sum);
  }

  private static @Nullable Long sum(Long a, Long b) {
    long total = a + b;
    return total == 0 ? null : total;
  }

  /// Adds the rows of a delta, not its faults.
  void addRows(Delta delta, int width) {
    int[] all = Selection.all(width);
    for (int i = 0; i < delta.chunks().size(); i++) {
      EncodedRows rows = delta.rows(all).get(i);
      for (int row = 0; row < delta.chunks().get(i).size(); row++) {
        add(StoredRow.of(rows, row), delta.chunks().get(i).weight(row));
      }
    }
  }

  void addAll(Weights other) {
    other.weights.forEach(this::add);
  }

  void subtractAll(Weights other) {
    other.weights.forEach((entry, weight) -> add(entry, -weight));
  }

  boolean isEmpty() {
    return weights.isEmpty();
  }

  int size() {
    return weights.size();
  }

  Map<Object, Long> entries() {
    return weights;
  }

  /// Writes rows and faults.
  void emit(Output out, int width) {
    weights.forEach((entry, weight) -> {
      switch (entry) {
        case StoredRow row -> {
          RowBytes.read(row.bytes, 0, out.chunk().columns, 0, width);
          out.endRow(weight);
        }
        case Fault fault -> out.fault(fault, weight);
        default -> throw new IllegalStateException("neither row nor fault: " + entry);
      }
    });
  }
}
