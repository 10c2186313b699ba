package dev.millrace.dataflow.expression;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Environment;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.SqlType;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A set-returning function applied to the rows of a chunk. May be used by many threads at once.
public final class FlatMapProgram {

  private final Plan.FlatMap plan;
  private final CallTypes callTypes;
  private final ScalarProgram arguments;
  private final List<SqlType> types;
  private final int inputColumns;

  private FlatMapProgram(Plan.FlatMap plan, ScalarProgram arguments) {
    this.plan = plan;
    this.arguments = arguments;
    this.types = plan.types();
    this.inputColumns = plan.input().types().size();
    List<SqlType> columns = plan.functionTypes();
    SqlType result =
        columns.size() == 1
            ? columns.getFirst()
            : new RecordType(columns.stream().map(t -> new RecordType.Field("", t)).toList());
    this.callTypes = new CallTypes(plan.arguments().stream().map(Scalar::type).toList(), result);
  }

  /// Generated code for the arguments: for maintained plans.
  public static FlatMapProgram compile(Plan.FlatMap plan) {
    return new FlatMapProgram(plan, ScalarProgram.compile(plan.input().types(), plan.arguments()));
  }

  /// Arguments interpreted at first: for one-shot queries.
  public static FlatMapProgram adaptive(Plan.FlatMap plan, @Nullable Environment environment) {
    return new FlatMapProgram(
        plan, ScalarProgram.adaptive(plan.input().types(), plan.arguments(), environment));
  }

  /// Hands the result over in chunks of at most [Chunk#CAPACITY] rows, each with the weight of the
  /// row it comes from. A row that fails goes to `errors` and has no result.
  public void run(Chunk in, Consumer<Chunk> results, ErrorSink errors) {
    BitSet failed = new BitSet();
    Column[] values = arguments.run(in, failed, errors);
    Output output = new Output(in, results);
    for (int row = 0; row < in.size(); row++) {
      @Nullable Object[] boxed = failed.get(row) ? null : boxed(values, row);
      if (boxed == null) {
        continue;
      }
      output.begin(row, in.weight(row), Long.MAX_VALUE);
      try {
        plan.function().body().call(callTypes, boxed, output::row);
      } catch (DatabaseException e) {
        if (e == output.refusal) {
          throw e;
        }
        takeBack(output, row, in.weight(row), boxed);
        errors.error(row, e, in.weight(row));
      }
    }
    output.flush();
  }

  /// The rows that came before the failure may have left already: they are emitted again with the
  /// opposite weight, which works because the function is pure.
  private void takeBack(Output output, int row, int weight, @Nullable Object[] boxed) {
    long emitted = output.emitted;
    if (emitted > 0) {
      output.begin(row, -weight, emitted);
      try {
        plan.function().body().call(callTypes, boxed, output::row);
      } catch (DatabaseException e) {
        if (e == output.refusal) {
          throw e;
        }
      }
    }
  }

  private @Nullable Object @Nullable [] boxed(Column[] values, int row) {
    @Nullable Object[] boxed = new Object[values.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = values[i].value(row);
      if (boxed[i] == null && plan.function().isStrict()) {
        return null;
      }
    }
    return boxed;
  }

  /// Collects result rows into chunks.
  private final class Output {
    private final Chunk in;
    private final Consumer<Chunk> results;
    private Chunk chunk;
    private int row;
    private int weight;
    private long limit;
    private long emitted;
    private @Nullable DatabaseException refusal;

    Output(Chunk in, Consumer<Chunk> results) {
      this.in = in;
      this.results = results;
      this.chunk = Chunk.of(types, Math.min(in.size(), Chunk.CAPACITY));
    }

    void begin(int row, int weight, long limit) {
      this.row = row;
      this.weight = weight;
      this.limit = limit;
      this.emitted = 0;
    }

    boolean row(@Nullable Object... values) {
      if (emitted >= limit) {
        return false;
      }
      int column = 0;
      for (; column < inputColumns; column++) {
        chunk.columns[column].appendFrom(in.columns[column], row);
      }
      for (Object value : values) {
        chunk.columns[column++].append(value);
      }
      emitted++;
      if (plan.ordinality()) {
        chunk.columns[column].append((Object) emitted);
      }
      chunk.endRow(weight);
      if (chunk.size() == Chunk.CAPACITY) {
        flush();
      }
      return emitted < limit;
    }

    void flush() {
      if (chunk.size() > 0) {
        try {
          results.accept(chunk);
        } catch (DatabaseException e) {
          refusal = e; // the consumer's limit or cancellation, not a failure of the row
          throw e;
        }
        chunk = Chunk.of(types, Chunk.CAPACITY);
      }
    }
  }
}
