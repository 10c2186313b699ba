package dev.millrace.dataflow.operator.recursion;

import dev.millrace.dataflow.operator.state.EncodedRows;
import java.util.Arrays;

/// A row's bytes as a key of maps; see [dev.millrace.dataflow.operator.state.RowBytes]. Immutable.
final class StoredRow {

  final byte[] bytes;
  private final int hash;

  private StoredRow(byte[] bytes, long hash) {
    this.bytes = bytes;
    this.hash = (int) hash;
  }

  /// Row `row` of an encoded chunk, copied.
  static StoredRow of(EncodedRows rows, int row) {
    int start = rows.offset(row);
    return new StoredRow(
        Arrays.copyOfRange(rows.heap(), start, start + rows.length(row)), rows.hash(row));
  }

  /// The row of no columns.
  static StoredRow empty() {
    return new StoredRow(new byte[0], EncodedRows.hash(new byte[0], 0, 0));
  }

  /// The columns of one row behind those of another.
  static StoredRow concat(StoredRow left, StoredRow right) {
    byte[] both = Arrays.copyOf(left.bytes, left.bytes.length + right.bytes.length);
    System.arraycopy(right.bytes, 0, both, left.bytes.length, right.bytes.length);
    return new StoredRow(both, EncodedRows.hash(both, 0, both.length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredRow row && row.hash == hash && Arrays.equals(row.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
