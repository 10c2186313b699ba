package dev.millrace.dataflow.operator;

import dev.millrace.model.chunk.Chunk;

/// UNION ALL: every input's rows.
final class UnionOperator implements StatelessOperator {

  @Override
  public String description() {
    return "union";
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
  public void contents(Contents[] inputs, Output out, StepScope step) {
    for (Contents input : inputs) {
      input.stream(out::pass);
    }
  }
}
