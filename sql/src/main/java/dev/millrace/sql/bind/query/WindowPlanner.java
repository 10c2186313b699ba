package dev.millrace.sql.bind.query;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Branch;
import dev.millrace.dataflow.plan.Scalar.Case;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.IsNull;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.Not;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.WindowCall;
import dev.millrace.sql.bind.scope.WindowCall.Edge;
import dev.millrace.sql.bind.scope.WindowCall.Exclusion;
import dev.millrace.sql.bind.scope.WindowCall.Frame;
import dev.millrace.sql.bind.scope.WindowCall.Spec;
import dev.millrace.sql.bind.scope.WindowCall.Unit;
import dev.millrace.sql.logical.AggregateBinding;
import dev.millrace.sql.logical.Equality;
import dev.millrace.sql.logical.Order;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Aggregate;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Distinct;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.logical.Rel.Join;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.resolve.Resolver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Window functions in terms of numbered rows, aggregates and joins: a row's number is unique in
/// its partition, so whatever is computed about other rows is joined back by it.
final class WindowPlanner {

  /// Functions that look at no other row than by its group of peers.
  private static final Set<String> BY_OWN_NUMBER =
      Set.of("row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile");

  private final BindContext context;
  private final Equality equality;
  private final FramePlanner frames;
  private final int position;

  WindowPlanner(BindContext context, int position) {
    this.context = context;
    this.equality = context.resolver()::equal;
    this.frames = new FramePlanner(context, position);
    this.position = position;
  }

  /// The rows with the columns of all calls.
  Rel plan(Rel rel, List<WindowCall> calls) {
    Map<Spec, List<WindowCall>> bySpec = new LinkedHashMap<>();
    for (WindowCall call : calls) {
      bySpec.computeIfAbsent(call.spec(), _ -> new ArrayList<>()).add(call);
    }
    Rel planned = rel;
    for (Map.Entry<Spec, List<WindowCall>> entry : bySpec.entrySet()) {
      planned = plan(planned, entry.getKey(), entry.getValue());
    }
    return planned;
  }

  private Rel plan(Rel rel, Spec spec, List<WindowCall> calls) {
    List<Binding> bindings = new ArrayList<>();
    Map<Scalar, ColumnRef> known = new HashMap<>();
    List<ColumnRef> partition = new ArrayList<>();
    spec.partition().forEach(s -> partition.add(column(s, known, bindings)));
    List<Order> order = new ArrayList<>();
    for (AggregateBinding.Term term : spec.order()) {
      ColumnRef column = column(term.value(), known, bindings);
      order.add(new Order(column, term.isDescending(), term.isNullsFirst()));
    }
    List<WindowCall> prepared = new ArrayList<>();
    for (WindowCall call : calls) {
      prepared.add(call.rewrite(s -> s instanceof Literal ? s : column(s, known, bindings)));
    }
    Rel extended = Rels.extend(rel, bindings);
    List<ColumnRef> parts = partition.stream().distinct().toList();
    List<WindowCall> whole = prepared.stream().filter(WindowPlanner::isWhole).toList();
    if (!whole.isEmpty()) {
      extended = joinWhole(extended, parts, whole);
    }
    if (whole.size() == prepared.size()) {
      return extended;
    }
    ColumnRef number = context.columns().fresh(ScalarType.INT8);
    Rel numbered = new Rel.Number(extended, parts, settled(order, extended, prepared), number);
    NumberedRows rows = new NumberedRows(numbered, parts, order, number);
    Rel result = numbered;
    for (WindowCall call : prepared) {
      if (!isWhole(call)) {
        result = add(result, rows, call);
      }
    }
    return result;
  }

  /// The order with whatever else tells rows apart, where rows are found by their numbers: every
  /// copy of the numbered rows must number those that sort equal alike, whatever it needs of them.
  private static List<Order> settled(List<Order> order, Rel rows, List<WindowCall> calls) {
    if (calls.stream().allMatch(c -> isWhole(c) || BY_OWN_NUMBER.contains(c.name()))) {
      return order;
    }
    List<Order> all = new ArrayList<>(order);
    for (ColumnRef column : rows.columns()) {
      if (order.stream().noneMatch(o -> o.column().equals(column))) {
        all.add(new Order(column, false, false));
      }
    }
    return all;
  }

  private ColumnRef column(Scalar value, Map<Scalar, ColumnRef> known, List<Binding> bindings) {
    if (value instanceof ColumnRef column) {
      return column;
    }
    return known.computeIfAbsent(
        value,
        v -> {
          ColumnRef column = context.columns().fresh(v.type());
          bindings.add(new Binding(column, v));
          return column;
        });
  }

  private static boolean isWhole(WindowCall call) {
    return call.aggregate() != null && call.frame() instanceof Frame.Whole;
  }

  /// Aggregates over whole partitions: grouped, and joined back by the partition.
  private Rel joinWhole(Rel rel, List<ColumnRef> partition, List<WindowCall> calls) {
    Rels.Copy copy = Rels.copy(rel, context.columns());
    List<AggregateBinding> aggregates = calls.stream().map(c -> copied(c, copy, null)).toList();
    Rel grouped = new Aggregate(copy.rel(), copy.of(partition), aggregates);
    return new Join(JoinKind.INNER, rel, grouped, same(partition, copy.of(partition)));
  }

  /// The call over the columns of a copy; its result keeps its column.
  private static AggregateBinding copied(
      WindowCall call, Rels.Copy copy, @Nullable Scalar condition) {
    AggregateBinding aggregate = call.aggregate();
    if (aggregate == null) {
      throw new IllegalStateException(call.name());
    }
    AggregateBinding over = aggregate.rewrite(s -> Scalars.substitute(s, copy.renamed()));
    if (condition == null) {
      return over;
    }
    Scalar filter = over.filter();
    return new AggregateBinding(
        over.column(),
        over.function(),
        over.arguments(),
        false,
        filter == null ? condition : Scalars.and(List.of(condition, filter)),
        over.order());
  }

  private List<Scalar> same(List<ColumnRef> left, List<ColumnRef> right) {
    List<Scalar> all = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      all.add(equality.isSame(left.get(i), right.get(i)));
    }
    return all;
  }

  private Rel add(Rel rel, NumberedRows rows, WindowCall call) {
    return switch (call.name()) {
      case "row_number" -> extend(rel, call, rows.number());
      case "rank" -> {
        ColumnRef first = context.columns().fresh(ScalarType.INT8);
        yield extend(joinPeers(rel, rows, "min", first), call, first);
      }
      case "dense_rank" -> joinDense(rel, rows, call);
      case "percent_rank", "cume_dist", "ntile" -> joinShare(rel, rows, call);
      case "lag", "lead" ->
          call.ignoresNulls() ? joinNth(rel, rows, call) : joinShifted(rel, rows, call);
      case "first_value", "last_value" ->
          call.ignoresNulls() || mayMissRow(call.frame())
              ? joinNth(rel, rows, call)
              : joinEdge(rel, rows, call);
      case "nth_value" -> joinNth(rel, rows, call);
      default -> joinFramed(rel, rows, call);
    };
  }

  /// True if a row with other rows in its frame need not be between the frame's ends itself.
  private static boolean mayMissRow(Frame frame) {
    return switch (frame) {
      case Frame.Whole _, Frame.Running _ -> false;
      case Frame.Rows(Long start, Long end) ->
          (start != null && start > 0) || (end != null && end < 0);
      case Frame.General _ -> true;
    };
  }

  /// Where a row stands among the rows of its partition, as a share or as one of so many buckets.
  private Rel joinShare(Rel rel, NumberedRows rows, WindowCall call) {
    ColumnRef last = context.columns().fresh(ScalarType.INT8);
    ColumnRef peer = context.columns().fresh(ScalarType.INT8);
    Rel all = joinLast(rel, rows, last);
    return switch (call.name()) {
      case "ntile" -> {
        Scalar bucket = bucket(rows.number(), last, call.arguments().getFirst());
        yield extend(all, call, cast(bucket, ScalarType.INT4));
      }
      case "cume_dist" -> {
        Scalar share = operator("/", real(peer), real(last));
        yield extend(joinPeers(all, rows, "max", peer), call, share);
      }
      default -> {
        Scalar one = new Literal(1L, ScalarType.INT8);
        Scalar share =
            operator("/", real(operator("-", peer, one)), real(operator("-", last, one)));
        Scalar isOnly = operator("=", last, one);
        Scalar zero = new Literal(0.0, ScalarType.FLOAT8);
        yield extend(
            joinPeers(all, rows, "min", peer),
            call,
            new Case(List.of(new Branch(isOnly, zero)), share, ScalarType.FLOAT8));
      }
    };
  }

  private Scalar real(Scalar value) {
    return cast(value, ScalarType.FLOAT8);
  }

  private Scalar cast(Scalar value, ScalarType type) {
    return context.coercion().explicit(new Operand(value, position), type);
  }

  /// The first `last % buckets` buckets have one row more than the others.
  private Scalar bucket(Scalar number, Scalar last, Scalar buckets) {
    Scalar one = new Literal(1L, ScalarType.INT8);
    Scalar size = operator("/", last, buckets);
    Scalar longer = operator("%", last, buckets);
    Scalar inLonger = operator("*", longer, operator("+", size, one));
    Scalar place = operator("-", number, one);
    Scalar early = operator("+", operator("/", place, operator("+", size, one)), one);
    Scalar late =
        operator(
            "+", operator("+", longer, operator("/", operator("-", place, inLonger), size)), one);
    return new Case(
        List.of(new Branch(operator("<=", number, inLonger), early)), late, ScalarType.INT8);
  }

  /// The value of the n-th row of each row's frame, counted from either end.
  private Rel joinNth(Rel rel, NumberedRows rows, WindowCall call) {
    boolean isShift = call.name().equals("lag") || call.name().equals("lead");
    boolean fromEnd = call.name().equals("last_value") || call.name().equals("lag");
    Scalar value = call.arguments().getFirst();
    boolean hasCount = isShift || call.name().equals("nth_value");
    Scalar n =
        hasCount && call.arguments().size() > 1
            ? call.arguments().get(1)
            : new Literal(1L, ScalarType.INT8);
    Frame.General frame = isShift ? behind(call.name().equals("lag")) : general(call.frame());
    FramePlanner.Pairs found =
        frames.nth(rows, frame, n, fromEnd, call.ignoresNulls() ? value : null);
    Rel joined =
        new Join(
            JoinKind.LEFT,
            rel,
            found.rel(),
            same(rows.identity(), found.left().of(rows.identity())));
    Scalar theirs = Scalars.substitute(value, found.right().renamed());
    Scalar missing =
        isShift && call.arguments().size() > 2
            ? call.arguments().get(2)
            : new Literal(null, call.column().type());
    return extend(joined, call, ifThere(found.right().of(rows.number()), theirs, missing));
  }

  /// All rows before or behind a row.
  private static Frame.General behind(boolean isBefore) {
    Edge next = new Edge.Offset(new Literal(1L, ScalarType.INT8), isBefore);
    Edge end = new Edge.Unbounded();
    return new Frame.General(
        Unit.ROWS, isBefore ? end : next, isBefore ? next : end, Exclusion.NO_OTHERS);
  }

  private static Frame.General general(Frame frame) {
    Edge end = new Edge.Unbounded();
    return switch (frame) {
      case Frame.General general -> general;
      case Frame.Whole _ -> new Frame.General(Unit.ROWS, end, end, Exclusion.NO_OTHERS);
      case Frame.Running _ ->
          new Frame.General(Unit.RANGE, end, new Edge.Current(), Exclusion.NO_OTHERS);
      case Frame.Rows(Long start, Long last) ->
          new Frame.General(Unit.ROWS, edge(start), edge(last), Exclusion.NO_OTHERS);
    };
  }

  private static Edge edge(@Nullable Long rows) {
    return rows == null
        ? new Edge.Unbounded()
        : new Edge.Offset(new Literal(Math.abs(rows), ScalarType.INT8), rows < 0);
  }

  private static Rel extend(Rel rel, WindowCall call, Scalar value) {
    return new Extend(rel, List.of(new Binding(call.column(), value)));
  }

  /// The least or greatest number among the rows that sort equal.
  private Rel joinPeers(Rel rel, NumberedRows rows, String function, ColumnRef result) {
    Rels.Copy copy = Rels.copy(rows.rel(), context.columns());
    Operand number = new Operand(copy.of(rows.number()), position);
    Resolver.Resolved<AggregateFunction> resolved =
        context.resolver().aggregate(function, List.of(number), position);
    AggregateBinding binding =
        new AggregateBinding(
            result, resolved.function(), resolved.arguments(), false, null, List.of());
    Rel peers = new Aggregate(copy.rel(), copy.of(rows.peers()), List.of(binding));
    return new Join(JoinKind.INNER, rel, peers, same(rows.peers(), copy.of(rows.peers())));
  }

  private Rel joinDense(Rel rel, NumberedRows rows, WindowCall call) {
    Rels.Copy copy = Rels.copy(rows.rel(), context.columns());
    Rel distinct = new Distinct(copy.rel(), copy.of(rows.peers()));
    List<Order> order =
        rows.order().stream()
            .map(o -> new Order(copy.of(o.column()), o.isDescending(), o.isNullsFirst()))
            .toList();
    Rel numbered = new Rel.Number(distinct, copy.of(rows.partition()), order, call.column());
    return new Join(JoinKind.INNER, rel, numbered, same(rows.peers(), copy.of(rows.peers())));
  }

  private Scalar operator(String symbol, Scalar left, Scalar right) {
    return context
        .resolver()
        .operator(
            symbol, List.of(new Operand(left, position), new Operand(right, position)), position);
  }

  private Rel joinShifted(Rel rel, NumberedRows rows, WindowCall call) {
    List<Scalar> arguments = call.arguments();
    Scalar offset = arguments.size() > 1 ? arguments.get(1) : new Literal(1L, ScalarType.INT8);
    Scalar wanted = operator(call.name().equals("lag") ? "-" : "+", rows.number(), offset);
    ColumnRef target = context.columns().fresh(ScalarType.INT8);
    Rel aimed = new Extend(rel, List.of(new Binding(target, wanted)));
    Rels.Copy copy = Rels.copy(rows.rel(), context.columns());
    List<Scalar> on = same(rows.partition(), copy.of(rows.partition()));
    on.add(operator("=", target, copy.of(rows.number())));
    Rel joined = new Join(JoinKind.LEFT, aimed, copy.rel(), on);
    Scalar value = Scalars.substitute(arguments.getFirst(), copy.renamed());
    Scalar missing =
        arguments.size() > 2 ? arguments.get(2) : new Literal(null, call.column().type());
    return extend(joined, call, ifThere(copy.of(rows.number()), value, missing));
  }

  private Rel joinEdge(Rel rel, NumberedRows rows, WindowCall call) {
    Bounds bounds = bounds(rel, rows, call.frame());
    Scalar edge = call.name().equals("first_value") ? bounds.low : bounds.high;
    ColumnRef target = context.columns().fresh(ScalarType.INT8);
    Rel aimed = new Extend(bounds.rel, List.of(new Binding(target, edge)));
    Rels.Copy copy = Rels.copy(rows.rel(), context.columns());
    List<Scalar> on = same(rows.partition(), copy.of(rows.partition()));
    on.add(operator("=", target, copy.of(rows.number())));
    Rel joined = new Join(JoinKind.LEFT, aimed, copy.rel(), on);
    Scalar value = Scalars.substitute(call.arguments().getFirst(), copy.renamed());
    Scalar missing = new Literal(null, call.column().type());
    return extend(joined, call, ifThere(copy.of(rows.number()), value, missing));
  }

  /// A value of the row that an outer join found, something else where it found none.
  private static Scalar ifThere(ColumnRef mark, Scalar value, Scalar otherwise) {
    Scalar isThere = new Not(new IsNull(mark));
    return new Case(List.of(new Branch(isThere, value)), otherwise, otherwise.type());
  }

  /// The numbers of the first and the last row of each row's frame.
  private record Bounds(Rel rel, Scalar low, Scalar high) {}

  private Bounds bounds(Rel rel, NumberedRows rows, Frame frame) {
    Scalar first = new Literal(1L, ScalarType.INT8);
    return switch (frame) {
      case Frame.Whole _ -> {
        ColumnRef last = context.columns().fresh(ScalarType.INT8);
        yield new Bounds(joinLast(rel, rows, last), first, last);
      }
      case Frame.Running _ -> {
        ColumnRef last = context.columns().fresh(ScalarType.INT8);
        yield new Bounds(joinPeers(rel, rows, "max", last), first, last);
      }
      case Frame.Rows(Long start, Long end) -> {
        Scalar low = start == null ? first : shifted(rows.number(), start);
        ColumnRef last = context.columns().fresh(ScalarType.INT8);
        Rel all = joinLast(rel, rows, last);
        Scalar high = end == null ? last : least(shifted(rows.number(), end), last);
        yield new Bounds(all, start == null ? low : greatest(low, first), high);
      }
      case Frame.General _ -> throw new IllegalStateException("has no bounds: " + frame);
    };
  }

  private Scalar shifted(ColumnRef number, long by) {
    return operator("+", number, new Literal(by, ScalarType.INT8));
  }

  private Scalar least(Scalar left, Scalar right) {
    return new Case(List.of(new Branch(operator("<", left, right), left)), right, ScalarType.INT8);
  }

  private Scalar greatest(Scalar left, Scalar right) {
    return new Case(List.of(new Branch(operator(">", left, right), left)), right, ScalarType.INT8);
  }

  /// The number of the partition's last row.
  private Rel joinLast(Rel rel, NumberedRows rows, ColumnRef result) {
    Rels.Copy copy = Rels.copy(rows.rel(), context.columns());
    Operand number = new Operand(copy.of(rows.number()), position);
    Resolver.Resolved<AggregateFunction> resolved =
        context.resolver().aggregate("max", List.of(number), position);
    AggregateBinding binding =
        new AggregateBinding(
            result, resolved.function(), resolved.arguments(), false, null, List.of());
    Rel grouped = new Aggregate(copy.rel(), copy.of(rows.partition()), List.of(binding));
    return new Join(
        JoinKind.INNER, rel, grouped, same(rows.partition(), copy.of(rows.partition())));
  }

  /// An aggregate over a frame: each row joined with the rows of its frame, grouped by the row.
  private Rel joinFramed(Rel rel, NumberedRows rows, WindowCall call) {
    FramePlanner.Pairs pairs = frames.pairs(rows, general(call.frame()), JoinKind.LEFT);
    Rels.Copy left = pairs.left();
    Rels.Copy right = pairs.right();
    ColumnRef number = right.of(rows.number());
    AggregateBinding aggregate = copied(call, right, new Not(new IsNull(number)));
    Rel grouped = new Aggregate(pairs.rel(), left.of(rows.identity()), List.of(aggregate));
    return new Join(JoinKind.INNER, rel, grouped, same(rows.identity(), left.of(rows.identity())));
  }
}
