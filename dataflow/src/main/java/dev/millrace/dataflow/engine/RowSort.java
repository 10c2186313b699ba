package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Consolidates chunks: every row once, with the sum of its weights, rows of weight 0 left out,
/// sorted by their bytes.
final class RowSort {

  private RowSort() {}

  private record Row(EncodedRows bytes, int row, int weight) implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      return Arrays.compareUnsigned(
          bytes.heap(),
          bytes.offset(row),
          bytes.offset(row) + bytes.length(row),
          other.bytes.heap(),
          other.bytes.offset(other.row),
          other.bytes.offset(other.row) + other.bytes.length(other.row));
    }
  }

  /// The consolidated rows.
  static List<Chunk> consolidate(List<SqlType> types, List<Chunk> chunks) {
    int[] all = Selection.all(types.size());
    List<Row> rows = new ArrayList<>();
    for (Chunk chunk : chunks) {
      EncodedRows bytes = RowBytes.encode(chunk, all);
      for (int row = 0; row < chunk.size(); row++) {
        rows.add(new Row(bytes, row, chunk.weight(row)));
      }
    }
    rows.sort(null);
    return merge(types, rows);
  }

  private static List<Chunk> merge(List<SqlType> types, List<Row> rows) {
    List<Chunk> result = new ArrayList<>();
    int i = 0;
    while (i < rows.size()) {
      Row first = rows.get(i);
      long weight = 0;
      while (i < rows.size() && rows.get(i).compareTo(first) == 0) {
        weight += rows.get(i++).weight();
      }
      if (weight != 0) {
        Chunk chunk = open(types, result);
        RowBytes.read(
            first.bytes().heap(),
            first.bytes().offset(first.row()),
            chunk.columns,
            0,
            types.size());
        chunk.endRow(Math.toIntExact(weight));
      }
    }
    return result;
  }

  private static Chunk open(List<SqlType> types, List<Chunk> result) {
    if (result.isEmpty() || result.getLast().size() >= Chunk.CAPACITY) {
      result.add(Chunk.of(types, 16));
    }
    return result.getLast();
  }
}
