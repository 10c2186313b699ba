package dev.millrace.sql.decorrelate;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Coalesce;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.sql.logical.AggregateBinding;
import dev.millrace.sql.logical.Columns;
import dev.millrace.sql.logical.Equality;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The distinct values of the outer columns that a sub-query uses, and how they are carried through
/// it: `push` answers a tree for every row of the domain at once, the domain's columns beside it.
final class Domain {

  private final Rel outer;
  private final List<ColumnRef> used;
  private final Set<Integer> numbers;
  private final Columns columns;
  private final Equality equality;

  Domain(Rel outer, List<ColumnRef> used, Columns columns, Equality equality) {
    this.outer = outer;
    this.used = used;
    this.numbers = Rels.numbers(used);
    this.columns = columns;
    this.equality = equality;
  }

  /// A tree without the outer columns, and the column that carries each of them.
  record Pushed(Rel rel, Map<Integer, ColumnRef> carriers) {
    /// The carrying columns, each once.
    List<ColumnRef> carried() {
      return carriers.values().stream().distinct().toList();
    }

    /// Another tree over this one, which carries the same columns.
    Pushed over(Rel above) {
      return new Pushed(above, carriers);
    }

    Scalar of(Scalar scalar) {
      return Scalars.substitute(scalar, carriers);
    }

    List<Scalar> of(List<Scalar> scalars) {
      return Scalars.substituteAll(scalars, carriers);
    }
  }

  /// The conditions that join a pushed tree back to the outer rows, null-safe.
  List<Scalar> matches(Pushed pushed) {
    List<Scalar> all = new ArrayList<>();
    for (ColumnRef column : used) {
      all.add(equality.isSame(column, carrier(pushed, column)));
    }
    return all;
  }

  private static ColumnRef carrier(Pushed pushed, ColumnRef column) {
    return Objects.requireNonNull(pushed.carriers.get(column.index()));
  }

  Pushed push(Rel rel) {
    if (!Lifted.isCorrelated(rel, numbers)) {
      Pushed domain = fresh();
      return new Pushed(new Join(JoinKind.INNER, domain.rel, rel, List.of()), domain.carriers);
    }
    Lifted lifted = Lifted.of(rel, numbers);
    if (!lifted.conditions().isEmpty()) {
      return pushFiltered(lifted);
    }
    return switch (rel) {
      case Filter filter -> {
        Pushed input = push(filter.input());
        yield input.over(new Filter(input.rel, input.of(filter.conditions())));
      }
      case Extend extend -> pushExtend(extend);
      case Join join -> pushJoin(join);
      case Aggregate aggregate -> pushAggregate(aggregate);
      case Distinct distinct -> {
        Pushed input = push(distinct.input());
        yield input.over(new Distinct(input.rel, with(distinct.columns(), input)));
      }
      case TopK t -> {
        Pushed input = push(t.input());
        yield input.over(
            new TopK(input.rel, with(t.group(), input), t.order(), t.limit(), t.offset()));
      }
      case Number n -> {
        Pushed input = push(n.input());
        yield input.over(new Number(input.rel, with(n.partition(), input), n.order(), n.column()));
      }
      case FlatMap f -> {
        Pushed input = push(f.input());
        yield input.over(
            new FlatMap(
                input.rel, f.function(), input.of(f.arguments()), f.results(), f.ordinality()));
      }
      case Union union -> pushUnion(union);
      case SetOperation operation -> {
        Pushed left = push(operation.left().input());
        Pushed right = push(operation.right().input());
        Map<Integer, ColumnRef> carriers = freshCarriers();
        yield new Pushed(
            new SetOperation(
                operation.operator(),
                branch(left, operation.left()),
                branch(right, operation.right()),
                concat(operation.columns(), carriers)),
            carriers);
      }
      case AtMostOne single -> {
        Pushed input = push(single.input());
        yield input.over(new AtMostOne(input.rel, with(single.group(), input)));
      }
      case Apply _, Get _, Rows _, Variable _, Recursion _, Iteration _ ->
          throw new IllegalStateException("not correlated: " + rel);
    };
  }

  /// If equal conditions tie every outer column to a column of the tree, that column carries it and
  /// the domain need not be joined in: groups of no outer row are dropped when joining back.
  private Pushed pushFiltered(Lifted lifted) {
    if (!Lifted.isCorrelated(lifted.rel(), numbers)) {
      Map<Integer, ColumnRef> tied = Ties.of(lifted, used);
      if (tied.size() == used.size()) {
        Pushed input = new Pushed(lifted.rel(), tied);
        return input.over(new Filter(input.rel, input.of(lifted.conditions())));
      }
    }
    Pushed input = push(lifted.rel());
    return input.over(new Filter(input.rel, input.of(lifted.conditions())));
  }

  private Pushed pushExtend(Extend extend) {
    Pushed input = push(extend.input());
    List<Binding> bindings =
        extend.bindings().stream().map(b -> new Binding(b.column(), input.of(b.value()))).toList();
    return input.over(new Extend(input.rel, bindings));
  }

  private Pushed pushJoin(Join join) {
    boolean left = Lifted.isCorrelated(join.left(), numbers);
    boolean right = Lifted.isCorrelated(join.right(), numbers);
    switch (join.kind()) {
      case INNER -> {
        if (!left && right) {
          Pushed r = push(join.right());
          return r.over(new Join(JoinKind.INNER, join.left(), r.rel, r.of(join.on())));
        }
        return pushLeft(join, right);
      }
      case LEFT, SEMI, ANTI -> {
        return pushLeft(join, right);
      }
      case RIGHT -> {
        Join mirrored = new Join(JoinKind.LEFT, join.right(), join.left(), join.on());
        return pushLeft(mirrored, left);
      }
      case FULL -> {
        return pushFull(join);
      }
    }
    throw new IllegalStateException(join.kind().name());
  }

  private Pushed pushLeft(Join join, boolean isRightCorrelated) {
    Pushed left = push(join.left());
    List<Scalar> on = new ArrayList<>(left.of(join.on()));
    if (!isRightCorrelated) {
      return left.over(new Join(join.kind(), left.rel, join.right(), on));
    }
    Pushed right = push(join.right());
    on.addAll(same(left, right));
    return left.over(new Join(join.kind(), left.rel, right.rel, on));
  }

  /// Either side may be missing, so the carried values are those of the side that is there.
  private Pushed pushFull(Join join) {
    Pushed left = push(join.left());
    Pushed right = push(join.right());
    List<Scalar> on = new ArrayList<>(left.of(join.on()));
    on.addAll(same(left, right));
    Rel joined = new Join(JoinKind.FULL, left.rel, right.rel, on);
    Map<Integer, ColumnRef> carriers = freshCarriers();
    List<Binding> bindings = new ArrayList<>();
    for (ColumnRef column : used) {
      List<Scalar> sides = List.of(carrier(left, column), carrier(right, column));
      bindings.add(
          new Binding(
              Objects.requireNonNull(carriers.get(column.index())),
              new Coalesce(sides, column.type())));
    }
    return new Pushed(new Extend(joined, bindings), carriers);
  }

  private List<Scalar> same(Pushed left, Pushed right) {
    List<Scalar> all = new ArrayList<>();
    for (ColumnRef column : used) {
      all.add(equality.isSame(carrier(left, column), carrier(right, column)));
    }
    return all;
  }

  /// Without keys every row of the domain has exactly one result, so the domain is joined again.
  private Pushed pushAggregate(Aggregate aggregate) {
    Pushed input = push(aggregate.input());
    List<ColumnRef> keys = with(aggregate.keys(), input);
    if (!aggregate.keys().isEmpty()) {
      return input.over(new Aggregate(input.rel, keys, pushCalls(aggregate, input)));
    }
    EmptyGroup empty = EmptyGroup.of(aggregate, columns);
    Aggregate renamed = new Aggregate(aggregate.input(), List.of(), empty.renamed());
    Rel grouped = new Aggregate(input.rel, keys, pushCalls(renamed, input));
    Pushed domain = fresh();
    Rel joined = new Join(JoinKind.LEFT, domain.rel, grouped, same(domain, input.over(grouped)));
    return domain.over(Rels.extend(joined, empty.defaults()));
  }

  private static List<AggregateBinding> pushCalls(Aggregate aggregate, Pushed input) {
    return aggregate.aggregates().stream().map(a -> a.rewrite(input::of)).toList();
  }

  private Pushed pushUnion(Union union) {
    Map<Integer, ColumnRef> carriers = freshCarriers();
    List<Branch> branches = new ArrayList<>();
    for (Branch branch : union.branches()) {
      branches.add(branch(push(branch.input()), branch));
    }
    return new Pushed(new Union(branches, concat(union.columns(), carriers)), carriers);
  }

  private Branch branch(Pushed pushed, Branch branch) {
    List<ColumnRef> all = new ArrayList<>(branch.columns());
    used.forEach(c -> all.add(carrier(pushed, c)));
    return new Branch(pushed.rel, all);
  }

  private List<ColumnRef> concat(List<ColumnRef> own, Map<Integer, ColumnRef> carriers) {
    List<ColumnRef> all = new ArrayList<>(own);
    used.forEach(c -> all.add(Objects.requireNonNull(carriers.get(c.index()))));
    return all;
  }

  private static List<ColumnRef> with(List<ColumnRef> own, Pushed input) {
    List<ColumnRef> all = new ArrayList<>(own);
    input.carried().stream().filter(c -> !all.contains(c)).forEach(all::add);
    return all;
  }

  private Map<Integer, ColumnRef> freshCarriers() {
    Map<Integer, ColumnRef> carriers = new LinkedHashMap<>();
    used.forEach(c -> carriers.put(c.index(), columns.fresh(c.type())));
    return carriers;
  }

  /// A copy of the outer rows, reduced to the distinct values of the used columns.
  private Pushed fresh() {
    Rels.Copy copy = Rels.copy(outer, columns);
    Map<Integer, ColumnRef> carriers = new LinkedHashMap<>();
    used.forEach(c -> carriers.put(c.index(), copy.of(c)));
    return new Pushed(new Distinct(copy.rel(), List.copyOf(carriers.values())), carriers);
  }
}
