package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.expression.ErrorSink;
import dev.millrace.dataflow.expression.FlatMapProgram;
import dev.millrace.dataflow.expression.MfpProgram;
import dev.millrace.dataflow.expression.MfpSpec;
import dev.millrace.dataflow.expression.TemporalProgram;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.model.chunk.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One run of one plan. Rows are pushed from the leaves; a node that needs all its input first
/// keeps it. A node with several uses is evaluated once and kept. Confined to one thread.
final class Evaluation {

  private final BatchRequest request;
  private final Plan root;
  private final Budget budget;
  private final Map<Plan, Integer> uses;
  private final Map<Plan, List<Chunk>> kept = new IdentityHashMap<>();
  private final @Nullable Round round;
  private final Loops loops;

  Evaluation(BatchRequest request, Plan root) {
    this(request, root, new Budget(request.limits().memoryBytes()), new IdentityHashMap<>(), null);
    for (Plan node : PlanTrees.inOrder(root)) {
      node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
    }
  }

  /// An evaluation inside a recursion, which holds nothing afterwards.
  Evaluation(Round round) {
    this(
        round.around.request,
        round.body.plan(),
        round.around.budget.rest(),
        round.body.uses,
        round);
  }

  private Evaluation(
      BatchRequest request,
      Plan root,
      Budget budget,
      Map<Plan, Integer> uses,
      @Nullable Round round) {
    this.request = request;
    this.root = root;
    this.budget = budget;
    this.uses = uses;
    this.round = round;
    this.loops = new Loops(this, request.interruption());
  }

  /// What one round of a recursion sees.
  ///
  /// @param values of its variables
  /// @param around evaluates the parts that are the same in all rounds, once
  record Round(List<List<Chunk>> values, LoopBody body, Evaluation around) {}

  Budget budget() {
    return budget;
  }

  void run(Consumer<Chunk> result) {
    evaluate(root, result);
  }

  /// The rows of a plan, evaluated once however often it is asked for.
  List<Chunk> kept(Plan plan) {
    List<Chunk> known = request.reader().known(plan);
    if (known == null) {
      known = kept.get(plan);
    }
    if (known == null) {
      List<Chunk> rows = new ArrayList<>();
      compute(
          plan,
          chunk -> {
            budget.take(chunk);
            rows.add(chunk);
          });
      kept.put(plan, rows);
      known = rows;
    }
    return known;
  }

  void evaluate(Plan plan, Consumer<Chunk> out) {
    if (round != null && !round.body.isOpen(plan)) {
      round.around().kept(plan).forEach(out);
      return;
    }
    List<Chunk> known = request.reader().known(plan);
    if (known == null) {
      known = kept.get(plan);
    }
    if (known == null && uses.getOrDefault(plan, 0) > 1 && !plan.inputs().isEmpty()) {
      known = kept(plan);
    }
    if (known == null) {
      compute(plan, out);
    } else {
      known.forEach(out);
    }
  }

  /// Who was planned before a table got columns reads those it had.
  private static Consumer<Chunk> narrowed(Plan read, Consumer<Chunk> out) {
    int width = read.types().size();
    return chunk -> {
      if (chunk.columns.length <= width) {
        out.accept(chunk);
        return;
      }
      Chunk narrow = new Chunk(Arrays.copyOf(chunk.columns, width));
      narrow.weights = chunk.weights;
      out.accept(narrow);
    };
  }

  private void compute(Plan plan, Consumer<Chunk> result) {
    Consumer<Chunk> out = checked(result);
    switch (plan) {
      case Plan.Constant p -> constant(p, out);
      case Plan.Get p -> request.reader().scan(p.id(), narrowed(p, out));
      case Plan.IndexLookup p ->
          p.keys().forEach(key -> request.reader().lookup(p.index(), key, narrowed(p, out)));
      case Plan.Mfp p -> {
        MfpProgram program = mfp(p);
        boolean isVolatile = PlanTrees.isVolatile(p);
        evaluate(
            p.input(),
            chunk ->
                out.accept(program.run(isVolatile ? singly(chunk) : chunk, ErrorSink.THROWING)));
      }
      case Plan.TemporalFilter p -> temporalFilter(p, out);
      case Plan.Join p -> join(p, out);
      case Plan.Reduce p -> {
        Reduction reduction = new Reduction(p, budget);
        evaluate(p.input(), reduction::add);
        reduction.emit(out);
      }
      case Plan.Distinct p -> {
        RowCounts counts = new RowCounts(p.types(), 1, budget);
        evaluate(p.input(), chunk -> counts.add(chunk, 0));
        counts.emit(c -> c[0] > 0 ? 1 : 0, out);
      }
      case Plan.TopK p -> {
        TopRows top = new TopRows(p, budget);
        evaluate(p.input(), top::add);
        top.emit(out);
      }
      case Plan.FlatMap p -> {
        FlatMapProgram program =
            FlatMapProgram.adaptive((Plan.FlatMap) atMillis(p), request.environment());
        evaluate(p.input(), chunk -> program.run(chunk, out, ErrorSink.THROWING));
      }
      case Plan.Union p -> p.inputs().forEach(input -> evaluate(input, out));
      case Plan.SetOperation p -> {
        RowCounts counts = new RowCounts(p.types(), 2, budget);
        evaluate(p.left(), chunk -> counts.add(chunk, 0));
        evaluate(p.right(), chunk -> counts.add(chunk, 1));
        counts.emit(RowCounts.weightOf(p.operator()), out);
      }
      case Plan.AtMostOne p -> {
        SingleRows single = new SingleRows(p, budget);
        evaluate(
            p.input(),
            chunk -> {
              single.check(chunk);
              out.accept(chunk);
            });
      }
      case Plan.Variable p -> Objects.requireNonNull(round).values().get(p.index()).forEach(out);
      case Plan.Recursion p -> loops.recursion(p).forEach(out);
      case Plan.Iteration p -> loops.iteration(p, out);
    }
  }

  /// The same rows, each as often as its weight says: what is volatile is evaluated for each.
  private static Chunk singly(Chunk chunk) {
    if (chunk.weights == null) {
      return chunk;
    }
    Chunk rows = chunk.emptyLike(chunk.size());
    for (int row = 0; row < chunk.size(); row++) {
      for (int copy = 0; copy < chunk.weight(row); copy++) {
        rows.appendFrom(chunk, row, 1);
      }
    }
    return rows;
  }

  private Consumer<Chunk> checked(Consumer<Chunk> out) {
    return chunk -> {
      request.interruption().check();
      if (chunk.size() > 0) {
        out.accept(chunk);
      }
    };
  }

  private Plan atMillis(Plan plan) {
    return PlanTrees.mapScalars(plan, s -> ScalarTrees.atMillis(s, request.millis()));
  }

  private MfpProgram mfp(Plan.Mfp plan) {
    return round == null
        ? program(plan)
        : round.body.programs.computeIfAbsent(plan, _ -> program(plan));
  }

  private MfpProgram program(Plan.Mfp plan) {
    return MfpProgram.adaptive(MfpSpec.of((Plan.Mfp) atMillis(plan)), request.environment());
  }

  private static void constant(Plan.Constant plan, Consumer<Chunk> out) {
    Chunk chunk = Chunk.of(plan.types(), Math.min(plan.rows().size(), Chunk.CAPACITY));
    for (var row : plan.rows()) {
      chunk.appendRow(row.toArray(), 1);
      if (chunk.size() == Chunk.CAPACITY) {
        out.accept(chunk);
        chunk = Chunk.of(plan.types(), Chunk.CAPACITY);
      }
    }
    out.accept(chunk);
  }

  private void temporalFilter(Plan.TemporalFilter plan, Consumer<Chunk> out) {
    TemporalProgram program = TemporalProgram.adaptive(plan, request.environment());
    long now = request.millis();
    evaluate(
        plan.input(),
        chunk -> {
          Chunk live = chunk.emptyLike(chunk.size());
          program.run(
              chunk,
              (row, from, to) -> {
                if (from <= now && now < to) {
                  live.appendFrom(chunk, row, chunk.weight(row));
                }
              },
              ErrorSink.THROWING);
          out.accept(live);
        });
  }

  private void join(Plan.Join plan, Consumer<Chunk> out) {
    HashJoin join = table(plan);
    Consumer<Chunk> filtered = out;
    if (!plan.residual().isEmpty()) {
      MfpProgram residual = residual(plan);
      filtered = chunk -> out.accept(residual.run(chunk, ErrorSink.THROWING));
    }
    Consumer<Chunk> matches = filtered;
    evaluate(plan.left(), chunk -> join.probe(chunk, matches));
    join.finish(matches);
  }

  private MfpProgram residual(Plan.Join plan) {
    Plan rows = new Plan.Constant(List.of(), plan.types());
    List<Integer> all = IntStream.range(0, plan.types().size()).boxed().toList();
    Plan.Mfp filter = new Plan.Mfp(rows, List.of(), plan.residual(), all);
    return round == null
        ? program(filter)
        : round.body.programs.computeIfAbsent(plan, _ -> program(filter));
  }

  private HashJoin table(Plan.Join plan) {
    if (round == null || !round.body.keepsTable(plan)) {
      HashJoin join = new HashJoin(plan, budget);
      evaluate(plan.right(), join::build);
      return join;
    }
    Evaluation around = round.around;
    return round.body.joins.computeIfAbsent(
        plan,
        _ -> {
          HashJoin join = new HashJoin(plan, around.budget);
          around.evaluate(plan.right(), join::build);
          return join;
        });
  }
}
