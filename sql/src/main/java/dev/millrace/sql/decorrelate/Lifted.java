package dev.millrace.sql.decorrelate;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.logical.Rel.Filter;
import dev.millrace.sql.logical.Rel.FlatMap;
import dev.millrace.sql.logical.Rel.Join;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// A tree whose correlated conditions have been taken out as far as they can rise: filtering the
/// tree by `conditions` gives what it was.
record Lifted(Rel rel, List<Scalar> conditions) {

  /// Takes out conditions that use the outer columns.
  static Lifted of(Rel rel, Set<Integer> outer) {
    return switch (rel) {
      case Filter filter -> ofFilter(filter, outer);
      case Extend extend -> {
        Lifted below = of(extend.input(), outer);
        yield new Lifted(new Extend(below.rel, extend.bindings()), below.conditions);
      }
      case FlatMap flatMap -> {
        Lifted below = of(flatMap.input(), outer);
        yield new Lifted(Rels.withInputs(flatMap, List.of(below.rel)), below.conditions);
      }
      case Join join when join.kind() == JoinKind.INNER -> ofInner(join, outer);
      case Join join when keepsLeft(join.kind()) -> {
        Lifted left = of(join.left(), outer);
        Rel rest = new Join(join.kind(), left.rel, join.right(), join.on());
        yield new Lifted(rest, left.conditions);
      }
      default -> new Lifted(rel, List.of());
    };
  }

  private static boolean keepsLeft(JoinKind kind) {
    return kind == JoinKind.LEFT || kind == JoinKind.SEMI || kind == JoinKind.ANTI;
  }

  private static Lifted ofFilter(Filter filter, Set<Integer> outer) {
    Lifted below = of(filter.input(), outer);
    List<Scalar> lifted = new ArrayList<>(below.conditions);
    List<Scalar> kept = new ArrayList<>();
    for (Scalar condition : filter.conditions()) {
      (uses(condition, outer) ? lifted : kept).add(condition);
    }
    return new Lifted(Rels.filter(below.rel, kept), lifted);
  }

  private static Lifted ofInner(Join join, Set<Integer> outer) {
    Lifted left = of(join.left(), outer);
    Lifted right = of(join.right(), outer);
    List<Scalar> lifted = new ArrayList<>(left.conditions);
    lifted.addAll(right.conditions);
    List<Scalar> kept = new ArrayList<>();
    for (Scalar condition : join.on()) {
      (uses(condition, outer) ? lifted : kept).add(condition);
    }
    return new Lifted(new Join(JoinKind.INNER, left.rel, right.rel, kept), lifted);
  }

  private static boolean uses(Scalar condition, Set<Integer> outer) {
    return !Collections.disjoint(Scalars.columns(condition), outer);
  }

  /// True if the tree uses one of the outer columns.
  static boolean isCorrelated(Rel rel, Set<Integer> outer) {
    return !Collections.disjoint(Rels.free(rel), outer);
  }

  /// The columns of `outer` that the tree uses.
  static List<ColumnRef> used(Rel rel, Rel outer) {
    Set<Integer> free = Rels.free(rel);
    return outer.columns().stream().filter(c -> free.contains(c.index())).toList();
  }
}
