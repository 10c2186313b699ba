package dev.millrace.dataflow.law;

import dev.millrace.dataflow.expression.Interpreter;
import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.RecursionLimit;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.AggregateOrder;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.ValueOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Evaluates plans by their definition: nested loops over lists of boxed values. Slow and plain, so
/// that it can be believed.
final class Naive {

  /// Rows beyond which a random plan is not worth its time.
  static final int ROWS_MAX = 5_000;

  /// The plan's intermediate results are too large for a test.
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Function<CollectionId, Multiset> tables;
  private final long now;
  private final Deque<List<Multiset>> variables = new ArrayDeque<>();

  Naive(Function<CollectionId, Multiset> tables, long now) {
    this.tables = tables;
    this.now = now;
  }

  Multiset evaluate(Plan plan) {
    Multiset result =
        switch (plan) {
          case Plan.Constant p -> {
            Multiset rows = new Multiset();
            p.rows().forEach(r -> rows.add(r, 1));
            yield rows;
          }
          case Plan.Get p -> tables.apply(p.id());
          case Plan.IndexLookup p -> throw new IllegalStateException("not a maintained plan: " + p);
          case Plan.Mfp p -> mfp(p);
          case Plan.TemporalFilter p -> temporal(p);
          case Plan.Join p -> join(p);
          case Plan.Reduce p -> reduce(p);
          case Plan.Distinct p -> {
            Multiset rows = new Multiset();
            evaluate(p.input()).forEach((row, _) -> rows.add(row, 1));
            yield rows;
          }
          case Plan.TopK p -> topK(p);
          case Plan.FlatMap p -> flatMap(p);
          case Plan.Union p -> {
            Multiset rows = new Multiset();
            p.inputs().forEach(i -> rows.addAll(evaluate(i), 1));
            yield rows;
          }
          case Plan.SetOperation p -> setOperation(p);
          case Plan.AtMostOne p -> {
            Multiset rows = evaluate(p.input());
            for (List<Entry> group : groups(rows, p.group()).values()) {
              if (group.stream().mapToLong(Entry::weight).sum() > 1) {
                throw new DatabaseException(SqlState.CARDINALITY_VIOLATION, "more than one row");
              }
            }
            yield rows;
          }
          case Plan.Variable p -> variables.getLast().get(p.index());
          case Plan.Recursion p -> recursion(p);
          case Plan.Iteration p -> iteration(p);
        };
    if (result.size() > ROWS_MAX) {
      throw new TooLarge();
    }
    return result;
  }

  private Multiset inside(Plan body, List<Multiset> values) {
    variables.addLast(values);
    try {
      return evaluate(body);
    } finally {
      variables.removeLast();
    }
  }

  private Multiset recursion(Plan.Recursion p) {
    List<Multiset> values = new ArrayList<>();
    p.bindings().forEach(_ -> values.add(new Multiset()));
    RecursionLimit limit = p.limit();
    for (long round = 1; ; round++) {
      List<Multiset> before = List.copyOf(values);
      for (int i = 0; i < values.size(); i++) {
        values.set(i, inside(p.bindings().get(i), values));
      }
      if (values.equals(before)) {
        return values.get(p.result());
      }
      if (limit != null && round == limit.rounds()) {
        if (limit.isError()) {
          throw new DatabaseException(SqlState.PROGRAM_LIMIT_EXCEEDED, "still changes");
        }
        return values.get(p.result());
      }
    }
  }

  private Multiset iteration(Plan.Iteration p) {
    Multiset all = new Multiset();
    Multiset working = evaluate(p.first());
    // what does not depend on the rounds may fail even if there are none
    inside(p.next(), List.of(new Multiset()));
    while (true) {
      Multiset added = new Multiset();
      working.forEach((row, weight) -> {
        if (!p.isDistinct()) {
          added.add(row, weight);
        } else if (all.weight(row) == 0) {
          added.add(row, 1);
        }
      });
      if (added.size() == 0) {
        return all;
      }
      all.addAll(added, 1);
      if (all.size() > ROWS_MAX) {
        throw new TooLarge();
      }
      working = inside(p.next(), List.of(added));
    }
  }

  private record Entry(List<@Nullable Object> row, long weight) {}

  private static Map<List<@Nullable Object>, List<Entry>> groups(
      Multiset rows, List<Integer> keys) {
    Map<List<@Nullable Object>, List<Entry>> groups = new LinkedHashMap<>();
    rows.forEach((row, weight) ->
        groups
            .computeIfAbsent(pick(row, keys), _ -> new ArrayList<>())
            .add(new Entry(row, weight)));
    return groups;
  }

  private static List<@Nullable Object> pick(List<@Nullable Object> row, List<Integer> columns) {
    List<@Nullable Object> picked = new ArrayList<>();
    columns.forEach(c -> picked.add(row.get(c)));
    return picked;
  }

  private static @Nullable Object value(Scalar scalar, List<@Nullable Object> row) {
    return Interpreter.evaluate(scalar, row.toArray(), null);
  }

  private Multiset mfp(Plan.Mfp p) {
    Multiset rows = new Multiset();
    int width = p.input().types().size();
    evaluate(p.input())
        .forEach((row, weight) -> {
          Lazily values = new Lazily(row, p.maps(), width);
          for (Scalar filter : p.filters()) {
            if (!Boolean.TRUE.equals(values.of(filter))) {
              return;
            }
          }
          List<@Nullable Object> projected = new ArrayList<>();
          p.projection().forEach(c -> projected.add(values.column(c)));
          rows.add(projected, weight);
        });
    return rows;
  }

  /// A row whose mapped columns are computed when they are first asked for.
  private record Lazily(List<@Nullable Object> row, List<Scalar> maps, int width) {

    @Nullable Object column(int column) {
      return column < width ? row.get(column) : of(maps.get(column - width));
    }

    @Nullable Object of(Scalar scalar) {
      @Nullable Object[] all = new Object[width + maps.size()];
      dev.millrace.dataflow.plan.ScalarTrees.columns(scalar).stream()
          .forEach(c -> all[c] = column(c));
      return Interpreter.evaluate(scalar, all, null);
    }
  }

  private Multiset temporal(Plan.TemporalFilter p) {
    Multiset rows = new Multiset();
    evaluate(p.input())
        .forEach((row, weight) -> {
          List<@Nullable Object> lower = new ArrayList<>();
          List<@Nullable Object> upper = new ArrayList<>();
          p.lowerBounds().forEach(b -> lower.add(value(b, row)));
          p.upperBounds().forEach(b -> upper.add(value(b, row)));
          boolean begun =
              lower.stream().allMatch(b -> b != null && Long.compareUnsigned((Long) b, now) <= 0);
          boolean goesOn =
              upper.stream().allMatch(b -> b != null && Long.compareUnsigned((Long) b, now) > 0);
          if (begun && goesOn) {
            rows.add(row, weight);
          }
        });
    return rows;
  }

  private Multiset join(Plan.Join p) {
    Multiset left = evaluate(p.left());
    Multiset right = evaluate(p.right());
    if ((long) left.size() * right.size() > 100L * ROWS_MAX) {
      throw new TooLarge();
    }
    Multiset rows = new Multiset();
    Set<List<@Nullable Object>> matchedRight = new HashSet<>();
    left.forEach((l, lw) -> {
      boolean[] matched = {false};
      right.forEach((r, rw) -> {
        if (matches(p, l, r)) {
          matched[0] = true;
          matchedRight.add(r);
          if (p.kind().returnsRight()) {
            rows.add(concat(l, r), lw * rw);
          }
        }
      });
      switch (p.kind()) {
        case SEMI -> rows.add(l, matched[0] ? lw : 0);
        case ANTI -> rows.add(l, matched[0] ? 0 : lw);
        case LEFT, FULL -> rows.add(concat(l, nulls(p.right())), matched[0] ? 0 : lw);
        case INNER, RIGHT -> {}
      }
    });
    if (p.kind() == JoinKind.RIGHT || p.kind() == JoinKind.FULL) {
      right.forEach(
          (r, rw) -> rows.add(concat(nulls(p.left()), r), matchedRight.contains(r) ? 0 : rw));
    }
    return rows;
  }

  private static boolean matches(
      Plan.Join p, List<@Nullable Object> left, List<@Nullable Object> right) {
    for (int i = 0; i < p.leftKeys().size(); i++) {
      Object l = left.get(p.leftKeys().get(i));
      Object r = right.get(p.rightKeys().get(i));
      if (!Objects.equals(l, r) || (l == null && !p.nullSafe().get(i))) {
        return false;
      }
    }
    List<@Nullable Object> both = concat(left, right);
    return p.residual().stream().allMatch(c -> Boolean.TRUE.equals(value(c, both)));
  }

  private static List<@Nullable Object> concat(
      List<@Nullable Object> left, List<? extends @Nullable Object> right) {
    List<@Nullable Object> both = new ArrayList<>(left);
    both.addAll(right);
    return both;
  }

  private static List<@Nullable Object> nulls(Plan side) {
    return Collections.nCopies(side.types().size(), null);
  }

  private Multiset reduce(Plan.Reduce p) {
    Map<List<@Nullable Object>, List<Entry>> groups = groups(evaluate(p.input()), p.keys());
    if (p.keys().isEmpty()) {
      groups.putIfAbsent(List.of(), List.of());
    }
    Multiset rows = new Multiset();
    groups.forEach((key, members) -> {
      List<@Nullable Object> row = new ArrayList<>(key);
      p.aggregates().forEach(a -> row.add(aggregate(a, members, p.input().types())));
      rows.add(row, 1);
    });
    return rows;
  }

  private static @Nullable Object aggregate(
      AggregateCall call, List<Entry> members, List<SqlType> types) {
    AggregateFunction function = call.function();
    List<SqlType> argumentTypes = call.arguments().stream().map(types::get).toList();
    CallTypes callTypes = new CallTypes(argumentTypes, call.type());
    List<Entry> counted = new ArrayList<>();
    Set<List<@Nullable Object>> seen = new HashSet<>();
    for (Entry member : members) {
      List<@Nullable Object> arguments = pick(member.row, call.arguments());
      boolean passes = call.filter() < 0 || Boolean.TRUE.equals(member.row.get(call.filter()));
      boolean ignored = function.isStrict() && !arguments.isEmpty() && arguments.get(0) == null;
      if (passes && !ignored && (!call.isDistinct() || seen.add(arguments))) {
        counted.add(new Entry(member.row, call.isDistinct() ? 1 : member.weight));
      }
    }
    return switch (function.kind()) {
      case LINEAR -> {
        var aggregate = Objects.requireNonNull(function.linear()).apply(callTypes);
        byte[] state = new byte[aggregate.stateBytes()];
        for (Entry entry : counted) {
          Chunk one = Chunk.of(argumentTypes, 1);
          one.appendRow(pick(entry.row, call.arguments()).toArray(), 1);
          aggregate.add(one.columns, 0, entry.weight, state, 0);
        }
        yield aggregate.result(state, 0);
      }
      case ORDERED -> {
        Comparator<Object> order = (a, b) -> ValueOrder.compare(argumentTypes.getFirst(), a, b);
        yield counted.stream()
            .map(e -> e.row.get(call.arguments().getFirst()))
            .filter(Objects::nonNull)
            .max(function.isDescending() ? order : order.reversed())
            .orElse(null);
      }
      case GENERIC -> {
        var aggregate = Objects.requireNonNull(function.generic()).apply(callTypes);
        counted.sort(
            Comparator.comparing(Entry::row, comparator(call.order(), types))
                .thenComparing(
                    e -> pick(e.row, call.arguments()).toArray(), AggregateOrder.NATURAL));
        for (Entry entry : counted) {
          aggregate.add(pick(entry.row, call.arguments()).toArray(), entry.weight);
        }
        yield aggregate.result();
      }
    };
  }

  private static Comparator<List<@Nullable Object>> comparator(
      List<SortKey> order, List<SqlType> types) {
    Comparator<List<@Nullable Object>> result = (_, _) -> 0;
    for (SortKey key : order) {
      Comparator<Object> values = (a, b) -> ValueOrder.compare(types.get(key.column()), a, b);
      values = key.isDescending() ? values.reversed() : values;
      Comparator<@Nullable Object> withNulls =
          key.isNullsFirst() ? Comparator.nullsFirst(values) : Comparator.nullsLast(values);
      result = result.thenComparing(row -> row.get(key.column()), withNulls);
    }
    return result;
  }

  private Multiset topK(Plan.TopK p) {
    Multiset rows = new Multiset();
    Comparator<List<@Nullable Object>> order =
        comparator(p.order(), p.types()).thenComparing(List::toArray, AggregateOrder.NATURAL);
    for (List<Entry> group : groups(evaluate(p.input()), p.group()).values()) {
      group.sort(Comparator.comparing(Entry::row, order));
      long position = 0;
      Long limit = p.limit();
      long end = limit == null ? Long.MAX_VALUE : p.offset() + limit;
      for (Entry entry : group) {
        long from = Math.max(position, p.offset());
        position += entry.weight;
        rows.add(entry.row, Math.max(0, Math.min(position, end) - from));
      }
    }
    return rows;
  }

  private Multiset flatMap(Plan.FlatMap p) {
    Multiset rows = new Multiset();
    List<SqlType> argumentTypes = p.arguments().stream().map(Scalar::type).toList();
    evaluate(p.input())
        .forEach((row, weight) -> {
          List<@Nullable Object> arguments = new ArrayList<>();
          p.arguments().forEach(a -> arguments.add(value(a, row)));
          if (p.function().isStrict() && arguments.contains(null)) {
            return;
          }
          long[] number = {0};
          p.function()
              .body()
              .call(
                  new CallTypes(argumentTypes, p.functionTypes().getFirst()),
                  arguments.toArray(),
                  values -> {
                    number[0]++;
                    List<@Nullable Object> all = concat(row, java.util.Arrays.asList(values));
                    if (p.ordinality()) {
                      all.add(number[0]);
                    }
                    rows.add(all, weight);
                    return true;
                  });
        });
    return rows;
  }

  private Multiset setOperation(Plan.SetOperation p) {
    Multiset left = evaluate(p.left());
    Multiset right = evaluate(p.right());
    Multiset rows = new Multiset();
    left.forEach((row, l) -> {
      long r = right.weight(row);
      rows.add(
          row,
          switch (p.operator()) {
            case EXCEPT -> r == 0 ? 1 : 0;
            case EXCEPT_ALL -> Math.max(0, l - r);
            case INTERSECT -> r > 0 ? 1 : 0;
            case INTERSECT_ALL -> Math.min(l, r);
          });
    });
    return rows;
  }
}
