package dev.millrace.sql.optimise;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.sql.logical.Equality;
import dev.millrace.sql.logical.Keys;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Join;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Inner joins in an order without needless cross products: from the first input on, next is an
/// input whose unique key is given by what is joined already, else one tied by an equality, else
/// the next as written.
final class JoinOrder {

  Rel order(Rel rel) {
    if (!(rel instanceof Join join) || join.kind() != JoinKind.INNER) {
      return Rels.mapInputs(rel, this::order);
    }
    List<Rel> inputs = new ArrayList<>();
    List<Scalar> conditions = new ArrayList<>();
    flatten(join, inputs, conditions);
    Rel joined = inputs.removeFirst();
    while (!inputs.isEmpty()) {
      Rel next = next(joined, inputs, conditions);
      inputs.remove(next);
      Set<Integer> available = Rels.numbers(joined);
      available.addAll(Rels.numbers(next));
      List<Scalar> on =
          conditions.stream().filter(c -> available.containsAll(Scalars.columns(c))).toList();
      conditions.removeAll(on);
      joined = new Join(JoinKind.INNER, joined, next, on);
    }
    return Rels.filter(joined, conditions);
  }

  private void flatten(Rel rel, List<Rel> inputs, List<Scalar> conditions) {
    if (rel instanceof Join join && join.kind() == JoinKind.INNER) {
      flatten(join.left(), inputs, conditions);
      flatten(join.right(), inputs, conditions);
      conditions.addAll(join.on());
    } else {
      inputs.add(order(rel));
    }
  }

  private static Rel next(Rel joined, List<Rel> inputs, List<Scalar> conditions) {
    Set<Integer> left = Rels.numbers(joined);
    Rel tied = null;
    for (Rel input : inputs) {
      Set<Integer> equal = equal(left, Rels.numbers(input), conditions);
      if (!equal.isEmpty()) {
        if (Keys.of(input).stream().anyMatch(equal::containsAll)) {
          return input;
        }
        tied = tied == null ? input : tied;
      }
    }
    return tied == null ? inputs.getFirst() : tied;
  }

  /// Columns of the right side that conditions tie to the left.
  private static Set<Integer> equal(
      Set<Integer> left, Set<Integer> right, List<Scalar> conditions) {
    Set<Integer> found = new HashSet<>();
    for (Scalar condition : conditions) {
      if (condition instanceof Call call && Equality.isEquality(call)) {
        collect(call.arguments().get(0), call.arguments().get(1), left, right, found);
        collect(call.arguments().get(1), call.arguments().get(0), left, right, found);
      }
    }
    return found;
  }

  private static void collect(
      Scalar a, Scalar b, Set<Integer> left, Set<Integer> right, Set<Integer> found) {
    Set<Integer> used = Scalars.columns(a);
    if (!used.isEmpty() && left.containsAll(used)) {
      if (b instanceof ColumnRef column && right.contains(column.index())) {
        found.add(column.index());
      } else if (!Scalars.columns(b).isEmpty() && right.containsAll(Scalars.columns(b))) {
        found.add(-1);
      }
    }
  }
}
