package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.GroupTable;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.dataflow.operator.state.TouchedGroups;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The current row per key of an upsert source. A positive row replaces the row of its key, a
/// negative one deletes it; rows apply in order. A key that changes more than once in a step has
/// the effect of its first state before and its last one after.
final class KeyedRows implements StoredRows {

  private static final byte[] NONE = new byte[0];

  private final List<SqlType> types;
  private final int[] key;
  private final int[] all;
  private final GroupTable keys = new GroupTable();
  private final TouchedGroups<byte[]> touched = new TouchedGroups<>();
  private byte[] @Nullable [] rows = new byte[16][];
  private long rowBytes;

  KeyedRows(List<SqlType> types, List<Integer> key) {
    this.types = types;
    this.key = key.stream().mapToInt(Integer::intValue).toArray();
    this.all = Selection.all(types.size());
    touched.begin();
  }

  @Override
  public void apply(Chunk change) {
    EncodedRows keyBytes = RowBytes.encodeKeys(change, key, types);
    EncodedRows encoded = RowBytes.encode(change, all);
    for (int row = 0; row < change.size(); row++) {
      int number =
          keys.findOrAdd(
              keyBytes.heap(), keyBytes.offset(row), keyBytes.length(row), keyBytes.hash(row));
      if (number >= rows.length) {
        rows = Arrays.copyOf(rows, rows.length * 2);
      }
      byte[] before = rows[number] == null ? NONE : rows[number];
      if (touched.isFirst(number)) {
        touched.remember(number, before);
      }
      byte[] after = change.weight(row) < 0 ? NONE : copy(encoded, row);
      rowBytes += after.length - before.length;
      rows[number] = after;
    }
  }

  private static byte[] copy(EncodedRows encoded, int row) {
    int offset = encoded.offset(row);
    return Arrays.copyOfRange(encoded.heap(), offset, offset + encoded.length(row));
  }

  @Override
  public List<Chunk> takeEffect() {
    List<Chunk> effect = new ArrayList<>();
    Output out = new Output(types, effect::add, (_, _) -> {}, Long.MAX_VALUE);
    for (int i = 0; i < touched.size(); i++) {
      int number = touched.group(i);
      byte[] before = touched.takeBefore(i);
      byte[] after = Objects.requireNonNull(rows[number]);
      if (!Arrays.equals(before, after)) {
        emit(before, -1, out);
        emit(after, 1, out);
      }
      if (after == NONE) {
        keys.remove(number);
        rows[number] = null;
      }
    }
    touched.begin();
    out.flush();
    return effect;
  }

  private void emit(byte[] row, int weight, Output out) {
    if (row != NONE) {
      RowBytes.read(row, 0, out.chunk().columns, 0, all.length);
      out.endRow(weight);
    }
  }

  @Override
  public void scan(Consumer<Chunk> consumer) {
    Output out = new Output(types, consumer, (_, _) -> {}, Long.MAX_VALUE);
    for (int number = 0; number < keys.end(); number++) {
      byte[] row = keys.isPresent(number) ? rows[number] : null;
      if (row != null && row != NONE) {
        RowBytes.read(row, 0, out.chunk().columns, 0, all.length);
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
