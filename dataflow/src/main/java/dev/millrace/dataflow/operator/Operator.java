package dev.millrace.dataflow.operator;

/// One operator of the dataflow graph: a function from multisets to a multiset, maintained.
/// Confined to the step thread, except that it may spread one run over the shards of its [Workers].
///
/// Two ways to the same result, which must agree after every step: `run` turns the deltas of the
/// inputs into the delta of the output; `contents` writes the whole output as it is now. Faults are
/// passed on by the graph: an operator emits only those of its own evaluation.
public interface Operator {

  /// What it does, for EXPLAIN and status: one line.
  String description();

  /// Runs one step. Called only if an input changed or a timer is due.
  ///
  /// @param inputs the delta of each input, empty where nothing changed
  void run(Delta[] inputs, Output out, StepScope step);

  /// Builds the state from the inputs' contents, before the first `run`. Own faults go to `faults`.
  void load(Contents[] inputs, Output.FaultSink faults, StepScope step);

  /// Writes the whole output as it is after the last step, consolidated or not. Emits the faults of
  /// rows only if it has no state (those of a stateful operator came from `load` and `run`).
  void contents(Contents[] inputs, Output out, StepScope step);

  /// The earliest millisecond at which the output changes without any input.
  default long dueMillis() {
    return Long.MAX_VALUE;
  }

  /// True if nothing is kept between steps: `contents` then evaluates the inputs' contents anew.
  default boolean isStateless() {
    return false;
  }

  /// True if the output is the input: what is kept is the purpose.
  default boolean isTransparent() {
    return false;
  }

  /// Rows (or groups) of state.
  long stateRows();

  /// Bytes of state, roughly.
  long stateBytes();
}
