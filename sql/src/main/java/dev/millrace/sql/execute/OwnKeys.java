package dev.millrace.sql.execute;

import dev.millrace.dataflow.history.Overlay;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a transaction has written to one table, found by the key of one index. Grows with the write
/// buffer, which it belongs to and whose thread it is confined to.
final class OwnKeys {

  private final List<SqlType> types;
  private final int[] columns;
  private final Map<ByteBuffer, List<Place>> places = new HashMap<>();

  private record Place(Chunk rows, int row) {}

  /// @param types of the table's columns
  OwnKeys(List<SqlType> types, List<Integer> columns) {
    this.types = types;
    this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
  }

  /// Adds rows.
  void add(Chunk rows) {
    EncodedRows keys = RowBytes.encodeKeys(rows, columns, types);
    for (int row = 0; row < rows.size(); row++) {
      ByteBuffer key = ByteBuffer.wrap(keys.heap(), keys.offset(row), keys.length(row)).slice();
      places.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(new Place(rows, row));
    }
  }

  /// The rows of a key, or null if none were written.
  @Nullable Overlay find(List<Object> key) {
    List<SqlType> keyTypes = IntStream.of(columns).mapToObj(types::get).toList();
    Chunk probe = Chunk.of(keyTypes, 1);
    probe.appendRow(key.toArray(), 1);
    EncodedRows encoded =
        RowBytes.encodeKeys(probe, IntStream.range(0, columns.length).toArray(), keyTypes);
    List<Place> found =
        places.get(ByteBuffer.wrap(encoded.heap(), encoded.offset(0), encoded.length(0)).slice());
    if (found == null) {
      return null;
    }
    Chunk rows = Chunk.of(types, found.size());
    found.forEach(p -> rows.appendFrom(p.rows(), p.row(), p.rows().weight(p.row())));
    Overlay overlay = new Overlay(types);
    overlay.add(rows, 1);
    return overlay;
  }
}
