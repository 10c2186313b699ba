package dev.millrace.dataflow.operator;

/// An operator that keeps nothing: its output now is a function of its inputs' contents now.
public interface StatelessOperator extends Operator {

  @Override
  default boolean isStateless() {
    return true;
  }

  @Override
  default void load(Contents[] inputs, Output.FaultSink faults, StepScope step) {}

  @Override
  default long stateRows() {
    return 0;
  }

  @Override
  default long stateBytes() {
    return 0;
  }
}
