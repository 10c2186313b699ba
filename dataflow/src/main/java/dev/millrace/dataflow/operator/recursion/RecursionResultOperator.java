package dev.millrace.dataflow.operator.recursion;

import dev.millrace.dataflow.operator.Contents;
import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.StatelessOperator;
import dev.millrace.dataflow.operator.StepScope;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.IntColumn;

/// The rows of one binding out of what a [RecursionOperator] puts out. Keeps nothing.
public final class RecursionResultOperator implements StatelessOperator {

  private final int binding;
  private final int width;

  public RecursionResultOperator(int binding, int width) {
    this.binding = binding;
    this.width = width;
  }

  @Override
  public String description() {
    return "result " + binding + " of a recursion";
  }

  @Override
  public void run(Delta[] inputs, Output out, StepScope step) {
    inputs[0].chunks().forEach(chunk -> unpack(chunk, out));
  }

  private void unpack(Chunk chunk, Output out) {
    IntColumn numbers = (IntColumn) chunk.columns[0];
    BytesColumn rows = (BytesColumn) chunk.columns[1];
    for (int row = 0; row < chunk.size(); row++) {
      if (numbers.values[row] == binding) {
        RowBytes.read(rows.heap, rows.offsets[row], out.chunk().columns, 0, width);
        out.endRow(chunk.weight(row));
      }
    }
  }

  @Override
  public void contents(Contents[] inputs, Output out, StepScope step) {
    inputs[0].stream(chunk -> unpack(chunk, out));
  }
}
