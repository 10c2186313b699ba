package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.batch.CollectionReader;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.sql.execute.CommitCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys of rows that a statement put into a table must be theirs alone when all is written.
///
/// @param added the rows
record KeysFree(TableRules rules, List<Chunk> added) implements CommitCheck {
  KeysFree {
    added = List.copyOf(added);
  }

  @Override
  public void verify(CollectionReader state) {
    for (Chunk chunk : added) {
      long[][] weights = new long[rules.keys().size()][];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = weights(rules.keys().get(i), chunk, state);
      }
      for (int row = 0; row < chunk.size(); row++) {
        for (int i = 0; i < weights.length; i++) {
          if (weights[i][row] > 1) {
            throw rules.uniqueViolation(rules.keys().get(i), chunk, row);
          }
        }
      }
    }
  }

  /// How many rows have the key of each row; none where it has a NULL: then it is nobody's.
  private static long[] weights(KeyRule rule, Chunk chunk, CollectionReader state) {
    Column[] columns = new Column[rule.columns().size()];
    Arrays.setAll(columns, i -> chunk.columns[rule.columns().get(i)]);
    BitSet whole = new BitSet(chunk.size());
    whole.set(0, chunk.size());
    for (Column column : columns) {
      for (int row = 0; row < chunk.size(); row++) {
        if (column.isNull(row)) {
          whole.clear(row);
        }
      }
    }
    Chunk all = new Chunk(columns);
    if (whole.cardinality() == chunk.size()) {
      return state.keyWeights(rule.index(), all);
    }
    Chunk keys = all.emptyLike(whole.cardinality());
    whole.stream().forEach(row -> keys.appendFrom(all, row, 1));
    long[] found = state.keyWeights(rule.index(), keys);
    long[] weights = new long[chunk.size()];
    int next = 0;
    for (int row = whole.nextSetBit(0); row >= 0; row = whole.nextSetBit(row + 1)) {
      weights[row] = found[next++];
    }
    return weights;
  }

  /// The values of a key, or null if one is NULL: then it is nobody's.
  static @Nullable List<Object> key(KeyRule rule, Chunk chunk, int row) {
    List<Object> key = new ArrayList<>();
    for (int column : rule.columns()) {
      Object value = chunk.columns[column].value(row);
      if (value == null) {
        return null;
      }
      key.add(value);
    }
    return key;
  }
}
