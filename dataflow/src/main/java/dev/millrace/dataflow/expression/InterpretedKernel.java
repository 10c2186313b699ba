package dev.millrace.dataflow.expression;

import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.function.Environment;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program run by the interpreter, row by row. Stateless.
final class InterpretedKernel implements Kernel {

  private final int inputColumns;
  private final int allColumns;
  private final int[] read;
  private final int[] projection;
  private final Action[] actions;

  /// Writes to column `target`, or checks a filter if `target` is -1.
  private record Action(int target, Evaluator evaluator) {}

  InterpretedKernel(MfpSpec spec, @Nullable Environment environment) {
    this.inputColumns = spec.input().size();
    this.allColumns = inputColumns + spec.maps().size();
    this.projection = spec.projection().stream().mapToInt(i -> i).toArray();
    List<MfpSpec.Step> steps = spec.steps();
    this.actions = new Action[steps.size()];
    BitSet used = new BitSet();
    spec.projection().forEach(used::set);
    for (int i = 0; i < actions.length; i++) {
      MfpSpec.Step step = steps.get(i);
      var scalar =
          switch (step) {
            case MfpSpec.Step.Compute(int map) -> spec.maps().get(map);
            case MfpSpec.Step.Check(int filter) -> spec.filters().get(filter);
          };
      used.or(ScalarTrees.columns(scalar));
      int target = step instanceof MfpSpec.Step.Compute(int map) ? inputColumns + map : -1;
      actions[i] = new Action(target, Interpreter.prepare(scalar, environment));
    }
    this.read = used.stream().filter(c -> c < inputColumns).toArray();
  }

  @Override
  public Kernel fresh() {
    return this;
  }

  @Override
  public void run(Chunk in, Chunk out, ErrorSink errors) {
    @Nullable Object[] values = new Object[allColumns];
    for (int row = 0; row < in.size(); row++) {
      for (int column : read) {
        values[column] = in.columns[column].value(row);
      }
      try {
        if (survives(values)) {
          for (int i = 0; i < projection.length; i++) {
            out.columns[i].append(values[projection[i]]);
          }
          out.endRow(in.weight(row));
        }
      } catch (DatabaseException e) {
        errors.error(row, e, in.weight(row));
      }
    }
  }

  private boolean survives(@Nullable Object[] values) {
    for (Action action : actions) {
      Object value = action.evaluator.evaluate(values);
      if (action.target >= 0) {
        values[action.target] = value;
      } else if (!Boolean.TRUE.equals(value)) {
        return false;
      }
    }
    return true;
  }
}
