package dev.millrace.dataflow.operator;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.Arrays;
import java.util.List;

/// Builds an operator's state by running it over its inputs' contents, batch by batch, and dropping
/// the rows that come out: right for every operator, and cheap for those whose `run` is.
public final class Loading {

  /// Large enough that a group touched often is evaluated rarely, small enough to hold in memory.
  private static final long BATCH_ROWS = 16L * Chunk.CAPACITY;

  private Loading() {}

  public static void inBatches(
      Operator operator,
      List<SqlType> outputTypes,
      Contents[] inputs,
      Output.FaultSink faults,
      StepScope step) {
    for (int input = 0; input < inputs.length; input++) {
      int which = input;
      Delta[] batch = empty(inputs.length);
      inputs[input].stream(chunk -> {
        batch[which].add(chunk);
        if (batch[which].rows() >= BATCH_ROWS) {
          run(operator, outputTypes, batch, faults, step);
          batch[which] = new Delta();
        }
      });
      run(operator, outputTypes, batch, faults, step);
    }
  }

  private static void run(
      Operator operator,
      List<SqlType> types,
      Delta[] batch,
      Output.FaultSink faults,
      StepScope step) {
    Output out = new Output(types, _ -> {}, faults, Long.MAX_VALUE);
    operator.run(batch, out, step);
    out.flush();
  }

  private static Delta[] empty(int inputs) {
    Delta[] deltas = new Delta[inputs];
    Arrays.setAll(deltas, i -> new Delta());
    return deltas;
  }
}
