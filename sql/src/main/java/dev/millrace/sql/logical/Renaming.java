package dev.millrace.sql.logical;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Renames columns throughout a tree, both where they are born and where they are used.
record Renaming(Map<Integer, ColumnRef> columns) {

  Rel apply(Rel rel) {
    return switch (rel) {
      case Rows r -> new Rows(r.rows(), all(r.columns()));
      case Get g -> get(g);
      case Filter f -> new Filter(apply(f.input()), scalars(f.conditions()));
      case Extend e ->
          new Extend(
              apply(e.input()),
              e.bindings().stream()
                  .map(b -> new Binding(of(b.column()), scalar(b.value())))
                  .toList());
      case Join j -> new Join(j.kind(), apply(j.left()), apply(j.right()), scalars(j.on()));
      case Apply a -> new Apply(a.kind(), apply(a.left()), apply(a.right()), scalars(a.on()));
      case Aggregate a ->
          new Aggregate(
              apply(a.input()),
              all(a.keys()),
              a.aggregates().stream().map(this::aggregate).toList());
      case Distinct d -> new Distinct(apply(d.input()), all(d.columns()));
      case TopK t ->
          new TopK(apply(t.input()), all(t.group()), order(t.order()), t.limit(), t.offset());
      case Number n ->
          new Number(apply(n.input()), all(n.partition()), order(n.order()), of(n.column()));
      case FlatMap f ->
          new FlatMap(
              apply(f.input()),
              f.function(),
              scalars(f.arguments()),
              all(f.results()),
              f.ordinality() == null ? null : of(f.ordinality()));
      case Union u -> new Union(u.branches().stream().map(this::branch).toList(), all(u.columns()));
      case SetOperation s ->
          new SetOperation(s.operator(), branch(s.left()), branch(s.right()), all(s.columns()));
      case AtMostOne a -> new AtMostOne(apply(a.input()), all(a.group()));
      case Variable v -> new Variable(v.recursion(), v.index(), all(v.columns()));
      case Recursion r ->
          new Recursion(
              r.bindings().stream().map(this::branch).toList(),
              r.result(),
              r.limit(),
              all(r.columns()));
      case Iteration i ->
          new Iteration(branch(i.first()), branch(i.next()), i.isDistinct(), all(i.columns()));
    };
  }

  private List<Order> order(List<Order> order) {
    return order.stream()
        .map(o -> new Order(of(o.column()), o.isDescending(), o.isNullsFirst()))
        .toList();
  }

  private Get get(Get get) {
    Set<Set<Integer>> keys = new LinkedHashSet<>();
    get.keys().forEach(k -> keys.add(numbers(k)));
    return new Get(get.id(), all(get.columns()), numbers(get.notNull()), keys);
  }

  private Set<Integer> numbers(Set<Integer> numbers) {
    Set<Integer> renamed = new LinkedHashSet<>();
    for (int number : numbers) {
      ColumnRef column = columns.get(number);
      renamed.add(column == null ? number : column.index());
    }
    return renamed;
  }

  private Branch branch(Branch branch) {
    return new Branch(apply(branch.input()), all(branch.columns()));
  }

  private AggregateBinding aggregate(AggregateBinding a) {
    return new AggregateBinding(
        of(a.column()),
        a.function(),
        scalars(a.arguments()),
        a.isDistinct(),
        a.filter() == null ? null : scalar(a.filter()),
        a.order().stream()
            .map(t ->
                new AggregateBinding.Term(scalar(t.value()), t.isDescending(), t.isNullsFirst()))
            .toList());
  }

  private ColumnRef of(ColumnRef column) {
    return columns.getOrDefault(column.index(), column);
  }

  private List<ColumnRef> all(List<ColumnRef> list) {
    return list.stream().map(this::of).toList();
  }

  private Scalar scalar(Scalar scalar) {
    return Scalars.substitute(scalar, columns);
  }

  private List<Scalar> scalars(List<Scalar> list) {
    return Scalars.substituteAll(list, columns);
  }
}
