package dev.millrace.dataflow.port;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.model.error.DatabaseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A sample of the engine's counters.
///
/// @param pins states of the past that are kept readable
/// @param pinBytes of changes kept for them
public record EngineStatus(
    long steps,
    long stepMicrosP50,
    long stepMicrosP99,
    long stepMicrosMax,
    long rowsIn,
    long journalBytes,
    int pins,
    long pinBytes,
    List<CollectionStatus> collections,
    List<OperatorStatus> operators) {

  /// One collection. `failure` is set while it is quarantined.
  ///
  /// @param operator whose rows it has: the number of an operator, or of a stored collection's
  ///   place among them
  public record CollectionStatus(
      CollectionId id,
      String name,
      int operator,
      long rows,
      long bytes,
      long errors,
      long queuedBytes,
      @Nullable DatabaseException failure) {}

  /// One operator of the dataflow graph.
  ///
  /// @param inputs numbers of the operators and stored collections it reads
  public record OperatorStatus(
      int operator,
      String description,
      List<Integer> inputs,
      long rowsIn,
      long rowsOut,
      long stateRows,
      long stateBytes,
      long micros) {
    public OperatorStatus {
      inputs = List.copyOf(inputs);
    }
  }

  public EngineStatus {
    collections = List.copyOf(collections);
    operators = List.copyOf(operators);
  }
}
