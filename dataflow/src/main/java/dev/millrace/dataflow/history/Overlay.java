package dev.millrace.dataflow.history;

import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.GroupTable;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Changes of a collection, netted, that are laid over its rows while they are read: with the sign
/// turned to read the past, as they are to read what a transaction has written. Rows are the same
/// if their representation is, as everywhere in the engine. Used by one thread at a time.
public final class Overlay {

  private final List<SqlType> types;
  private final int[] all;
  private final GroupTable rows = new GroupTable();
  private long[] weights = new long[16];

  /// Rows whose changes do not cancel out.
  private int changed;

  public Overlay(List<? extends SqlType> types) {
    this.types = List.copyOf(types);
    this.all = Selection.all(types.size());
  }

  /// Types of the rows' columns.
  public List<SqlType> types() {
    return types;
  }

  /// Adds changes, their weights multiplied by a factor.
  public void add(Chunk changes, int factor) {
    EncodedRows encoded = RowBytes.encode(changes, all);
    for (int row = 0; row < changes.size(); row++) {
      int number =
          rows.findOrAdd(
              encoded.heap(), encoded.offset(row), encoded.length(row), encoded.hash(row));
      add(number, (long) changes.weight(row) * factor);
    }
  }

  private void add(int row, long weight) {
    if (row >= weights.length) {
      weights = Arrays.copyOf(weights, weights.length * 2);
    }
    long before = weights[row];
    weights[row] = before + weight;
    if (before == 0 && weights[row] != 0) {
      changed++;
    } else if (before != 0 && weights[row] == 0) {
      changed--;
    }
  }

  /// True if the changes cancel out.
  public boolean isEmpty() {
    return changed == 0;
  }

  /// Hands over what changes, each row once, retracted rows before inserted ones.
  public void changes(Consumer<Chunk> out) {
    Output output = new Output(types, out, (_, _) -> {}, Long.MAX_VALUE);
    for (int sign = -1; sign <= 1; sign += 2) {
      for (int row = 0; row < rows.end(); row++) {
        if (weights[row] * sign > 0) {
          emit(row, weights[row], output);
        }
      }
    }
    output.flush();
  }

  /// Reads rows with the changes laid over them.
  ///
  /// @param scan hands over the rows, with positive weights
  public void read(Consumer<Consumer<Chunk>> scan, Consumer<Chunk> out) {
    if (isEmpty()) {
      scan.accept(out);
      return;
    }
    long[] left = Arrays.copyOf(weights, rows.end());
    Output output = new Output(types, out, (_, _) -> {}, Long.MAX_VALUE);
    scan.accept(chunk -> lay(chunk, left, output));
    for (int row = 0; row < left.length; row++) {
      assert left[row] >= 0 : "a row is retracted that is not there";
      if (left[row] > 0) {
        emit(row, left[row], output);
      }
    }
    output.flush();
  }

  private void lay(Chunk chunk, long[] left, Output out) {
    EncodedRows encoded = RowBytes.encode(chunk, all);
    int[] numbers = new int[chunk.size()];
    boolean isTouched = false;
    for (int row = 0; row < numbers.length; row++) {
      int number =
          rows.find(encoded.heap(), encoded.offset(row), encoded.length(row), encoded.hash(row));
      numbers[row] = number != GroupTable.NONE && left[number] != 0 ? number : GroupTable.NONE;
      isTouched |= numbers[row] != GroupTable.NONE;
    }
    if (!isTouched) {
      out.pass(chunk);
      return;
    }
    for (int row = 0; row < numbers.length; row++) {
      long weight = chunk.weight(row);
      if (numbers[row] != GroupTable.NONE) {
        // A row may come several times, and be retracted as often.
        weight += left[numbers[row]];
        left[numbers[row]] = Math.min(0, weight);
      }
      if (weight > 0) {
        appendFrom(chunk, row, out);
        out.endRow(weight);
      }
    }
  }

  private static void appendFrom(Chunk chunk, int row, Output out) {
    Chunk target = out.chunk();
    for (int column = 0; column < target.columns.length; column++) {
      target.columns[column].appendFrom(chunk.columns[column], row);
    }
  }

  private void emit(int row, long weight, Output out) {
    RowBytes.read(rows.key(row), 0, out.chunk().columns, 0, all.length);
    out.endRow(weight);
  }
}
