package dev.millrace.dataflow.operator.recursion;

import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Operator;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.StepScope;

/// An operator without state: what it makes of a difference is the difference of what it makes, in
/// every round alike.
record LinearStage(Operator operator) implements Stage {

  LinearStage {
    assert operator.isStateless();
  }

  @Override
  public void run(Delta[] inputs, int round, Output out, StepScope step) {
    operator.run(inputs, out, step);
  }

  @Override
  public int dueRound() {
    return Integer.MAX_VALUE;
  }

  @Override
  public long stateRows() {
    return 0;
  }
}
