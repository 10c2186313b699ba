package dev.millrace.dataflow.expression;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.function.Environment;
import dev.millrace.model.type.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A map-filter-project program ready to run over chunks. May be used by many threads at once.
public final class MfpProgram {

  /// Evaluated nodes after which generating a class (some 10 ms) pays for itself: at some 50 ns a
  /// node by the interpreter against 5 by generated code.
  private static final long COMPILE_AFTER_NODES = 400_000;

  private final MfpSpec spec;
  private final @Nullable Environment environment;
  private final List<SqlType> types;
  private final int nodes;
  private volatile Kernel kernel;
  private volatile long nodesLeft;

  private MfpProgram(MfpSpec spec, @Nullable Environment environment, boolean compiled) {
    this.spec = spec;
    this.environment = environment;
    this.types = spec.types();
    this.nodes = spec.nodes();
    this.nodesLeft = compiled ? Long.MIN_VALUE : COMPILE_AFTER_NODES;
    this.kernel =
        compiled ? KernelCache.kernel(spec, environment) : new InterpretedKernel(spec, environment);
  }

  /// A program that runs generated code from the first row on: for maintained plans.
  public static MfpProgram compile(MfpSpec spec) {
    return new MfpProgram(spec, null, true);
  }

  /// A program that is interpreted at first and compiled once it has been used enough: for one-shot
  /// queries.
  public static MfpProgram adaptive(MfpSpec spec, @Nullable Environment environment) {
    return new MfpProgram(spec, environment, false);
  }

  /// A program that is always interpreted.
  public static MfpProgram interpret(MfpSpec spec, @Nullable Environment environment) {
    MfpProgram program = new MfpProgram(spec, environment, false);
    program.nodesLeft = Long.MIN_VALUE;
    return program;
  }

  /// Types of the result.
  public List<SqlType> types() {
    return types;
  }

  /// What the program computes.
  public MfpSpec spec() {
    return spec;
  }

  /// An empty chunk for results.
  public Chunk newChunk(int capacity) {
    return Chunk.of(types, capacity);
  }

  /// Appends the results of the rows of `in` to `out`, with their weights. A row that cannot be
  /// evaluated goes to `errors` instead.
  public void run(Chunk in, Chunk out, ErrorSink errors) {
    if (nodesLeft != Long.MIN_VALUE) {
      count(in.size());
    }
    kernel.fresh().run(in, out, errors);
  }

  /// The results of the rows of `in` in a new chunk.
  public Chunk run(Chunk in, ErrorSink errors) {
    Chunk out = newChunk(in.size());
    run(in, out, errors);
    return out;
  }

  /// Races between threads lose counts at worst, or compile twice, which the cache makes cheap.
  private void count(int rows) {
    long left = nodesLeft - (long) rows * nodes;
    if (left > 0) {
      nodesLeft = left;
    } else {
      nodesLeft = Long.MIN_VALUE;
      kernel = KernelCache.kernel(spec, environment);
    }
  }
}
