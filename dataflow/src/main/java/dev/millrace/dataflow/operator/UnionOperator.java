package dev.millrace.dataflow.operator;

import dev.millrace.model.chunk.Chunk;

/// UNION ALL: every input's rows.
final class UnionOperator implements Operator {

  @Override
  public String description() {
    return "union";
  }

  @Override
  public boolean isStateless() {
    return true;
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {
    for (Delta input : inputs) {
      for (Chunk chunk : input.chunks()) {
        out.pass(chunk);
      }
    }
  }

  @Override
  public void load(Contents[] inputs, Output.FaultSink faults, StepScope step) {}

  @Override
  public void contents(Contents[] inputs, Output out, StepScope step) {
    for (Contents input : inputs) {
      input.stream(out::pass);
    }
  }

  @Override
  public long stateRows() {
    return 0;
  }

  @Override
  public long stateBytes() {
    return 0;
  }
}
