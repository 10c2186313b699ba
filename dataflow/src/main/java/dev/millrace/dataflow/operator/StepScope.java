package dev.millrace.dataflow.operator;

/// What an operator may know of the step it runs in.
///
/// @param millis the step's `mz_now()`
/// @param interruption called at least once a chunk while state is built that somebody waits for;
///   throws if it is not wanted any more
public record StepScope(long millis, Workers workers, Runnable interruption) {

  /// A step that nobody interrupts.
  public StepScope(long millis, Workers workers) {
    this(millis, workers, () -> {});
  }

  /// The same, given up when `check` throws.
  public StepScope interruptedBy(Runnable check) {
    return new StepScope(millis, workers, check);
  }
}
