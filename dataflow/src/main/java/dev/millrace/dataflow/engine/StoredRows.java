package dev.millrace.dataflow.engine;

import dev.millrace.model.chunk.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The rows of a stored collection in memory. Confined to the step thread.
sealed interface StoredRows permits BagRows, KeyedRows, StoredRows.Nothing {

  /// Applies a change.
  void apply(Chunk change);

  /// What the changes since the last call did to the rows: what consumers see.
  List<Chunk> takeEffect();

  /// Hands over all rows.
  void scan(Consumer<Chunk> consumer);

  long rowCount();

  long bytes();

  /// Keeps nothing; every change passes through.
  final class Nothing implements StoredRows {
    private final List<Chunk> changes = new ArrayList<>();

    @Override
    public void apply(Chunk change) {
      changes.add(change);
    }

    @Override
    public List<Chunk> takeEffect() {
      List<Chunk> effect = List.copyOf(changes);
      changes.clear();
      return effect;
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
