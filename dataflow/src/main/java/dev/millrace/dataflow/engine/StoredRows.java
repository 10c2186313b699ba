package dev.millrace.dataflow.engine;

import dev.millrace.model.chunk.Chunk;
import java.util.function.Consumer;

/// The rows of a stored collection in memory. Confined to the step thread.
sealed interface StoredRows permits BagRows, KeyedRows, StoredRows.Nothing {

  StoredRows NONE = new Nothing();

  /// Applies a change and returns its effect: what consumers see.
  Chunk apply(Chunk change);

  /// Hands over all rows.
  void scan(Consumer<Chunk> consumer);

  long rowCount();

  long bytes();

  /// Keeps nothing; every change passes through.
  final class Nothing implements StoredRows {
    @Override
    public Chunk apply(Chunk change) {
      return change;
    }

    @Override
    public void scan(Consumer<Chunk> consumer) {}

    @Override
    public long rowCount() {
      return 0;
    }

    @Override
    public long bytes() {
      return 0;
    }
  }
}
