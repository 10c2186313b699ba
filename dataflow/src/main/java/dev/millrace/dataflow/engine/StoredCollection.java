package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.port.Action.Keeping;
import dev.millrace.dataflow.port.Action.StoredShape;
import dev.millrace.dataflow.port.Retention;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.row.RowLayout;
import dev.millrace.model.time.StepTime;
import dev.millrace.storage.store.StepRecord;
import dev.millrace.storage.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A table, a source's output or a catalog collection: the rows it holds now, as far as it keeps
/// them, and the way a change becomes a delta. Confined to the step thread.
final class StoredCollection {

  private final CollectionId id;
  private final StoredShape shape;
  private final RowLayout layout;
  private final StoredRows rows;
  private final Store store;
  private long appended;

  StoredCollection(CollectionId id, StoredShape shape, Store store) {
    this.id = id;
    this.shape = shape;
    this.layout = new RowLayout(shape.types(), shape.added());
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
              layout,
              chunk -> {
                rows.apply(chunk);
                rows.takeEffect();
              });
      case LOG -> appended = store.recoveredLogRows(id.number());
      case NONE -> {}
    }
  }

  /// The rows of a change as wide as the collection: a source that has not heard yet of a new
  /// column hands over rows without it.
  Chunk fitted(Chunk change) {
    return layout.widened(change);
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
    if (shape.keeping() != Keeping.ROWS || shape.added().isEmpty()) {
      return List.of(delta(shape.added().size(), change));
    }
    List<StepRecord.CollectionDelta> deltas = new ArrayList<>();
    layout.split(change).forEach((number, part) -> deltas.add(delta(number, part)));
    return deltas;
  }

  private StepRecord.CollectionDelta delta(int number, Chunk change) {
    return new StepRecord.CollectionDelta(id.number(), stored(), shape.key(), number, change);
  }

  /// The same rows with the columns that a wider shape has more.
  StoredCollection widened(StoredShape wider) {
    StoredCollection collection = new StoredCollection(id, wider, store);
    collection.appended = appended;
    rows.scan(chunk -> {
      collection.rows.apply(collection.fitted(chunk));
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
      store.loadLog(id.number(), chunk -> consumer.accept(fitted(chunk)));
    } else {
      rows.scan(consumer);
    }
  }

  /// Rows kept.
  long rowCount() {
    return shape.keeping() == Keeping.LOG ? appended : rows.rowCount();
  }

  /// Bytes of the rows kept: in memory, or of a log on disk, before compression.
  long bytes() {
    return isLog() ? store.logBytes(id.number()) : rows.bytes();
  }

  private boolean isLog() {
    return shape.keeping() == Keeping.LOG && !shape.isTransient();
  }

  /// True if it is a log that lets rows go after a time or beyond a size.
  boolean expires() {
    return isLog() && !shape.retention().isForever();
  }

  /// True if rows of it are to go now.
  boolean isOverdue(long nowMillis) {
    return expires()
        && store.canExpireLog(id.number(), expiredStep(nowMillis), shape.retention().bytes());
  }

  /// Lets rows go.
  void expire(long nowMillis) {
    appended -= store.expireLog(id.number(), expiredStep(nowMillis), shape.retention().bytes());
  }

  private long expiredStep(long nowMillis) {
    long millis = shape.retention().millis();
    return nowMillis <= millis ? 0 : StepTime.ofMillis(nowMillis - millis).packed();
  }

  /// True if rows have waited for a checkpoint for so long, or are so many, that they would go much
  /// too late: an eighth of what is to be kept.
  boolean needsCheckpoint(long nowMillis) {
    if (!expires()) {
      return false;
    }
    Retention retention = shape.retention();
    long oldest = store.oldestUnwritten(id.number());
    boolean isOld =
        oldest != Long.MAX_VALUE
            && nowMillis - new StepTime(oldest).millis() > retention.millis() / 8;
    return isOld || store.unwrittenBytes(id.number()) > retention.bytes() / 8;
  }
}
