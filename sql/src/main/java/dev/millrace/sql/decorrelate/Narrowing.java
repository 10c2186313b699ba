package dev.millrace.sql.decorrelate;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Aggregate;
import dev.millrace.sql.logical.Rel.Apply;
import dev.millrace.sql.logical.Rel.Distinct;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.logical.Rel.Filter;
import dev.millrace.sql.logical.Rel.Join;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Conditions on the left side of a dependent join go there before it is removed, so that its right
/// side is evaluated for no rows that nobody wants: of `t, jsonb_each(t.j) WHERE t.kind = 'object'`
/// the function sees objects only.
final class Narrowing {

  private Narrowing() {}

  /// The filter's rows.
  static Rel of(Filter filter) {
    Rel rel = filter.input();
    List<Scalar> left = new ArrayList<>();
    for (Scalar condition : filter.conditions()) {
      Set<Integer> used = Scalars.columns(condition);
      Rel below = used.isEmpty() ? null : sink(rel, condition, used);
      if (below == null) {
        left.add(condition);
      } else {
        rel = below;
      }
    }
    return Rels.filter(rel, left);
  }

  /// The rows that pass the condition, tested to the left of a dependent join; null if there is
  /// none that has all the columns there.
  private static @Nullable Rel sink(Rel rel, Scalar condition, Set<Integer> used) {
    if (!Rels.numbers(rel).containsAll(used)) {
      return null;
    }
    return switch (rel) {
      case Apply apply -> {
        if (!Rels.numbers(apply.left()).containsAll(used)) {
          yield null;
        }
        Rel below = sink(apply.left(), condition, used);
        Rel left = below == null ? Rels.filter(apply.left(), List.of(condition)) : below;
        yield Rels.withInputs(apply, List.of(left, apply.right()));
      }
      case Join join -> sink(join, condition, used);
      case Filter filter -> through(filter, condition, used);
      case Extend extend -> through(extend, condition, used);
      case Distinct distinct -> through(distinct, condition, used);
      case Aggregate aggregate ->
          Rels.numbers(aggregate.keys()).containsAll(used)
              ? through(aggregate, condition, used)
              : null;
      default -> null;
    };
  }

  private static @Nullable Rel sink(Join join, Scalar condition, Set<Integer> used) {
    JoinKind kind = join.kind();
    boolean keepsRight = kind == JoinKind.INNER || kind == JoinKind.RIGHT;
    boolean keepsLeft = kind != JoinKind.RIGHT && kind != JoinKind.FULL;
    Rel left = keepsLeft ? sink(join.left(), condition, used) : null;
    if (left != null) {
      return Rels.withInputs(join, List.of(left, join.right()));
    }
    Rel right = keepsRight ? sink(join.right(), condition, used) : null;
    return right == null ? null : Rels.withInputs(join, List.of(join.left(), right));
  }

  private static @Nullable Rel through(Rel rel, Scalar condition, Set<Integer> used) {
    Rel below = sink(rel.inputs().getFirst(), condition, used);
    return below == null ? null : Rels.withInputs(rel, List.of(below));
  }
}
