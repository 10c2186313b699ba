package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.port.Action.Keeping;
import dev.millrace.dataflow.port.Action.StoredShape;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.row.RowLayout;
import dev.millrace.storage.store.StepRecord;
import dev.millrace.storage.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A table, a source's output or a catalog collection: the rows it holds now, as far as it keeps
/// them, and the way a change becomes a delta. Confined to the step thread.
final class StoredCollection {

  private final CollectionId id;
  private final StoredShape shape;
  private final StoredRows rows;
  private final Store store;
  private long appended;

  StoredCollection(CollectionId id, StoredShape shape, Store store) {
    this.id = id;
    this.shape = shape;
    this.store = store;
    this.rows =
        switch (shape.keeping()) {
          case ROWS -> new BagRows(shape.types());
          case KEYED -> new KeyedRows(shape.types(), shape.key());
          case LOG, NONE -> new StoredRows.Nothing();
        };
  }

  StoredShape shape() {
    return shape;
  }

  /// Takes the rows that the store recovered.
  void recover() {
    if (shape.isTransient()) {
      return;
    }
    switch (shape.keeping()) {
      case ROWS, KEYED ->
          store.load(
              id.number(),
              stored(),
              new RowLayout(shape.types(), shape.added()),
              chunk -> {
                rows.apply(chunk);
                rows.takeEffect();
              });
      case LOG -> appended = store.recoveredLogRows(id.number());
      case NONE -> {}
    }
  }

  /// Applies a change.
  void apply(Chunk change) {
    appended += change.size();
    rows.apply(change);
  }

  /// What the changes of the step did to the rows.
  List<Chunk> takeEffect() {
    return rows.takeEffect();
  }

  /// What has to be made durable of a change; nothing for what is not kept.
  List<StepRecord.CollectionDelta> record(Chunk change) {
    if (shape.isTransient() || shape.keeping() == Keeping.NONE) {
      return List.of();
    }
    if (shape.added().isEmpty()) {
      return List.of(new StepRecord.CollectionDelta(id.number(), stored(), shape.key(), change));
    }
    List<StepRecord.CollectionDelta> deltas = new ArrayList<>();
    new RowLayout(shape.types(), shape.added())
        .split(change)
        .forEach((layout, rows) ->
            deltas.add(
                new StepRecord.CollectionDelta(id.number(), stored(), shape.key(), layout, rows)));
    return deltas;
  }

  /// The same rows with the columns that a wider shape has more.
  StoredCollection widened(StoredShape wider) {
    StoredCollection collection = new StoredCollection(id, wider, store);
    collection.appended = appended;
    int more = wider.types().size() - shape.types().size();
    int known = wider.added().size() - more;
    scan(chunk -> {
      Chunk rows = Chunk.of(wider.types(), chunk.size());
      for (int row = 0; row < chunk.size(); row++) {
        @Nullable Object[] values = Arrays.copyOf(chunk.row(row), wider.types().size());
        for (int i = 0; i < more; i++) {
          values[shape.types().size() + i] = wider.added().get(known + i);
        }
        rows.appendRow(values, chunk.weight(row));
      }
      collection.rows.apply(rows);
      collection.rows.takeEffect();
    });
    return collection;
  }

  /// True if the store holds rows of it.
  boolean isDurable() {
    return !shape.isTransient() && shape.keeping() != Keeping.NONE;
  }

  private dev.millrace.storage.store.Keeping stored() {
    return switch (shape.keeping()) {
      case ROWS -> dev.millrace.storage.store.Keeping.ROWS;
      case KEYED -> dev.millrace.storage.store.Keeping.KEYED;
      case LOG -> dev.millrace.storage.store.Keeping.LOG;
      case NONE -> throw new IllegalStateException("nothing of it is stored");
    };
  }

  /// Hands over all rows it keeps.
  void scan(Consumer<Chunk> consumer) {
    if (shape.keeping() == Keeping.LOG) {
      store.loadLog(id.number(), consumer);
    } else {
      rows.scan(consumer);
    }
  }

  /// Rows kept.
  long rowCount() {
    return shape.keeping() == Keeping.LOG ? appended : rows.rowCount();
  }

  /// Bytes of memory, roughly.
  long bytes() {
    return rows.bytes();
  }
}
