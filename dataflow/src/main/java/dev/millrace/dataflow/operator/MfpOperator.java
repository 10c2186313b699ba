package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.expression.MfpProgram;
import dev.millrace.dataflow.expression.MfpSpec;
import dev.millrace.model.chunk.Chunk;

/// Map, filter, project: linear and without state.
final class MfpOperator implements Operator {

  private final MfpProgram program;

  MfpOperator(MfpSpec spec) {
    this.program = MfpProgram.compile(spec);
  }

  @Override
  public String description() {
    MfpSpec spec = program.spec();
    return "map %d, filter %d, project %s"
        .formatted(spec.maps().size(), spec.filters().size(), spec.projection());
  }

  @Override
  public boolean isStateless() {
    return true;
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {
    for (Chunk chunk : inputs[0].chunks()) {
      apply(chunk, out);
    }
  }

  private void apply(Chunk chunk, Output out) {
    out.pass(program.run(chunk, (row, error, weight) -> out.fault(error, weight)));
  }

  @Override
  public void load(Contents[] inputs, Output.FaultSink faults, StepScope step) {}

  @Override
  public void contents(Contents[] inputs, Output out, StepScope step) {
    inputs[0].stream(chunk -> apply(chunk, out));
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
