package dev.millrace.sql.optimise;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.logical.AggregateBinding;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Numbered columns to positions, logical operators to physical ones. Every operator gets only the
/// columns that something above it needs.
final class Lowering {

  private final TemporalBounds temporal;
  private final PlanFunctions functions;

  Lowering(TemporalBounds temporal, PlanFunctions functions) {
    this.temporal = temporal;
    this.functions = functions;
  }

  Plan lower(Rel rel, List<ColumnRef> outputs) {
    return lower(rel, Rels.numbers(outputs)).project(outputs);
  }

  Mfp lower(Rel rel, Set<Integer> needed) {
    return switch (rel) {
      case Rows rows ->
          new Mfp(new Plan.Constant(rows.rows(), types(rows.columns())), rows.columns());
      case Get get -> new Mfp(new Plan.Get(get.id(), types(get.columns())), get.columns());
      case Filter filter -> filter(filter, needed);
      case Extend extend -> extend(extend, needed);
      case Join join -> new JoinPlanner(this, temporal).lower(join, needed);
      case Aggregate aggregate -> aggregate(aggregate, needed);
      case Distinct distinct -> {
        Plan input = lower(distinct.input(), distinct.columns());
        yield new Mfp(new Plan.Distinct(input), distinct.columns());
      }
      case TopK topK -> topK(topK, needed);
      case Number number -> new NumberPlanner(this, functions).lower(number, needed);
      case FlatMap flatMap -> flatMap(flatMap, needed);
      case Union union -> union(union, needed);
      case SetOperation s -> {
        Plan left = lower(s.left().input(), s.left().columns());
        Plan right = lower(s.right().input(), s.right().columns());
        yield new Mfp(new Plan.SetOperation(left, right, s.operator()), s.columns());
      }
      case AtMostOne single -> {
        List<ColumnRef> kept = kept(single.input(), with(needed, single.group()));
        Plan input = lower(single.input(), kept);
        yield new Mfp(new Plan.AtMostOne(input, indexes(kept, single.group())), kept);
      }
      case Variable v -> new Mfp(new Plan.Variable(v.index(), types(v.columns())), v.columns());
      case Recursion r -> {
        List<Plan> bindings =
            r.bindings().stream().map(b -> lower(b.input(), b.columns())).toList();
        yield new Mfp(new Plan.Recursion(bindings, r.result(), r.limit()), r.columns());
      }
      case Iteration i -> {
        Plan first = lower(i.first().input(), i.first().columns());
        Plan next = lower(i.next().input(), i.next().columns());
        yield new Mfp(new Plan.Iteration(first, next, i.isDistinct()), i.columns());
      }
      case Apply _ -> throw new IllegalStateException("a dependent join is left");
    };
  }

  static List<SqlType> types(List<ColumnRef> columns) {
    return columns.stream().map(ColumnRef::type).toList();
  }

  static Set<Integer> with(Set<Integer> needed, List<ColumnRef> more) {
    Set<Integer> all = new HashSet<>(needed);
    more.forEach(c -> all.add(c.index()));
    return all;
  }

  static Set<Integer> with(Set<Integer> needed, Iterable<? extends Scalar> more) {
    Set<Integer> all = new HashSet<>(needed);
    more.forEach(s -> Scalars.collectColumns(s, all));
    return all;
  }

  /// The needed columns of an operator; one at least if it has any.
  static List<ColumnRef> kept(Rel rel, Set<Integer> needed) {
    List<ColumnRef> columns = rel.columns();
    List<ColumnRef> kept = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (ColumnRef column : columns) {
      if (needed.contains(column.index()) && seen.add(column.index())) {
        kept.add(column);
      }
    }
    if (kept.isEmpty() && !columns.isEmpty()) {
      kept.add(columns.getFirst());
    }
    return kept;
  }

  static List<Integer> indexes(List<ColumnRef> columns, List<ColumnRef> wanted) {
    return wanted.stream().map(columns::indexOf).toList();
  }

  private Mfp filter(Filter filter, Set<Integer> needed) {
    Set<Integer> all = with(needed, filter.conditions());
    Mfp mfp = lower(filter.input(), all);
    List<Scalar> lower = new ArrayList<>();
    List<Scalar> upper = new ArrayList<>();
    for (Scalar condition : filter.conditions()) {
      if (temporal.isTemporal(condition)) {
        TemporalBounds.Bounds bounds = temporal.of(condition);
        lower.addAll(bounds.lower());
        upper.addAll(bounds.upper());
      } else {
        mfp.filter(condition);
      }
    }
    if (lower.isEmpty() && upper.isEmpty()) {
      return mfp;
    }
    List<ColumnRef> columns = kept(filter.input(), all);
    Mfp input = new Mfp(mfp.project(columns), columns);
    Plan plan =
        new Plan.TemporalFilter(
            input.project(columns),
            lower.stream().map(input::at).toList(),
            upper.stream().map(input::at).toList());
    return new Mfp(plan, columns);
  }

  private Mfp extend(Extend extend, Set<Integer> needed) {
    List<Binding> bindings =
        extend.bindings().stream().filter(b -> needed.contains(b.column().index())).toList();
    Set<Integer> below = new HashSet<>(needed);
    extend.bindings().forEach(b -> below.remove(b.column().index()));
    bindings.forEach(b -> Scalars.collectColumns(b.value(), below));
    Mfp mfp = lower(extend.input(), below);
    for (Binding binding : bindings) {
      temporal.refuseElsewhere(binding.value());
      mfp.bind(binding.column(), binding.value());
    }
    return mfp;
  }

  private Mfp aggregate(Aggregate aggregate, Set<Integer> needed) {
    List<AggregateBinding> calls =
        aggregate.aggregates().stream().filter(a -> needed.contains(a.column().index())).toList();
    Map<Scalar, Integer> inputs = new LinkedHashMap<>();
    aggregate.keys().forEach(k -> index(k, inputs));
    List<AggregateCall> lowered = new ArrayList<>();
    for (AggregateBinding call : calls) {
      List<Integer> arguments = call.arguments().stream().map(a -> index(a, inputs)).toList();
      Scalar condition = call.filter();
      int filter = condition == null ? -1 : index(condition, inputs);
      List<SortKey> order =
          call.order().stream()
              .map(t -> new SortKey(index(t.value(), inputs), t.isDescending(), t.isNullsFirst()))
              .toList();
      lowered.add(
          new AggregateCall(
              call.function(), arguments, call.isDistinct(), filter, order, call.column().type()));
    }
    inputs.keySet().forEach(temporal::refuseElsewhere);
    List<Scalar> values = new ArrayList<>(inputs.keySet());
    if (values.isEmpty()) {
      values.addAll(kept(aggregate.input(), Set.of()));
    }
    Plan input = lower(aggregate.input(), with(Set.of(), values)).project(values);
    List<Integer> keys = aggregate.keys().stream().map(inputs::get).toList();
    List<ColumnRef> columns = new ArrayList<>(aggregate.keys());
    calls.forEach(a -> columns.add(a.column()));
    return new Mfp(new Plan.Reduce(input, keys, lowered), columns);
  }

  private static int index(Scalar value, Map<Scalar, Integer> inputs) {
    int next = inputs.size();
    Integer known = inputs.putIfAbsent(value, next);
    return known == null ? next : known;
  }

  private Mfp topK(TopK topK, Set<Integer> needed) {
    Set<Integer> all = with(needed, topK.group());
    topK.order().forEach(o -> all.add(o.column().index()));
    List<ColumnRef> columns = kept(topK.input(), all);
    Plan input = lower(topK.input(), columns);
    List<SortKey> order =
        topK.order().stream()
            .map(o -> new SortKey(columns.indexOf(o.column()), o.isDescending(), o.isNullsFirst()))
            .toList();
    Plan plan =
        new Plan.TopK(input, indexes(columns, topK.group()), order, topK.limit(), topK.offset());
    return new Mfp(plan, columns);
  }

  private Mfp flatMap(FlatMap flatMap, Set<Integer> needed) {
    Set<Integer> below = with(needed, flatMap.arguments());
    List<ColumnRef> columns = kept(flatMap.input(), below);
    Plan input = lower(flatMap.input(), columns);
    Mfp at = new Mfp(input, columns);
    flatMap.arguments().forEach(temporal::refuseElsewhere);
    Plan plan =
        new Plan.FlatMap(
            input,
            flatMap.function(),
            flatMap.arguments().stream().map(at::at).toList(),
            types(flatMap.results()),
            flatMap.ordinality() != null);
    List<ColumnRef> all = new ArrayList<>(columns);
    all.addAll(flatMap.results());
    ColumnRef ordinality = flatMap.ordinality();
    if (ordinality != null) {
      all.add(new ColumnRef(ordinality.index(), ScalarType.INT8));
    }
    return new Mfp(plan, all);
  }

  private Mfp union(Union union, Set<Integer> needed) {
    List<ColumnRef> columns = kept(union, needed);
    List<Plan> inputs = new ArrayList<>();
    for (Branch branch : union.branches()) {
      List<ColumnRef> own =
          columns.stream().map(c -> branch.columns().get(union.columns().indexOf(c))).toList();
      inputs.add(lower(branch.input(), own));
    }
    return new Mfp(inputs.size() == 1 ? inputs.getFirst() : new Plan.Union(inputs), columns);
  }
}
