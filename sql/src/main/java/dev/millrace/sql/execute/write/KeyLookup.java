package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.model.chunk.Chunk;
import java.util.List;
import java.util.function.Consumer;

/// Finds rows by a key in the state that a statement is computed against: a step's, with what the
/// transaction has written before laid over it.
@FunctionalInterface
public interface KeyLookup {

  /// Hands over the rows, weighted and perhaps not consolidated, with the given values (boxed, none
  /// null) in the key columns of an index.
  void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows);
}
