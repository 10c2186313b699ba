package dev.millrace.dataflow.history;

import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.GroupTable;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes of a collection, found by the columns of a key as an arrangement by that key would find
/// rows. Grows, and refers to the chunks it is given. Used by one thread at a time.
public final class KeyedChanges {

  private static final int NONE = -1;

  private final List<SqlType> types;
  private final int[] key;
  private final List<SqlType> keyTypes;
  private final int factor;
  private final GroupTable keys = new GroupTable();

  /// By key: the sum of its weights, and the change added last.
  private long[] net = new long[16];

  private int[] last = new int[16];

  /// By change: where its row is, and the change of the same key before it.
  private int[] chunk = new int[16];

  private int[] row = new int[16];
  private int[] before = new int[16];
  private int size;
  private final List<Chunk> chunks = new ArrayList<>();

  /// @param types of the rows
  /// @param key columns
  /// @param factor that weights are multiplied by: -1 to take the changes back
  public KeyedChanges(List<? extends SqlType> types, int[] key, int factor) {
    this.types = List.copyOf(types);
    this.key = key.clone();
    this.keyTypes = Arrays.stream(key).<SqlType>mapToObj(types::get).toList();
    this.factor = factor;
  }

  /// Adds changes; the chunk must not change any more.
  public void add(Chunk rows) {
    EncodedRows encoded = RowBytes.encodeKeys(rows, key, types);
    for (int r = 0; r < rows.size(); r++) {
      int known = keys.size();
      int number =
          keys.findOrAdd(encoded.heap(), encoded.offset(r), encoded.length(r), encoded.hash(r));
      if (number >= net.length) {
        net = Arrays.copyOf(net, net.length * 2);
        last = Arrays.copyOf(last, last.length * 2);
      }
      if (keys.size() > known) {
        last[number] = NONE;
      }
      net[number] += (long) rows.weight(r) * factor;
      last[number] = append(r, last[number]);
    }
    chunks.add(rows);
  }

  private int append(int rowOfChunk, int previous) {
    if (size == row.length) {
      chunk = Arrays.copyOf(chunk, size * 2);
      row = Arrays.copyOf(row, size * 2);
      before = Arrays.copyOf(before, size * 2);
    }
    chunk[size] = chunks.size();
    row[size] = rowOfChunk;
    before[size] = previous;
    return size++;
  }

  /// Adds to `sums` the weights that each row of key values has here.
  ///
  /// @param values columns of the key, in its order
  public void addWeights(Chunk values, long[] sums) {
    EncodedRows encoded = encode(values);
    for (int r = 0; r < values.size(); r++) {
      int number = find(encoded, r);
      if (number != GroupTable.NONE) {
        sums[r] += net[number];
      }
    }
  }

  /// The changes of the rows with a key, or null if there are none.
  ///
  /// @param values boxed, in the order of the key
  public @Nullable Overlay find(List<?> values) {
    Chunk probe = Chunk.of(keyTypes, 1);
    probe.appendRow(values.toArray(), 1);
    int number = find(encode(probe), 0);
    if (number == GroupTable.NONE) {
      return null;
    }
    Chunk found = Chunk.of(types, 4);
    for (int at = last[number]; at != NONE; at = before[at]) {
      Chunk rows = chunks.get(chunk[at]);
      found.appendFrom(rows, row[at], rows.weight(row[at]));
    }
    Overlay overlay = new Overlay(types);
    overlay.add(found, factor);
    return overlay;
  }

  private EncodedRows encode(Chunk values) {
    return RowBytes.encodeKeys(values, Selection.all(key.length), keyTypes);
  }

  private int find(EncodedRows encoded, int r) {
    return keys.find(encoded.heap(), encoded.offset(r), encoded.length(r), encoded.hash(r));
  }
}
