package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.batch.CollectionReader;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.sql.execute.CommitCheck;
import java.util.ArrayList;
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
      for (int row = 0; row < chunk.size(); row++) {
        for (KeyRule rule : rules.keys()) {
          List<Object> key = key(rule, chunk, row);
          if (key != null && count(rule, key, state) > 1) {
            throw rules.uniqueViolation(rule, chunk, row);
          }
        }
      }
    }
  }

  private static long count(KeyRule rule, List<Object> key, CollectionReader state) {
    long[] count = new long[1];
    state.lookup(
        rule.index(),
        key,
        rows -> {
          for (int row = 0; row < rows.size(); row++) {
            count[0] += rows.weight(row);
          }
        });
    return count[0];
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
