package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.catalog.ColumnDefinition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which row has which key while INSERT … ON CONFLICT goes from row to row: the state before,
/// looked up key by key, and what the statement itself has done since. Confined to one run.
final class KeyHolders {

  private final TableRules rules;
  private final KeyLookup before;
  private final List<SqlType> types;
  private final List<Map<ByteBuffer, Holder>> holders = new ArrayList<>();
  private final List<List<List<Object>>> asked = new ArrayList<>();

  /// A row that has a key.
  ///
  /// @param rows null if nobody has it
  /// @param isNew true if the statement itself put it in
  record Holder(@Nullable Chunk rows, int row, boolean isNew) {
    private static final Holder NOBODY = new Holder(null, 0, false);
  }

  KeyHolders(TableRules rules, KeyLookup before) {
    this.rules = rules;
    this.before = before;
    this.types = rules.columns().stream().map(ColumnDefinition::type).toList();
    for (int i = 0; i < rules.keys().size(); i++) {
      holders.add(new HashMap<>());
      asked.add(new ArrayList<>());
    }
  }

  /// The keys that were looked up, by rule.
  List<List<List<Object>>> asked() {
    return asked;
  }

  /// The row that has the key of another, or null.
  @Nullable Holder find(int rule, Chunk chunk, int row) {
    List<Object> key = KeysFree.key(rules.keys().get(rule), chunk, row);
    if (key == null) {
      return null;
    }
    Holder holder = holders.get(rule).get(bytes(rule, chunk, row));
    if (holder == null) {
      asked.get(rule).add(key);
      holder = lookup(rule, key);
      holders.get(rule).put(bytes(rule, chunk, row), holder);
    }
    return holder.rows() == null ? null : holder;
  }

  /// A row goes in.
  void add(Chunk chunk, int row) {
    set(chunk, row, new Holder(chunk, row, true));
  }

  /// A row goes out.
  void remove(Chunk chunk, int row) {
    set(chunk, row, Holder.NOBODY);
  }

  private void set(Chunk chunk, int row, Holder holder) {
    for (int rule = 0; rule < holders.size(); rule++) {
      if (KeysFree.key(rules.keys().get(rule), chunk, row) != null) {
        holders.get(rule).put(bytes(rule, chunk, row), holder);
      }
    }
  }

  private ByteBuffer bytes(int rule, Chunk chunk, int row) {
    int[] columns = rules.keys().get(rule).columns().stream().mapToInt(Integer::intValue).toArray();
    Chunk one = chunk.emptyLike(1);
    one.appendFrom(chunk, row, 1);
    EncodedRows encoded = RowBytes.encodeKeys(one, columns, types);
    return ByteBuffer.wrap(encoded.heap(), encoded.offset(0), encoded.length(0)).slice();
  }

  private Holder lookup(int rule, List<Object> key) {
    Map<List<@Nullable Object>, Long> weights = new HashMap<>();
    List<Holder> found = new ArrayList<>();
    before.lookup(
        rules.keys().get(rule).index(),
        key,
        rows -> {
          for (int row = 0; row < rows.size(); row++) {
            weights.merge(Arrays.asList(rows.row(row)), (long) rows.weight(row), Long::sum);
            found.add(new Holder(rows, row, false));
          }
        });
    for (Holder each : found) {
      Chunk rows = each.rows();
      if (rows != null && weights.getOrDefault(Arrays.asList(rows.row(each.row())), 0L) > 0) {
        return each;
      }
    }
    return Holder.NOBODY;
  }
}
