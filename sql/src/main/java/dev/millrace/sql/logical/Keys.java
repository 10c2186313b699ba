package dev.millrace.sql.logical;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.sql.logical.Rel.Aggregate;
import dev.millrace.sql.logical.Rel.Apply;
import dev.millrace.sql.logical.Rel.AtMostOne;
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
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which sets of columns are unique among the rows of an operator. What is answered is true; what
/// is not answered may be true as well.
public final class Keys {

  /// More keys than this are not followed through joins.
  private static final int KEYS_MAX = 8;

  private Keys() {}

  /// Sets of column numbers that are unique; the empty set says that there is at most one row.
  public static Set<Set<Integer>> of(Rel rel) {
    return switch (rel) {
      case Get get -> get.keys();
      case Rows rows -> rows.rows().size() <= 1 ? Set.of(Set.of()) : Set.of();
      case Filter filter -> reduced(of(filter.input()), fixed(filter, Set.of()));
      case Extend extend -> of(extend.input());
      case Join join -> ofJoin(join.kind(), join.left(), join.right(), join.on());
      case Apply apply -> apply.kind().returnsRight() ? Set.of() : of(apply.left());
      case Aggregate aggregate -> Set.of(Rels.numbers(aggregate.keys()));
      case Distinct distinct -> {
        Set<Set<Integer>> keys = new LinkedHashSet<>();
        Set<Integer> kept = Rels.numbers(distinct.columns());
        keys.add(kept);
        of(distinct.input()).stream().filter(kept::containsAll).forEach(keys::add);
        yield keys;
      }
      case TopK topK -> {
        Set<Set<Integer>> keys = new LinkedHashSet<>(of(topK.input()));
        if (topK.limit() != null && topK.limit() <= 1) {
          keys.add(Rels.numbers(topK.group()));
        }
        yield keys;
      }
      case AtMostOne single -> {
        Set<Set<Integer>> keys = new LinkedHashSet<>(of(single.input()));
        keys.add(Rels.numbers(single.group()));
        yield keys;
      }
      case Number number -> {
        Set<Set<Integer>> keys = new LinkedHashSet<>(of(number.input()));
        Set<Integer> numbered = Rels.numbers(number.partition());
        numbered.add(number.column().index());
        keys.add(numbered);
        yield keys;
      }
      case FlatMap _, Union _, Variable _, Recursion _ -> Set.of();
      case Iteration iteration ->
          iteration.isDistinct() ? Set.of(Rels.numbers(iteration.columns())) : Set.of();
      case SetOperation operation ->
          switch (operation.operator()) {
            case EXCEPT, INTERSECT -> Set.of(Rels.numbers(operation.columns()));
            case EXCEPT_ALL, INTERSECT_ALL -> Set.of();
          };
    };
  }

  /// True if the tree has at most one row for fixed values of the outer columns.
  public static boolean isAtMostOneRow(Rel rel, Set<Integer> outer) {
    if (rel instanceof Extend extend) {
      return isAtMostOneRow(extend.input(), outer);
    }
    if (rel instanceof Filter filter) {
      return reduced(of(filter.input()), fixed(filter, outer)).contains(Set.of());
    }
    return of(rel).contains(Set.of());
  }

  /// Columns that a filter ties to a constant or to outer columns.
  private static Set<Integer> fixed(Filter filter, Set<Integer> outer) {
    Set<Integer> own = Rels.numbers(filter.input());
    Set<Integer> found = new HashSet<>();
    for (Scalar condition : filter.conditions()) {
      if (condition instanceof Call call && Equality.isEquality(call)) {
        collectFixed(call.arguments().get(0), call.arguments().get(1), own, outer, found);
        collectFixed(call.arguments().get(1), call.arguments().get(0), own, outer, found);
      }
    }
    return found;
  }

  private static void collectFixed(
      Scalar side, Scalar other, Set<Integer> own, Set<Integer> outer, Set<Integer> found) {
    if (side instanceof ColumnRef column
        && own.contains(column.index())
        && outer.containsAll(Scalars.columns(other))) {
      found.add(column.index());
    }
  }

  private static Set<Set<Integer>> reduced(Set<Set<Integer>> keys, Set<Integer> fixed) {
    if (Collections.disjoint(fixed, flat(keys))) {
      return keys;
    }
    Set<Set<Integer>> smaller = new LinkedHashSet<>();
    for (Set<Integer> key : keys) {
      Set<Integer> rest = new LinkedHashSet<>(key);
      rest.removeAll(fixed);
      smaller.add(rest);
    }
    return smaller;
  }

  private static Set<Integer> flat(Set<Set<Integer>> keys) {
    Set<Integer> all = new HashSet<>();
    keys.forEach(all::addAll);
    return all;
  }

  private static Set<Set<Integer>> ofJoin(JoinKind kind, Rel left, Rel right, List<Scalar> on) {
    Set<Set<Integer>> lefts = of(left);
    if (!kind.returnsRight()) {
      return lefts;
    }
    if (kind == JoinKind.FULL) {
      return Set.of();
    }
    Set<Set<Integer>> rights = of(right);
    Set<Integer> leftEqual = new HashSet<>();
    Set<Integer> rightEqual = new HashSet<>();
    Set<Integer> rightNumbers = Rels.numbers(right);
    for (Scalar condition : on) {
      if (condition instanceof Call call
          && Equality.isEquality(call)
          && call.arguments().get(0) instanceof ColumnRef a
          && call.arguments().get(1) instanceof ColumnRef b
          && rightNumbers.contains(a.index()) != rightNumbers.contains(b.index())) {
        leftEqual.add(rightNumbers.contains(a.index()) ? b.index() : a.index());
        rightEqual.add(rightNumbers.contains(a.index()) ? a.index() : b.index());
      }
    }
    Set<Set<Integer>> keys = new LinkedHashSet<>();
    boolean keepsLeft = kind == JoinKind.INNER || kind == JoinKind.LEFT;
    boolean keepsRight = kind == JoinKind.INNER || kind == JoinKind.RIGHT;
    if (keepsLeft && rights.stream().anyMatch(rightEqual::containsAll)) {
      keys.addAll(lefts);
    }
    if (keepsRight && lefts.stream().anyMatch(leftEqual::containsAll)) {
      keys.addAll(rights);
    }
    for (Set<Integer> l : lefts) {
      for (Set<Integer> r : rights) {
        if (keys.size() < KEYS_MAX) {
          Set<Integer> both = new LinkedHashSet<>(l);
          both.addAll(r);
          keys.add(both);
        }
      }
    }
    return keys;
  }
}
