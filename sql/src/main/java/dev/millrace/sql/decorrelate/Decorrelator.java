package dev.millrace.sql.decorrelate;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Branch;
import dev.millrace.dataflow.plan.Scalar.Case;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.IsNull;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.Not;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.logical.AggregateBinding;
import dev.millrace.sql.logical.Columns;
import dev.millrace.sql.logical.Equality;
import dev.millrace.sql.logical.Keys;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Aggregate;
import dev.millrace.sql.logical.Rel.Apply;
import dev.millrace.sql.logical.Rel.AtMostOne;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Distinct;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.logical.Rel.Filter;
import dev.millrace.sql.logical.Rel.FlatMap;
import dev.millrace.sql.logical.Rel.Join;
import dev.millrace.sql.logical.Rel.Rows;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Removes every dependent join of a plan, innermost first, so that the right side of the one in
/// hand holds none itself.
public final class Decorrelator {

  private final Columns columns;
  private final Equality equality;

  /// @param columns of the statement, for columns that copies need
  public Decorrelator(Columns columns, Equality equality) {
    this.columns = columns;
    this.equality = equality;
  }

  /// The plan without dependent joins.
  public Rel decorrelate(Rel rel) {
    Rel narrow = rel instanceof Filter filter ? Narrowing.of(filter) : rel;
    Rel plain = Rels.mapInputs(narrow, this::decorrelate);
    return plain instanceof Apply apply ? eliminate(apply) : plain;
  }

  private Rel eliminate(Apply apply) {
    Set<Integer> left = Rels.numbers(apply.left());
    boolean isExistence = !apply.kind().returnsRight();
    Lifted lifted = Lifted.of(isExistence ? forExistence(apply.right()) : apply.right(), left);
    List<Scalar> on = new ArrayList<>(apply.on());
    on.addAll(lifted.conditions());
    Rel right = lifted.rel();
    if (!Lifted.isCorrelated(right, left)) {
      return new Join(apply.kind(), apply.left(), right, on);
    }
    return switch (right) {
      case Extend extend ->
          liftExtend(new Apply(apply.kind(), apply.left(), extend.input(), on), extend);
      case AtMostOne single when isUnique(single, left) ->
          eliminate(new Apply(apply.kind(), apply.left(), single.input(), on));
      case Aggregate aggregate when aggregate.keys().isEmpty() && on.isEmpty() && !isExistence ->
          joinAggregate(apply.left(), aggregate);
      case FlatMap flatMap when apply.kind() == JoinKind.INNER ->
          liftFlatMap(
              new Apply(apply.kind(), apply.left(), flatMap.input(), List.of()), flatMap, on);
      default -> joinByDomain(new Apply(apply.kind(), apply.left(), right, on));
    };
  }

  /// The function is called for each pair of rows, so that conditions on the outer ones can be
  /// moved below it: it need not be defined for rows that nobody asks for.
  private Rel liftFlatMap(Apply below, FlatMap flatMap, List<Scalar> on) {
    Rel input = below.right().equals(Rows.unit()) ? below.left() : eliminate(below);
    return Rels.filter(Rels.withInputs(flatMap, List.of(input)), on);
  }

  /// Whether rows exist does not depend on how often they do.
  private static Rel forExistence(Rel right) {
    return right instanceof Distinct distinct ? forExistence(distinct.input()) : right;
  }

  /// An inner scan by a unique key cannot yield two rows per outer row.
  private static boolean isUnique(AtMostOne single, Set<Integer> outer) {
    return single.group().isEmpty() && Keys.isAtMostOneRow(single.input(), outer);
  }

  /// The values are computed after the join, NULL where an outer join found nothing.
  private Rel liftExtend(Apply below, Extend extend) {
    Map<Integer, Scalar> values = new HashMap<>();
    extend.bindings().forEach(b -> values.put(b.column().index(), b.value()));
    List<Scalar> on = Scalars.substituteAll(below.on(), values);
    if (!below.kind().returnsRight()) {
      return eliminate(new Apply(below.kind(), below.left(), below.right(), on));
    }
    if (below.kind() == JoinKind.INNER || isNeverEmpty(below.right())) {
      Rel joined = eliminate(new Apply(below.kind(), below.left(), below.right(), on));
      return new Extend(joined, extend.bindings());
    }
    if (Lifted.isCorrelated(below.right(), Rels.numbers(below.left()))) {
      Rel whole = new Extend(below.right(), extend.bindings());
      return joinByDomain(new Apply(below.kind(), below.left(), whole, below.on()));
    }
    ColumnRef mark = columns.fresh(ScalarType.BOOL);
    Rel marked = new Extend(below.right(), List.of(new Binding(mark, Scalars.TRUE)));
    Rel joined = eliminate(new Apply(below.kind(), below.left(), marked, on));
    List<Binding> bindings = new ArrayList<>();
    for (Binding binding : extend.bindings()) {
      Scalar matched = new Not(new IsNull(mark));
      Scalar none = new Literal(null, binding.column().type());
      bindings.add(
          new Binding(
              binding.column(),
              new Case(
                  List.of(new Branch(matched, binding.value())), none, binding.column().type())));
    }
    return new Extend(joined, bindings);
  }

  private static boolean isNeverEmpty(Rel rel) {
    return switch (rel) {
      case Aggregate aggregate -> aggregate.keys().isEmpty();
      case Extend extend -> isNeverEmpty(extend.input());
      default -> false;
    };
  }

  /// A correlated aggregate without keys has exactly one row per outer row: group by the outer
  /// columns, join from outside, and give the outer rows without a group what no rows give.
  private Rel joinAggregate(Rel left, Aggregate aggregate) {
    Domain domain = new Domain(left, Lifted.used(aggregate, left), columns, equality);
    Domain.Pushed pushed = domain.push(aggregate.input());
    EmptyGroup empty = EmptyGroup.of(aggregate, columns);
    List<AggregateBinding> calls =
        empty.renamed().stream().map(a -> a.rewrite(pushed::of)).toList();
    Rel grouped = new Aggregate(pushed.rel(), pushed.carried(), calls);
    Rel joined = new Join(JoinKind.LEFT, left, grouped, domain.matches(pushed));
    return Rels.extend(joined, empty.defaults());
  }

  private Rel joinByDomain(Apply apply) {
    Domain domain =
        new Domain(apply.left(), Lifted.used(apply.right(), apply.left()), columns, equality);
    Domain.Pushed pushed = domain.push(apply.right());
    List<Scalar> on = new ArrayList<>(apply.on());
    on.addAll(domain.matches(pushed));
    return new Join(apply.kind(), apply.left(), pushed.rel(), on);
  }
}
