package dev.millrace.dataflow.operator.recursion;

import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.StepScope;

/// One operator inside a recursion. Rounds come in ascending order within a step; after the last
/// one the state is that of the step. Confined to the step thread.
sealed interface Stage permits LinearStage, JoinStage, GroupStage {

  /// Takes what its inputs changed in a round and writes what that, and what became due, changes of
  /// its output in the same round.
  void run(Delta[] inputs, int round, Output out, StepScope step);

  /// The next round in which it has to run without input; Integer.MAX_VALUE if none.
  int dueRound();

  /// Rows held.
  long stateRows();
}
