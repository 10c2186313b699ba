package dev.millrace.dataflow.operator.state;

import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.type.SqlType;
import java.util.Arrays;
import java.util.List;

/// The form of rows in a [SortedRows]: bytes whose unsigned order is the ORDER BY, ties broken by
/// the row's own bytes.
/*
 *   order  bytes   the sort keys, memcomparable and self-delimiting
 *   row    bytes   as RowBytes; self-delimiting, so that what follows never decides
 *   start  i32     where the row begins
 */
public final class SortedEntry {

  private final OrderBytes order;
  private final int[] columns;
  private final List<SqlType> types;
  private byte[] scratch = new byte[256];

  /// @param types of the input
  /// @param columns of the input that are kept
  public SortedEntry(List<SqlType> types, List<SortKey> order, int[] columns) {
    this.order = new OrderBytes(types, order);
    this.columns = columns;
    this.types = Arrays.stream(columns).mapToObj(types::get).toList();
  }

  /// Types of the kept columns.
  public List<SqlType> types() {
    return types;
  }

  /// The entry of a row of the input. Not to be called by two threads at once.
  public byte[] of(Chunk chunk, int row) {
    order.begin(scratch);
    order.write(chunk, row);
    int start = order.size();
    int bytes = start + RowBytes.size(chunk, row, columns) + 4;
    byte[] buffer = order.buffer();
    if (buffer.length < bytes) {
      buffer = Arrays.copyOf(buffer, bytes);
    }
    scratch = buffer;
    int end = RowBytes.write(chunk, row, columns, buffer, start);
    RowBytes.INT.set(buffer, end, start);
    return Arrays.copyOf(buffer, end + 4);
  }

  /// Where in an entry the kept columns begin.
  public static int rowStart(byte[] entry) {
    return (int) RowBytes.INT.get(entry, entry.length - 4);
  }

  /// Appends an entry's kept columns to as many columns from `first` on.
  public void read(byte[] entry, Column[] target, int first) {
    RowBytes.read(entry, rowStart(entry), target, first, columns.length);
  }
}
