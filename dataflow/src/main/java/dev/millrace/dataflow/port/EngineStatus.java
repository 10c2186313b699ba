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
  public record CollectionStatus(
      CollectionId id,
      String name,
      long rows,
      long bytes,
      long errors,
      long queuedBytes,
      @Nullable DatabaseException failure) {}

  /// One operator of the dataflow graph and the collections that use it.
  public record OperatorStatus(
      int operator, String description, long rowsIn, long rowsOut, long stateRows, long micros) {}

  public EngineStatus {
    collections = List.copyOf(collections);
    operators = List.copyOf(operators);
  }
}
