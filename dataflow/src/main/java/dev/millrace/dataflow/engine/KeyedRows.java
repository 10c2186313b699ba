package dev.millrace.dataflow.engine;

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

/// The current row per key of an upsert source. A positive row replaces the row of its key, a
/// negative one deletes it; rows of one change apply in order. What changes nothing has no effect.
final class KeyedRows implements StoredRows {

  private static final byte[] NONE = new byte[0];

  private final List<SqlType> types;
  private final int[] key;
  private final int[] all;
  private final GroupTable keys = new GroupTable();
  private byte[][] rows = new byte[16][];
  private long rowBytes;

  KeyedRows(List<SqlType> types, List<Integer> key) {
    this.types = types;
    this.key = key.stream().mapToInt(Integer::intValue).toArray();
    this.all = Selection.all(types.size());
  }

  @Override
  public Chunk apply(Chunk change) {
    EncodedRows keyBytes = RowBytes.encodeKeys(change, key, types);
    EncodedRows encoded = RowBytes.encode(change, all);
    Chunk effect = Chunk.of(types, change.size());
    for (int row = 0; row < change.size(); row++) {
      byte[] after =
          change.weight(row) < 0
              ? NONE
              : Arrays.copyOfRange(
                  encoded.heap(), encoded.offset(row), encoded.offset(row) + encoded.length(row));
      replace(keyBytes, row, after, effect);
    }
    return effect;
  }

  private void replace(EncodedRows keyBytes, int row, byte[] after, Chunk effect) {
    int offset = keyBytes.offset(row);
    int length = keyBytes.length(row);
    int number = keys.find(keyBytes.heap(), offset, length, keyBytes.hash(row));
    byte[] before = number == GroupTable.NONE ? NONE : rows[number];
    if (Arrays.equals(before, after)) {
      return;
    }
    emit(before, -1, effect);
    emit(after, 1, effect);
    rowBytes += after.length - before.length;
    if (after == NONE) {
      keys.remove(number);
      rows[number] = NONE;
      return;
    }
    if (number == GroupTable.NONE) {
      number = keys.findOrAdd(keyBytes.heap(), offset, length, keyBytes.hash(row));
      if (number >= rows.length) {
        rows = Arrays.copyOf(rows, rows.length * 2);
      }
    }
    rows[number] = after;
  }

  private void emit(byte[] row, int weight, Chunk effect) {
    if (row != NONE) {
      RowBytes.read(row, 0, effect.columns, 0, all.length);
      effect.endRow(weight);
    }
  }

  @Override
  public void scan(Consumer<Chunk> consumer) {
    Output out = new Output(types, consumer, (_, _) -> {}, Long.MAX_VALUE);
    for (int number = 0; number < keys.end(); number++) {
      if (keys.isPresent(number)) {
        RowBytes.read(rows[number], 0, out.chunk().columns, 0, all.length);
        out.endRow(1);
      }
    }
    out.flush();
  }

  @Override
  public long rowCount() {
    return keys.size();
  }

  @Override
  public long bytes() {
    return keys.bytes() + rowBytes + 24L * keys.size() + 4L * rows.length;
  }
}
