package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.expression.MfpProgram;
import dev.millrace.dataflow.expression.MfpSpec;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import java.util.List;

/// Map, filter, project: linear and without state.
final class MfpOperator implements StatelessOperator {

  private final MfpProgram program;
  private final boolean isProjection;

  MfpOperator(MfpSpec spec) {
    this.program = MfpProgram.compile(spec);
    this.isProjection =
        spec.maps().isEmpty() && spec.filters().isEmpty() && !spec.projection().isEmpty();
  }

  @Override
  public String description() {
    MfpSpec spec = program.spec();
    return "map %d, filter %d, project %s"
        .formatted(spec.maps().size(), spec.filters().size(), spec.projection());
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {
    step.workers().eachChunk(inputs[0], out, this::apply);
  }

  private void apply(Chunk chunk, Output out) {
    if (isProjection) {
      out.pass(project(chunk));
      return;
    }
    out.pass(program.run(chunk, (row, error, weight) -> out.fault(error, weight)));
  }

  /// The same columns in another order: shared, not copied.
  private Chunk project(Chunk chunk) {
    List<Integer> projection = program.spec().projection();
    Column[] columns = new Column[projection.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = chunk.columns[projection.get(i)];
    }
    Chunk projected = new Chunk(columns);
    projected.weights = chunk.weights;
    return projected;
  }

  @Override
  public void contents(Contents[] inputs, Output out, StepScope step) {
    inputs[0].stream(chunk -> apply(chunk, out));
  }
}
