package dev.millrace.dataflow.operator.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One shard of an arrangement: rows grouped by the bytes of their key, each group a multiset.
/// Confined to the thread that runs the shard.
public final class RowIndex {

  private final GroupTable keys = new GroupTable();
  private @Nullable RowGroup[] groups = new RowGroup[8];
  private long rows;
  private long groupBytes;

  /// The rows of a key, or null if there are none.
  public @Nullable RowGroup find(EncodedRows keyBytes, int row) {
    int group =
        keys.find(keyBytes.heap(), keyBytes.offset(row), keyBytes.length(row), keyBytes.hash(row));
    return group == GroupTable.NONE ? null : groups[group];
  }

  /// Sum of the weights of a key's rows.
  public long total(EncodedRows keyBytes, int row) {
    RowGroup group = find(keyBytes, row);
    return group == null ? 0 : group.total();
  }

  /// Adds (or retracts) row `row` of an encoded chunk under its key.
  public void add(EncodedRows keyBytes, EncodedRows rowBytes, int row, int weight) {
    int number =
        keys.findOrAdd(
            keyBytes.heap(), keyBytes.offset(row), keyBytes.length(row), keyBytes.hash(row));
    if (number >= groups.length) {
      groups = Arrays.copyOf(groups, Math.max(number + 1, groups.length * 2));
    }
    RowGroup group = groups[number];
    if (group == null) {
      group = new RowGroup(rowBytes.length(row));
      groups[number] = group;
    } else {
      rows -= group.rows();
      groupBytes -= group.bytes();
    }
    group.add(rowBytes, row, weight);
    if (group.rows() == 0) {
      groups[number] = null;
      keys.remove(number);
    } else {
      rows += group.rows();
      groupBytes += group.bytes();
    }
  }

  /// Group numbers are below this; see `group`.
  public int end() {
    return keys.end();
  }

  /// The rows of a group by number, or null if there is none.
  public @Nullable RowGroup group(int number) {
    return keys.isPresent(number) ? groups[number] : null;
  }

  /// The key of a group that is present.
  public byte[] key(int number) {
    return keys.key(number);
  }

  /// Different rows.
  public long rows() {
    return rows;
  }

  /// Bytes taken, roughly.
  public long bytes() {
    return keys.bytes() + groupBytes;
  }
}
