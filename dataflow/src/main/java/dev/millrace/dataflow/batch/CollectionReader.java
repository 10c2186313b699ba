package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where a query's rows come from. Rows are consolidated (positive weights); the chunks handed out
/// are never changed afterwards.
public interface CollectionReader {

  /// All rows of a collection.
  void scan(CollectionId collection, Consumer<Chunk> rows);

  /// The rows of an index that have the boxed values in its key columns.
  void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows);

  /// How many rows of an index there are with each of some keys.
  ///
  /// @param keys the index's key columns, in their order, none NULL
  default long[] keyWeights(CollectionId index, Chunk keys) {
    long[] weights = new long[keys.size()];
    for (int row = 0; row < weights.length; row++) {
      int at = row;
      lookup(
          index,
          List.of(keys.row(row)),
          found -> {
            for (int i = 0; i < found.size(); i++) {
              weights[at] += found.weight(i);
            }
          });
    }
    return weights;
  }

  /// The result of a part of the plan (this very object) if it is known already, or null.
  default @Nullable List<Chunk> known(Plan part) {
    return null;
  }

  /// Reads the engine's collections in a step.
  static CollectionReader of(Snapshot snapshot) {
    return new CollectionReader() {
      @Override
      public void scan(CollectionId collection, Consumer<Chunk> rows) {
        snapshot.scan(collection, rows);
      }

      @Override
      public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
        snapshot.lookup(index, key, rows);
      }

      @Override
      public long[] keyWeights(CollectionId index, Chunk keys) {
        return snapshot.keyWeights(index, keys);
      }
    };
  }
}
