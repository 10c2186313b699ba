package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.expression.FlatMapProgram;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;

/// A set-returning function of every row: linear and without state.
final class FlatMapOperator implements StatelessOperator {

  private final String name;
  private final FlatMapProgram program;

  FlatMapOperator(Plan.FlatMap plan) {
    this.name = plan.function().name();
    this.program = FlatMapProgram.compile(plan);
  }

  @Override
  public String description() {
    return "flat map " + name;
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {
    step.workers().eachChunk(inputs[0], out, this::apply);
  }

  private void apply(Chunk chunk, Output out) {
    program.run(chunk, out::pass, (row, error, weight) -> out.fault(error, weight));
  }

  @Override
  public void contents(Contents[] inputs, Output out, StepScope step) {
    inputs[0].stream(chunk -> apply(chunk, out));
  }
}
