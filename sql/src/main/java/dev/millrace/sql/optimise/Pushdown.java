package dev.millrace.sql.optimise;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.sql.logical.NotNull;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Aggregate;
import dev.millrace.sql.logical.Rel.Apply;
import dev.millrace.sql.logical.Rel.AtMostOne;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Branch;
import dev.millrace.sql.logical.Rel.Distinct;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.logical.Rel.Filter;
import dev.millrace.sql.logical.Rel.FlatMap;
import dev.millrace.sql.logical.Rel.Get;
import dev.millrace.sql.logical.Rel.Iteration;
import dev.millrace.sql.logical.Rel.Join;
import dev.millrace.sql.logical.Rel.Number;
import dev.millrace.sql.logical.Rel.Recursion;
import dev.millrace.sql.logical.Rel.Rows;
import dev.millrace.sql.logical.Rel.SetOperation;
import dev.millrace.sql.logical.Rel.TopK;
import dev.millrace.sql.logical.Rel.Union;
import dev.millrace.sql.logical.Rel.Variable;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Moves conditions as near to the stored rows as they can go, and makes inner joins of outer ones
/// whose padded rows a condition drops.
final class Pushdown {

  Rel push(Rel rel) {
    return push(rel, List.of());
  }

  private Rel push(Rel rel, List<Scalar> conditions) {
    return switch (rel) {
      case Filter filter -> {
        List<Scalar> all = new ArrayList<>(filter.conditions());
        all.addAll(conditions);
        yield push(filter.input(), all);
      }
      case Extend extend -> extend(extend, conditions);
      case Join join -> join(join, conditions);
      case Aggregate aggregate -> {
        Split split =
            aggregate.keys().isEmpty()
                ? new Split(List.of(), conditions)
                : Split.by(conditions, Rels.numbers(aggregate.keys()));
        Rel below = push(aggregate.input(), split.inside);
        yield Rels.filter(Rels.withInputs(aggregate, List.of(below)), split.outside);
      }
      case Distinct distinct ->
          Rels.withInputs(distinct, List.of(push(distinct.input(), conditions)));
      case TopK topK -> {
        Split split = Split.by(conditions, Rels.numbers(topK.group()));
        Rel below = push(topK.input(), split.inside);
        yield Rels.filter(Rels.withInputs(topK, List.of(below)), split.outside);
      }
      case Number number -> {
        Split split = Split.by(conditions, Rels.numbers(number.partition()));
        Rel below = push(number.input(), split.inside);
        yield Rels.filter(Rels.withInputs(number, List.of(below)), split.outside);
      }
      case AtMostOne single -> {
        Split split = Split.by(conditions, Rels.numbers(single.group()));
        Rel below = push(single.input(), split.inside);
        yield Rels.filter(Rels.withInputs(single, List.of(below)), split.outside);
      }
      case FlatMap flatMap -> {
        Split split = Split.by(conditions, Rels.numbers(flatMap.input()));
        Rel below = push(flatMap.input(), split.inside);
        yield Rels.filter(Rels.withInputs(flatMap, List.of(below)), split.outside);
      }
      case Union union -> {
        List<Branch> branches =
            union.branches().stream().map(b -> branch(b, union.columns(), conditions)).toList();
        yield new Union(branches, union.columns());
      }
      case SetOperation s ->
          new SetOperation(
              s.operator(),
              branch(s.left(), s.columns(), conditions),
              branch(s.right(), s.columns(), conditions),
              s.columns());
      case Get _, Rows _, Variable _ -> Rels.filter(rel, conditions);
      // What a later round makes of a row may pass where the row itself does not.
      case Recursion _, Iteration _ -> Rels.filter(Rels.mapInputs(rel, this::push), conditions);
      case Apply _ -> throw new IllegalStateException("a dependent join is left");
    };
  }

  /// Conditions over the given columns only, and the rest. A condition without columns stays out.
  private record Split(List<Scalar> inside, List<Scalar> outside) {
    static Split by(List<Scalar> conditions, Set<Integer> columns) {
      List<Scalar> inside = new ArrayList<>();
      List<Scalar> outside = new ArrayList<>();
      for (Scalar condition : conditions) {
        Set<Integer> used = Scalars.columns(condition);
        boolean isInside = !used.isEmpty() && columns.containsAll(used);
        (isInside ? inside : outside).add(condition);
      }
      return new Split(inside, outside);
    }
  }

  private Branch branch(Branch branch, List<ColumnRef> columns, List<Scalar> conditions) {
    Map<Integer, ColumnRef> own = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      own.put(columns.get(i).index(), branch.columns().get(i));
    }
    return new Branch(
        push(branch.input(), Scalars.substituteAll(conditions, own)), branch.columns());
  }

  /// Conditions on computed columns stay above, unless the column is but another name.
  private Rel extend(Extend extend, List<Scalar> conditions) {
    Map<Integer, Scalar> names = new HashMap<>();
    Set<Integer> computed = new HashSet<>();
    for (Binding binding : extend.bindings()) {
      if (binding.value() instanceof ColumnRef || binding.value() instanceof Literal) {
        names.put(binding.column().index(), binding.value());
      } else {
        computed.add(binding.column().index());
      }
    }
    List<Scalar> below = new ArrayList<>();
    List<Scalar> above = new ArrayList<>();
    for (Scalar condition : conditions) {
      boolean stays = !Collections.disjoint(Scalars.columns(condition), computed);
      if (stays) {
        above.add(condition);
      } else {
        below.add(Scalars.substitute(condition, names));
      }
    }
    return Rels.filter(new Extend(push(extend.input(), below), extend.bindings()), above);
  }

  private Rel join(Join join, List<Scalar> conditions) {
    JoinKind kind = strengthened(join, conditions);
    if (kind == JoinKind.RIGHT) {
      return join(new Join(JoinKind.LEFT, join.right(), join.left(), join.on()), conditions);
    }
    return switch (kind) {
      case INNER -> inner(join, conditions);
      case LEFT, SEMI, ANTI -> {
        Split above = Split.by(conditions, Rels.numbers(join.left()));
        Split on = Split.by(join.on(), Rels.numbers(join.right()));
        Rel left = push(join.left(), above.inside);
        Rel right = push(join.right(), on.inside);
        yield Rels.filter(new Join(kind, left, right, on.outside), above.outside);
      }
      case FULL ->
          Rels.filter(new Join(kind, push(join.left()), push(join.right()), join.on()), conditions);
      case RIGHT -> throw new IllegalStateException("handled above");
    };
  }

  private Rel inner(Join join, List<Scalar> conditions) {
    List<Scalar> all = new ArrayList<>(join.on());
    conditions.stream().filter(c -> !all.contains(c)).forEach(all::add);
    Split left = Split.by(all, Rels.numbers(join.left()));
    Split right = Split.by(left.outside, Rels.numbers(join.right()));
    return new Join(
        JoinKind.INNER,
        push(join.left(), left.inside),
        push(join.right(), right.inside),
        right.outside);
  }

  private static JoinKind strengthened(Join join, List<Scalar> conditions) {
    Set<Integer> rejected = new HashSet<>();
    conditions.forEach(c -> NotNull.collectRejected(c, rejected));
    boolean needsLeft = !Collections.disjoint(rejected, Rels.numbers(join.left()));
    boolean needsRight =
        join.kind().returnsRight() && !Collections.disjoint(rejected, Rels.numbers(join.right()));
    return switch (join.kind()) {
      case LEFT -> needsRight ? JoinKind.INNER : JoinKind.LEFT;
      case RIGHT -> needsLeft ? JoinKind.INNER : JoinKind.RIGHT;
      case FULL ->
          needsLeft && needsRight
              ? JoinKind.INNER
              : needsLeft ? JoinKind.LEFT : needsRight ? JoinKind.RIGHT : JoinKind.FULL;
      case INNER, SEMI, ANTI -> join.kind();
    };
  }
}
