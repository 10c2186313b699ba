package dev.millrace.sql.execute.write;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.sql.bind.RowQuery;
import dev.millrace.sql.execute.Binding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Pairs of a row that is there and one proposed that has a key of it, each with what the
/// sub-queries of ON CONFLICT DO UPDATE give for it. Those are evaluated for all pairs that the
/// state before the statement allows, since a row is changed once at most; which of the pairs come
/// up is decided afterwards, row by row. Immutable.
final class ConflictPairs {

  private static final ConflictPairs PLAIN = new ConflictPairs(Map.of(), 0);

  private final Map<Pair, @Nullable Object[]> found;
  private final int width;

  private record Pair(int proposed, List<@Nullable Object> there) {}

  private ConflictPairs(Map<Pair, @Nullable Object[]> found, int width) {
    this.found = found;
    this.width = width;
  }

  static ConflictPairs of(
      ConflictRule rule,
      List<Chunk> rows,
      TableRules rules,
      Probe probe,
      List<@Nullable Object> parameters) {
    RowQuery subqueries = rule.action().subqueries();
    if (subqueries == null) {
      return PLAIN;
    }
    List<Pair> pairs = new ArrayList<>();
    List<List<@Nullable Object>> both = new ArrayList<>();
    probe.look(
        rules,
        keys -> {
          collect(rule, rows, keys, pairs, both);
          return pairs;
        });
    Map<Pair, @Nullable Object[]> found = new HashMap<>();
    int width = subqueries.width();
    for (Chunk chunk :
        probe.read(Binding.withParameters(subqueries.over(both), parameters), subqueries.order())) {
      for (int row = 0; row < chunk.size(); row++) {
        @Nullable Object[] values = chunk.row(row);
        int number = Math.toIntExact((Long) values[width]);
        found.put(pairs.get(number), Arrays.copyOf(values, width));
      }
    }
    return new ConflictPairs(found, width);
  }

  private static void collect(
      ConflictRule rule,
      List<Chunk> rows,
      KeyHolders keys,
      List<Pair> pairs,
      List<List<@Nullable Object>> both) {
    int proposed = 0;
    for (Chunk chunk : rows) {
      for (int row = 0; row < chunk.size(); row++) {
        for (int copy = 0; copy < chunk.weight(row); copy++) {
          for (int key : rule.keys()) {
            KeyHolders.Holder holder = keys.find(key, chunk, row);
            if (holder != null && holder.rows() != null) {
              List<@Nullable Object> there = Arrays.asList(holder.rows().row(holder.row()));
              pairs.add(new Pair(proposed, there));
              List<@Nullable Object> pair = new ArrayList<>(there);
              pair.addAll(Arrays.asList(chunk.row(row)));
              both.add(pair);
            }
          }
          proposed++;
        }
      }
    }
  }

  /// What expressions see of a pair.
  ///
  /// @param proposed number of the proposed row
  @Nullable Object[] pair(int proposed, @Nullable Object[] there, @Nullable Object[] excluded) {
    @Nullable Object[] all = new Object[there.length + excluded.length + width];
    System.arraycopy(there, 0, all, 0, there.length);
    System.arraycopy(excluded, 0, all, there.length, excluded.length);
    if (width > 0) {
      @Nullable Object[] values = found.get(new Pair(proposed, Arrays.asList(there)));
      if (values == null) {
        throw new IllegalStateException("a conflict that was not there before");
      }
      System.arraycopy(values, 0, all, there.length + excluded.length, width);
    }
    return all;
  }
}
