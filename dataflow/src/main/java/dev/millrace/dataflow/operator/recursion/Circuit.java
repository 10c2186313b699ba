package dev.millrace.dataflow.operator.recursion;

import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.Operators;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.StepScope;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.JoinLowering;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The stages of one binding of a recursion in topological order. The binding's own stages are not
/// shared with other bindings: the same variable means another round there.
final class Circuit {

  /// A stage and where its inputs come from: `-1 - v` is variable v, `n` an earlier unit.
  private record Unit(Stage stage, int[] inputs, List<SqlType> types) {}

  private final List<Unit> units = new ArrayList<>();
  private final Map<Plan, Integer> places = new IdentityHashMap<>();
  private final int root;
  private final List<SqlType> types;

  Circuit(Plan binding) {
    this.types = binding.types();
    this.root = place(PlanTrees.share(PlanTrees.rewrite(binding, Circuit::simpler)));
  }

  /// Joins in terms of those that there are stages for.
  private static Plan simpler(Plan plan) {
    if (!(plan instanceof Plan.Join join)) {
      return plan;
    }
    return switch (join.kind()) {
      case LEFT, SEMI, ANTI -> plan;
      case INNER -> join.residual().isEmpty() ? plan : filtered(join);
      case RIGHT -> mirrored(join, JoinKind.LEFT);
      case FULL -> {
        Plan left = withKind(join, JoinKind.LEFT);
        Plan lonely =
            new Plan.Join(
                join.right(),
                join.left(),
                JoinKind.ANTI,
                join.rightKeys(),
                join.leftKeys(),
                join.nullSafe(),
                List.of());
        yield new Plan.Union(List.of(left, JoinLowering.nullsBefore(lonely, join.left().types())));
      }
    };
  }

  private static Plan filtered(Plan.Join join) {
    return new Plan.Mfp(
        withKind(join, JoinKind.INNER),
        List.of(),
        join.residual(),
        IntStream.range(0, join.types().size()).boxed().toList());
  }

  private static Plan.Join withKind(Plan.Join join, JoinKind kind) {
    return new Plan.Join(
        join.left(),
        join.right(),
        kind,
        join.leftKeys(),
        join.rightKeys(),
        join.nullSafe(),
        List.<Scalar>of());
  }

  /// The join with its sides swapped, its columns in the old order.
  private static Plan mirrored(Plan.Join join, JoinKind kind) {
    Plan swapped =
        new Plan.Join(
            join.right(),
            join.left(),
            kind,
            join.rightKeys(),
            join.leftKeys(),
            join.nullSafe(),
            List.of());
    int left = join.left().types().size();
    int right = join.right().types().size();
    List<Integer> order = new ArrayList<>();
    IntStream.range(right, right + left).forEach(order::add);
    IntStream.range(0, right).forEach(order::add);
    return new Plan.Mfp(swapped, List.of(), List.of(), order);
  }

  private int place(Plan plan) {
    Integer known = places.get(plan);
    if (known != null) {
      return known;
    }
    int place;
    if (plan instanceof Plan.Variable(int index, _)) {
      place = -1 - index;
    } else {
      int[] inputs = plan.inputs().stream().mapToInt(this::place).toArray();
      place = units.size();
      units.add(new Unit(stage(plan), inputs, plan.types()));
    }
    places.put(plan, place);
    return place;
  }

  private static Stage stage(Plan plan) {
    return switch (plan) {
      case Plan.Mfp _, Plan.FlatMap _, Plan.Union _ -> new LinearStage(Operators.of(plan, 1));
      case Plan.Join p when p.kind() == JoinKind.INNER -> new JoinStage(p);
      case Plan.Join _,
          Plan.Reduce _,
          Plan.Distinct _,
          Plan.TopK _,
          Plan.SetOperation _,
          Plan.AtMostOne _ ->
          new GroupStage(Grouping.of(plan));
      case Plan.TemporalFilter _ ->
          throw DatabaseException.notSupported("mz_now() over the rows of a recursion", 0);
      case Plan.Recursion _, Plan.Iteration _ ->
          throw DatabaseException.notSupported("a recursion over the rows of another", 0);
      case Plan.Constant _, Plan.Get _, Plan.IndexLookup _, Plan.Variable _ ->
          throw new IllegalStateException("does not change in a recursion: " + plan);
    };
  }

  /// Runs one round.
  ///
  /// @param variables what each variable changed
  /// @param rowsMax rows a stage may put out
  /// @return what the binding changed, with the faults of all its stages
  Delta run(Delta[] variables, int round, StepScope step, long rowsMax) {
    Delta[] outputs = new Delta[units.size()];
    Delta result = new Delta();
    for (int i = 0; i < outputs.length; i++) {
      Unit unit = units.get(i);
      Delta[] inputs = new Delta[unit.inputs.length];
      boolean isIdle = unit.stage.dueRound() > round;
      for (int j = 0; j < inputs.length; j++) {
        int from = unit.inputs[j];
        inputs[j] = from < 0 ? variables[-1 - from] : outputs[from];
        isIdle &= inputs[j].chunks().isEmpty();
      }
      outputs[i] = new Delta();
      if (!isIdle) {
        Output out = Output.into(outputs[i], unit.types, rowsMax);
        unit.stage.run(inputs, round, out, step);
        out.flush();
        result.addFaults(outputs[i]);
      }
    }
    Delta last = root < 0 ? variables[-1 - root] : outputs[root];
    last.chunks().forEach(result::add);
    return result;
  }

  /// The next round in which a stage has to run; Integer.MAX_VALUE if none.
  int dueRound() {
    return units.stream().mapToInt(u -> u.stage.dueRound()).min().orElse(Integer.MAX_VALUE);
  }

  long stateRows() {
    return units.stream().mapToLong(u -> u.stage.stateRows()).sum();
  }

  /// The types of the binding's rows.
  List<SqlType> types() {
    return types;
  }
}
