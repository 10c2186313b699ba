package dev.millrace.dataflow.history;

import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.Arrays;
import java.util.List;

/// Finds the rows that have given values in the columns of a key, as an arrangement by that key
/// would. Immutable.
public final class KeyProbe {

  private final List<SqlType> types;
  private final int[] key;
  private final EncodedRows probe;

  /// @param types of the rows
  /// @param key columns
  /// @param values boxed, in the order of the key
  public KeyProbe(List<? extends SqlType> types, int[] key, List<?> values) {
    this.types = List.copyOf(types);
    this.key = key.clone();
    List<SqlType> keyTypes = Arrays.stream(key).<SqlType>mapToObj(types::get).toList();
    Chunk row = Chunk.of(keyTypes, 1);
    row.appendRow(values.toArray(), 1);
    this.probe = RowBytes.encodeKeys(row, Selection.all(key.length), keyTypes);
  }

  /// The rows of a chunk that have the key.
  public Chunk select(Chunk rows) {
    EncodedRows keys = RowBytes.encodeKeys(rows, key, types);
    Chunk found = rows.emptyLike(4);
    for (int row = 0; row < rows.size(); row++) {
      if (keys.isEqual(row, probe, 0)) {
        found.appendFrom(rows, row, rows.weight(row));
      }
    }
    return found;
  }
}
