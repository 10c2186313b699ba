package dev.millrace.dataflow.expression;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.LongColumn;
import dev.millrace.model.function.Environment;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bounds of a temporal filter. May be used by many threads at once.
public final class TemporalProgram {

  /// The upper bound of a row that stays for ever.
  public static final long FOREVER = Long.MAX_VALUE;

  private final ScalarProgram program;
  private final int lowerBounds;

  private TemporalProgram(ScalarProgram program, int lowerBounds) {
    this.program = program;
    this.lowerBounds = lowerBounds;
  }

  /// Generated code: for maintained plans.
  public static TemporalProgram compile(Plan.TemporalFilter filter) {
    return new TemporalProgram(
        ScalarProgram.compile(filter.input().types(), bounds(filter)), filter.lowerBounds().size());
  }

  /// Interpreted at first: for one-shot queries.
  public static TemporalProgram adaptive(
      Plan.TemporalFilter filter, @Nullable Environment environment) {
    List<SqlType> input = filter.input().types();
    return new TemporalProgram(
        ScalarProgram.adaptive(input, bounds(filter), environment), filter.lowerBounds().size());
  }

  private static List<Scalar> bounds(Plan.TemporalFilter filter) {
    List<Scalar> bounds = new ArrayList<>(filter.lowerBounds());
    bounds.addAll(filter.upperBounds());
    return bounds;
  }

  /// Takes the life of a row.
  @FunctionalInterface
  public interface LifeSink {
    /// Row `row` is in the result from `from` (inclusive) to `to` (exclusive), `from < to`, in
    /// milliseconds; `to` may be [TemporalProgram#FOREVER].
    void row(int row, long from, long to);
  }

  /// Tells the life of each row that is ever in the result; a row with a NULL bound or an empty
  /// life is not, one that cannot be evaluated goes to `errors`.
  public void run(Chunk in, LifeSink lives, ErrorSink errors) {
    BitSet failed = new BitSet();
    Column[] bounds = program.run(in, failed, errors);
    for (int row = 0; row < in.size(); row++) {
      long from = 0;
      long to = FOREVER;
      boolean sqlNull = false;
      for (int i = 0; i < bounds.length; i++) {
        LongColumn bound = (LongColumn) bounds[i];
        sqlNull |= bound.isNull(row);
        // mz_timestamp is unsigned: what looks negative lies beyond any time there will be
        long millis = bound.values[row] < 0 ? FOREVER : bound.values[row];
        if (i < lowerBounds) {
          from = Math.max(from, millis);
        } else {
          to = Math.min(to, millis);
        }
      }
      if (!sqlNull && from < to && !failed.get(row)) {
        lives.row(row, from, to);
      }
    }
  }
}
