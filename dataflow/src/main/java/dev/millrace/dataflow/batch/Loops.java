package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.batch.Evaluation.Round;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanObject;
import dev.millrace.dataflow.plan.RecursionLimit;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The recursions of one evaluation, round by round as they are defined. A round evaluates anew
/// what depends on the variables; what does not is evaluated once. A recursion that does not end
/// goes on until the query is interrupted or its memory is used up. Confined to one thread.
final class Loops {

  private final Evaluation around;
  private final Interruption interruption;

  /// The last values of the bindings of each recursion, which may have several results.
  private final Map<List<PlanObject>, List<List<Chunk>>> known = new HashMap<>();

  Loops(Evaluation around, Interruption interruption) {
    this.around = around;
    this.interruption = interruption;
  }

  /// The rows of a recursion's result.
  List<Chunk> recursion(Plan.Recursion plan) {
    List<PlanObject> bindings = plan.bindings().stream().map(PlanObject::new).toList();
    List<List<Chunk>> values = known.get(bindings);
    if (values == null) {
      values = fixpoint(plan);
      known.put(bindings, values);
    }
    return values.get(plan.result());
  }

  private List<List<Chunk>> fixpoint(Plan.Recursion plan) {
    int count = plan.bindings().size();
    RecursionLimit limit = plan.limit();
    List<LoopBody> bodies = plan.bindings().stream().map(LoopBody::new).toList();
    List<List<Chunk>> values = new ArrayList<>(Collections.nCopies(count, List.of()));
    boolean isChanged = true;
    for (long round = 1; isChanged && (limit == null || round <= limit.rounds()); round++) {
      interruption.check();
      isChanged = false;
      for (int i = 0; i < count; i++) {
        Evaluation evaluation = new Evaluation(new Round(values, bodies.get(i), around));
        Comparison comparison = new Comparison(plan.bindings().get(i), around.budget().rest());
        evaluation.run(comparison::add);
        List<Chunk> before = values.get(i);
        List<Chunk> after = new ArrayList<>();
        isChanged |= comparison.finish(before, after::add);
        after.forEach(around.budget()::take);
        before.forEach(chunk -> around.budget().giveBack(chunk.bytes()));
        values.set(i, after);
      }
    }
    if (isChanged && limit != null && limit.isError()) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "recursive query still changes after " + limit.rounds() + " rounds");
    }
    return values;
  }

  /// The new rows of a binding beside the old ones.
  private static final class Comparison {
    private final RowCounts counts;
    private boolean isDifferent;

    Comparison(Plan binding, Budget budget) {
      this.counts = new RowCounts(binding.types(), 2, budget);
    }

    void add(Chunk chunk) {
      counts.add(chunk, 0);
    }

    /// Hands out the new rows, each once; true if they are not the old ones.
    boolean finish(List<Chunk> before, Consumer<Chunk> after) {
      before.forEach(chunk -> counts.add(chunk, 1));
      counts.emit(
          c -> {
            isDifferent |= c[0] != c[1];
            return c[0];
          },
          after);
      return isDifferent;
    }
  }

  /// Hands out the rows of an iteration.
  void iteration(Plan.Iteration plan, Consumer<Chunk> out) {
    LoopBody body = new LoopBody(plan.next());
    Added added = new Added(plan, around.budget());
    List<Chunk> working = new ArrayList<>();
    around.evaluate(plan.first(), chunk -> added.add(chunk, working::add));
    if (working.isEmpty()) {
      // fails if something in it does that does not depend on the rounds, as in a maintained view
      new Evaluation(new Round(List.of(List.of()), body, around)).run(_ -> {});
    }
    while (!working.isEmpty()) {
      interruption.check();
      working.forEach(around.budget()::take);
      working.forEach(out);
      List<Chunk> next = new ArrayList<>();
      new Evaluation(new Round(List.of(List.copyOf(working)), body, around))
          .run(chunk -> added.add(chunk, next::add));
      working.forEach(chunk -> around.budget().giveBack(chunk.bytes()));
      working.clear();
      working.addAll(next);
    }
  }

  /// The rows that were there already, if that matters.
  private static final class Added {
    private final boolean isDistinct;
    private final RowKey key;
    private final GroupTable seen;

    Added(Plan.Iteration plan, Budget budget) {
      this.isDistinct = plan.isDistinct();
      this.key =
          RowKey.grouping(plan.types(), IntStream.range(0, plan.types().size()).boxed().toList());
      this.seen = new GroupTable(budget);
    }

    /// Hands on the rows that count as added.
    void add(Chunk chunk, Consumer<Chunk> out) {
      if (!isDistinct) {
        out.accept(chunk);
        return;
      }
      Chunk fresh = chunk.emptyLike(chunk.size());
      for (int row = 0; row < chunk.size(); row++) {
        key.read(chunk, row);
        int before = seen.groups();
        seen.findOrAdd(key.bytes(), key.length());
        if (seen.groups() > before) {
          fresh.appendFrom(chunk, row, 1);
        }
      }
      if (fresh.size() > 0) {
        out.accept(fresh);
      }
    }
  }
}
