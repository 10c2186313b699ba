package dev.millrace.dataflow.port;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.time.StepTime;
import java.util.List;
import java.util.function.Consumer;

/// The state after one step, readable while later steps go on: what a transaction reads from. Taken
/// by [Snapshot#pin]. The engine keeps what has changed since for it, up to a limit of age and
/// bytes; then it is given up, and everything but `close` fails with 53400. All methods but `time`
/// and `close` may be called only where a snapshot may: by a function that the engine runs.
public interface Pin extends AutoCloseable {

  /// The step.
  StepTime time();

  /// The state after that step.
  Snapshot snapshot();

  /// Hands over what later steps have changed in a collection: weighted rows, not consolidated.
  void changes(CollectionId collection, Consumer<Chunk> rows);

  /// The changes of an index's rows with the given values in its key columns.
  void changes(CollectionId index, List<Object> key, Consumer<Chunk> rows);

  /// Lets the state go. Any thread.
  @Override
  void close();
}
