package dev.millrace.dataflow.expression;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.function.Environment;
import dev.millrace.model.type.SqlType;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Expressions evaluated side by side over a chunk, row for row: unlike an [MfpProgram] it drops no
/// row. May be used by many threads at once.
public final class ScalarProgram {

  private final MfpProgram program;

  private ScalarProgram(MfpProgram program) {
    this.program = program;
  }

  /// Generated code from the first row on: for maintained plans.
  public static ScalarProgram compile(List<SqlType> input, List<Scalar> scalars) {
    return new ScalarProgram(MfpProgram.compile(MfpSpec.ofScalars(input, scalars)));
  }

  /// Interpreted at first: for one-shot queries.
  public static ScalarProgram adaptive(
      List<SqlType> input, List<Scalar> scalars, @Nullable Environment environment) {
    return new ScalarProgram(MfpProgram.adaptive(MfpSpec.ofScalars(input, scalars), environment));
  }

  /// One column per expression with one value per row of `in`. A row of which any expression fails
  /// goes to `errors` and is set in `failed`; all its values are NULL.
  public Column[] run(Chunk in, BitSet failed, ErrorSink errors) {
    Chunk out = program.newChunk(in.size());
    program.run(
        in,
        out,
        (row, error, weight) -> {
          failed.set(row);
          errors.error(row, error, weight);
        });
    return failed.isEmpty() ? out.columns : spread(out, in.size(), failed);
  }

  private static Column[] spread(Chunk out, int rows, BitSet failed) {
    Column[] columns = new Column[out.columns.length];
    for (int i = 0; i < columns.length; i++) {
      Column column = out.columns[i].emptyLike(rows);
      int next = 0;
      for (int row = 0; row < rows; row++) {
        if (failed.get(row)) {
          column.appendNull();
        } else {
          column.appendFrom(out.columns[i], next++);
        }
      }
      columns[i] = column;
    }
    return columns;
  }
}
