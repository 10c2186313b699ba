package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.operator.Workers;
import java.time.Duration;

/// Limits and sizes of the engine.
///
/// @param workers shards of every keyed operator, and threads of a big step
/// @param parallelFromRows rows of an operator's input from which its shards run at once
/// @param stepRowsMax input rows that no step exceeds by more than one batch
/// @param stepTarget how long a step under load should take: what its size is adapted to
/// @param operatorRowsMax rows an operator may put out in one step before it is quarantined
/// @param recursionRoundsMax rounds after which a recursion without a limit of its own is given up
///   and quarantined
/// @param portBytesMax bytes that may wait at one input port before its source is held up
/// @param transactionsMax transactions run before the disk is waited for: the size of a group
///   commit
/// @param pinBytesMax changes kept for those who read a state of the past, before the oldest of
///   these states is given up
/// @param pinMillisMax for which a state is kept readable
public record EngineConfig(
    int workers,
    long parallelFromRows,
    long stepRowsMax,
    Duration stepTarget,
    long operatorRowsMax,
    int recursionRoundsMax,
    long portBytesMax,
    int transactionsMax,
    long pinBytesMax,
    long pinMillisMax) {

  public static final EngineConfig DEFAULT =
      new EngineConfig(
          1,
          Workers.PARALLEL_FROM_ROWS,
          131_072,
          Duration.ofMillis(250),
          10_000_000,
          10_000,
          16 << 20,
          256,
          pinBytes(Runtime.getRuntime().maxMemory()),
          Duration.ofMinutes(10).toMillis());

  /// What the deltas of short transactions never reach, but no more than a small part of the heap.
  private static long pinBytes(long heapBytes) {
    return Math.min(256 << 20, heapBytes / 8);
  }

  public EngineConfig {
    if (workers < 1
        || stepRowsMax < 1
        || !stepTarget.isPositive()
        || operatorRowsMax < 1
        || recursionRoundsMax < 1
        || portBytesMax < 1
        || transactionsMax < 1
        || pinBytesMax < 1
        || pinMillisMax < 1) {
      throw new IllegalArgumentException("engine limits must be positive");
    }
  }

  /// The same with another number of workers.
  public EngineConfig withWorkers(int workers) {
    return new EngineConfig(
        workers,
        parallelFromRows,
        stepRowsMax,
        stepTarget,
        operatorRowsMax,
        recursionRoundsMax,
        portBytesMax,
        transactionsMax,
        pinBytesMax,
        pinMillisMax);
  }

  /// The same with other limits of what is kept for readers of the past.
  public EngineConfig withPins(long bytesMax, Duration ageMax) {
    return new EngineConfig(
        workers,
        parallelFromRows,
        stepRowsMax,
        stepTarget,
        operatorRowsMax,
        recursionRoundsMax,
        portBytesMax,
        transactionsMax,
        bytesMax,
        ageMax.toMillis());
  }
}
