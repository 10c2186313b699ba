package dev.millrace.storage.store;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.time.StepTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything a step must make durable, all or nothing.
///
/// @param dropped collections whose rows are forgotten (after the deltas)
public record StepRecord(
    StepTime time,
    List<CatalogEntry> catalog,
    List<CollectionDelta> deltas,
    List<SourcePosition> positions,
    List<Long> dropped) {

  public StepRecord {
    catalog = List.copyOf(catalog);
    deltas = List.copyOf(deltas);
    positions = List.copyOf(positions);
    dropped = List.copyOf(dropped);
  }

  /// An entry of the catalog; null removes it.
  public record CatalogEntry(String key, byte @Nullable [] value) {}

  /// Rows for a collection, as the source or transaction gave them. `key`: columns of the key for
  /// KEYED, else empty. `layout`: that of the rows, by [dev.millrace.model.row.RowLayout]. The
  /// chunk is not changed any more.
  public record CollectionDelta(
      long collection, Keeping keeping, List<Integer> key, int layout, Chunk rows) {
    public CollectionDelta {
      key = List.copyOf(key);
    }

    /// Rows with the columns that the collection had from the start.
    public CollectionDelta(long collection, Keeping keeping, List<Integer> key, Chunk rows) {
      this(collection, keeping, key, 0, rows);
    }
  }

  /// How far a source has been read.
  public record SourcePosition(long source, byte[] position) {}

  /// True if nothing in it needs to survive.
  public boolean isEmpty() {
    return catalog.isEmpty() && deltas.isEmpty() && positions.isEmpty() && dropped.isEmpty();
  }
}
