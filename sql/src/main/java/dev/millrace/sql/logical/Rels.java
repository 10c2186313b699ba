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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Questions to and rewrites of logical operators. Pure functions, apart from the column numbers a
/// copy takes.
public final class Rels {

  private Rels() {}

  /// Numbers of the columns of the result.
  public static Set<Integer> numbers(Rel rel) {
    return numbers(rel.columns());
  }

  /// Numbers of the columns.
  public static Set<Integer> numbers(List<ColumnRef> columns) {
    Set<Integer> all = new LinkedHashSet<>();
    columns.forEach(c -> all.add(c.index()));
    return all;
  }

  /// The columns that the tree uses and nothing in it provides: its correlation.
  public static Set<Integer> free(Rel rel) {
    Set<Integer> used = new LinkedHashSet<>();
    for (Rel input : rel.inputs()) {
      used.addAll(free(input));
    }
    for (Scalar scalar : scalars(rel)) {
      Scalars.collectColumns(scalar, used);
    }
    for (Rel input : rel.inputs()) {
      input.columns().forEach(c -> used.remove(c.index()));
    }
    return used;
  }

  /// Every expression and column an operator itself uses.
  public static List<Scalar> scalars(Rel rel) {
    List<Scalar> all = new ArrayList<>();
    switch (rel) {
      case Rows _, Get _, Variable _ -> {}
      case Filter filter -> all.addAll(filter.conditions());
      case Extend extend -> extend.bindings().forEach(b -> all.add(b.value()));
      case Join join -> all.addAll(join.on());
      case Apply apply -> all.addAll(apply.on());
      case Aggregate aggregate -> {
        all.addAll(aggregate.keys());
        aggregate.aggregates().forEach(a -> collect(a, all));
      }
      case Distinct distinct -> all.addAll(distinct.columns());
      case TopK topK -> {
        all.addAll(topK.group());
        topK.order().forEach(o -> all.add(o.column()));
      }
      case Number number -> {
        all.addAll(number.partition());
        number.order().forEach(o -> all.add(o.column()));
      }
      case FlatMap flatMap -> all.addAll(flatMap.arguments());
      case Union union -> union.branches().forEach(b -> all.addAll(b.columns()));
      case SetOperation operation -> {
        all.addAll(operation.left().columns());
        all.addAll(operation.right().columns());
      }
      case AtMostOne single -> all.addAll(single.group());
      case Recursion recursion -> recursion.bindings().forEach(b -> all.addAll(b.columns()));
      case Iteration iteration -> {
        all.addAll(iteration.first().columns());
        all.addAll(iteration.next().columns());
      }
    }
    return all;
  }

  private static void collect(AggregateBinding aggregate, List<Scalar> all) {
    all.addAll(aggregate.arguments());
    aggregate.order().forEach(t -> all.add(t.value()));
    if (aggregate.filter() != null) {
      all.add(aggregate.filter());
    }
  }

  /// The same operator over other inputs (as many as before).
  public static Rel withInputs(Rel rel, List<Rel> inputs) {
    return switch (rel) {
      case Rows _, Get _, Variable _ -> rel;
      case Filter f -> new Filter(inputs.getFirst(), f.conditions());
      case Extend e -> new Extend(inputs.getFirst(), e.bindings());
      case Join j -> new Join(j.kind(), inputs.get(0), inputs.get(1), j.on());
      case Apply a -> new Apply(a.kind(), inputs.get(0), inputs.get(1), a.on());
      case Aggregate a -> new Aggregate(inputs.getFirst(), a.keys(), a.aggregates());
      case Distinct d -> new Distinct(inputs.getFirst(), d.columns());
      case TopK t -> new TopK(inputs.getFirst(), t.group(), t.order(), t.limit(), t.offset());
      case Number n -> new Number(inputs.getFirst(), n.partition(), n.order(), n.column());
      case FlatMap f ->
          new FlatMap(inputs.getFirst(), f.function(), f.arguments(), f.results(), f.ordinality());
      case Union u -> new Union(branches(u.branches(), inputs), u.columns());
      case SetOperation s ->
          new SetOperation(
              s.operator(),
              new Branch(inputs.get(0), s.left().columns()),
              new Branch(inputs.get(1), s.right().columns()),
              s.columns());
      case AtMostOne a -> new AtMostOne(inputs.getFirst(), a.group());
      case Recursion r ->
          new Recursion(branches(r.bindings(), inputs), r.result(), r.limit(), r.columns());
      case Iteration i ->
          new Iteration(
              new Branch(inputs.get(0), i.first().columns()),
              new Branch(inputs.get(1), i.next().columns()),
              i.isDistinct(),
              i.columns());
    };
  }

  private static List<Branch> branches(List<Branch> before, List<Rel> inputs) {
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      branches.add(new Branch(inputs.get(i), before.get(i).columns()));
    }
    return branches;
  }

  /// Rewrites the inputs with `rule`, keeping the operator if none changed.
  public static Rel mapInputs(Rel rel, UnaryOperator<Rel> rule) {
    boolean changed = false;
    List<Rel> inputs = new ArrayList<>();
    for (Rel input : rel.inputs()) {
      Rel now = rule.apply(input);
      changed |= now != input;
      inputs.add(now);
    }
    return changed ? withInputs(rel, inputs) : rel;
  }

  /// Replaces columns used by the expressions of the whole tree; columns that the tree itself
  /// provides must not be in the map.
  public static Rel substitute(Rel rel, Map<Integer, ColumnRef> values) {
    if (values.isEmpty()) {
      return rel;
    }
    return new Renaming(values).apply(rel);
  }

  /// A copy of the tree in which every column it provides has a new number. Correlated columns
  /// stay.
  public static Copy copy(Rel rel, Columns columns) {
    Map<Integer, ColumnRef> renamed = new HashMap<>();
    collectProvided(rel, columns, renamed);
    return new Copy(new Renaming(renamed).apply(rel), Map.copyOf(renamed));
  }

  /// A copied tree and the new column for each old number.
  public record Copy(Rel rel, Map<Integer, ColumnRef> renamed) {
    /// The copy of a column, itself if it does not come from the tree.
    public ColumnRef of(ColumnRef column) {
      return renamed.getOrDefault(column.index(), column);
    }

    /// The copies of columns.
    public List<ColumnRef> of(List<ColumnRef> columns) {
      return columns.stream().map(this::of).toList();
    }
  }

  private static void collectProvided(Rel rel, Columns fresh, Map<Integer, ColumnRef> renamed) {
    rel.inputs().forEach(i -> collectProvided(i, fresh, renamed));
    Set<Integer> before = new HashSet<>();
    rel.inputs().forEach(i -> before.addAll(numbers(i)));
    for (ColumnRef column : rel.columns()) {
      if (!before.contains(column.index())) {
        renamed.computeIfAbsent(column.index(), _ -> fresh.fresh(column.type()));
      }
    }
  }

  /// The input extended by the bindings; itself if there are none.
  public static Rel extend(Rel input, List<Binding> bindings) {
    return bindings.isEmpty() ? input : new Extend(input, bindings);
  }

  /// The input filtered by the conditions; itself if there are none.
  public static Rel filter(Rel input, List<Scalar> conditions) {
    return conditions.isEmpty() ? input : new Filter(input, conditions);
  }
}
