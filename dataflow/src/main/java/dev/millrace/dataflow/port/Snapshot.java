package dev.millrace.dataflow.port;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.time.StepTime;
import java.util.List;
import java.util.function.Consumer;

/// The state after one completed step. Confined to the step thread, valid during the call that
/// received it; the chunks it hands out are the receiver's to keep.
public interface Snapshot {

  /// The step whose state this is.
  StepTime time();

  /// All rows of a collection, consolidated, in chunks. Throws the collection's error (a
  /// DatabaseException) if it has one.
  void scan(CollectionId collection, Consumer<Chunk> rows);

  /// The rows of a maintained index with the given values (boxed, none null) in its key columns.
  void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows);

  /// How many rows of a maintained index there are with each of some keys.
  ///
  /// @param keys the index's key columns, in their order, none NULL
  long[] keyWeights(CollectionId index, Chunk keys);

  /// Rows in a collection, counted with weights: an estimate is enough for planning.
  long rowCount(CollectionId collection);

  /// Keeps this state readable until the pin is closed.
  Pin pin();
}
