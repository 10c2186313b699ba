package dev.millrace.sql.bind.query;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Branch;
import dev.millrace.dataflow.plan.Scalar.Case;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.IsNull;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.Not;
import dev.millrace.model.function.TableFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.WindowCall.Edge;
import dev.millrace.sql.bind.scope.WindowCall.Exclusion;
import dev.millrace.sql.bind.scope.WindowCall.Frame;
import dev.millrace.sql.bind.scope.WindowCall.Unit;
import dev.millrace.sql.logical.Equality;
import dev.millrace.sql.logical.Order;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Distinct;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.logical.Rel.Filter;
import dev.millrace.sql.logical.Rel.FlatMap;
import dev.millrace.sql.logical.Rel.Join;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.resolve.Resolver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Frames as rows: every row joined with the rows of its frame.
final class FramePlanner {

  /// Frames of a fixed number of rows are looked up row by row up to this many, a price linear in
  /// it; longer ones are found by comparing all rows of a partition.
  private static final long STEPS_MAX = 100;

  private final BindContext context;
  private final Equality equality;
  private final int position;

  FramePlanner(BindContext context, int position) {
    this.context = context;
    this.equality = context.resolver()::equal;
    this.position = position;
  }

  /// Each row beside the rows of its frame.
  ///
  /// @param left tells the copies of the rows
  /// @param right tells the copies of the frames' rows
  record Pairs(Rel rel, Rels.Copy left, Rels.Copy right) {}

  /// @param kind LEFT keeps rows with an empty frame
  Pairs pairs(NumberedRows rows, Frame.General frame, JoinKind kind) {
    ColumnRef group = context.columns().fresh(ScalarType.INT8);
    Rel base = needsGroups(frame) ? withGroups(rows, group) : rows.rel();
    Rels.Copy left = Rels.copy(base, context.columns());
    Rels.Copy right = Rels.copy(base, context.columns());
    Sides sides = new Sides(rows, left, right, left.of(group), right.of(group));
    List<Scalar> on = new ArrayList<>();
    for (ColumnRef column : rows.partition()) {
      on.add(equality.isSame(left.of(column), right.of(column)));
    }
    Rel from = left.rel();
    if (isShort(frame)) {
      ColumnRef wanted = context.columns().fresh(ScalarType.INT8);
      from = steps(sides, frame, wanted);
      on.add(operator("=", wanted, sides.rightNumber()));
    } else {
      edge(sides, frame, frame.start(), true, on);
      edge(sides, frame, frame.end(), false, on);
    }
    exclude(sides, frame.exclusion(), on);
    return new Pairs(new Join(kind, from, right.rel(), on), left, right);
  }

  private record Sides(
      NumberedRows rows, Rels.Copy left, Rels.Copy right, ColumnRef group, ColumnRef rightGroup) {

    ColumnRef number() {
      return left.of(rows.number());
    }

    ColumnRef rightNumber() {
      return right.of(rows.number());
    }
  }

  private static boolean needsGroups(Frame.General frame) {
    return frame.unit() != Unit.ROWS
        || frame.exclusion() == Exclusion.GROUP
        || frame.exclusion() == Exclusion.TIES;
  }

  /// The rows with the number of their group of peers.
  private Rel withGroups(NumberedRows rows, ColumnRef group) {
    Rels.Copy copy = Rels.copy(rows.rel(), context.columns());
    Rel distinct = new Distinct(copy.rel(), copy.of(rows.peers()));
    List<Order> order =
        rows.order().stream()
            .map(o -> new Order(copy.of(o.column()), o.isDescending(), o.isNullsFirst()))
            .toList();
    Rel numbered = new Rel.Number(distinct, copy.of(rows.partition()), order, group);
    List<Scalar> on = new ArrayList<>();
    for (ColumnRef column : rows.peers()) {
      on.add(equality.isSame(column, copy.of(column)));
    }
    return new Join(JoinKind.INNER, rows.rel(), numbered, on);
  }

  private static boolean isShort(Frame.General frame) {
    return frame.unit() == Unit.ROWS
        && !(frame.start() instanceof Edge.Unbounded)
        && !(frame.end() instanceof Edge.Unbounded)
        && distance(frame.start()) <= distance(frame.end())
        && distance(frame.end()) - distance(frame.start()) < STEPS_MAX;
  }

  private static long distance(Edge edge) {
    return edge instanceof Edge.Offset(Literal rows, boolean isPreceding)
            && rows.value() instanceof Long count
        ? (isPreceding ? -count : count)
        : 0;
  }

  /// Each row once for every row of its frame, with that row's number.
  private Rel steps(Sides sides, Frame.General frame, ColumnRef wanted) {
    List<Operand> ends = List.of(number(distance(frame.start())), number(distance(frame.end())));
    Resolver.Resolved<TableFunction> series =
        context.resolver().tableFunction("generate_series", ends, position);
    ColumnRef step = context.columns().fresh(ScalarType.INT8);
    Rel steps =
        new FlatMap(sides.left.rel(), series.function(), series.arguments(), List.of(step), null);
    return new Extend(steps, List.of(new Binding(wanted, operator("+", sides.number(), step))));
  }

  private Operand number(long value) {
    return new Operand(new Literal(value, ScalarType.INT8), position);
  }

  /// The condition that a row is not beyond an edge of the frame.
  private void edge(Sides sides, Frame.General frame, Edge edge, boolean isStart, List<Scalar> on) {
    String inside = isStart ? ">=" : "<=";
    switch (edge) {
      case Edge.Unbounded _ -> {}
      case Edge.Current _ -> {
        boolean isRows = frame.unit() == Unit.ROWS;
        on.add(
            isRows
                ? operator(inside, sides.rightNumber(), sides.number())
                : operator(inside, sides.rightGroup, sides.group));
      }
      case Edge.Offset offset -> {
        String sign = offset.isPreceding() ? "-" : "+";
        switch (frame.unit()) {
          case ROWS -> {
            Scalar end = operator(sign, sides.number(), offset.distance());
            on.add(operator(inside, sides.rightNumber(), end));
          }
          case GROUPS -> {
            Scalar end = operator(sign, sides.group, offset.distance());
            on.add(operator(inside, sides.rightGroup, end));
          }
          case RANGE -> on.add(range(sides, offset, isStart));
        }
      }
    }
  }

  /// NULLs are no distance away from each other and beyond all others on their side.
  private Scalar range(Sides sides, Edge.Offset offset, boolean isStart) {
    Order order = sides.rows.order().getFirst();
    SqlType distance = offset.distance().type();
    Scalar own = comparable(sides.left.of(order.column()), distance);
    Scalar other = comparable(sides.right.of(order.column()), distance);
    String sign = offset.isPreceding() != order.isDescending() ? "-" : "+";
    String inside = isStart != order.isDescending() ? ">=" : "<=";
    Scalar near = operator(inside, other, operator(sign, own, offset.distance()));
    Scalar ifOwnNull = literal(isStart == order.isNullsFirst());
    Scalar ifOtherNull = literal(isStart != order.isNullsFirst());
    Scalar isOwnNull = new IsNull(sides.left.of(order.column()));
    Scalar isOtherNull = new IsNull(sides.right.of(order.column()));
    Scalar beside =
        new Case(List.of(new Branch(isOtherNull, literal(true))), ifOwnNull, ScalarType.BOOL);
    return new Case(
        List.of(new Branch(isOwnNull, beside), new Branch(isOtherNull, ifOtherNull)),
        near,
        ScalarType.BOOL);
  }

  private static Literal literal(boolean value) {
    return new Literal(value, ScalarType.BOOL);
  }

  /// Integers are computed with as numerics, which do not overflow, dates as timestamps.
  private Scalar comparable(ColumnRef column, SqlType distance) {
    SqlType type =
        distance.is(TypeId.INTERVAL)
            ? (column.type().is(TypeId.DATE) ? ScalarType.TIMESTAMP : column.type())
            : distance;
    return context.coercion().explicit(new Operand(column, position), type);
  }

  private void exclude(Sides sides, Exclusion exclusion, List<Scalar> on) {
    Scalar isSelf = operator("=", sides.rightNumber(), sides.number());
    switch (exclusion) {
      case NO_OTHERS -> {}
      case CURRENT_ROW -> on.add(new Not(isSelf));
      case GROUP -> on.add(operator("<>", sides.rightGroup, sides.group));
      case TIES -> {
        Scalar isOther = operator("<>", sides.rightGroup, sides.group);
        on.add(new Scalar.Or(List.of(isOther, isSelf)));
      }
    }
  }

  private Scalar operator(String symbol, Scalar left, Scalar right) {
    return context
        .resolver()
        .operator(
            symbol, List.of(new Operand(left, position), new Operand(right, position)), position);
  }

  /// The n-th of the rows of each frame that has so many.
  ///
  /// @param fromEnd counts from the last one
  /// @param value if not null, rows where it is NULL do not count
  Pairs nth(
      NumberedRows rows, Frame.General frame, Scalar n, boolean fromEnd, @Nullable Scalar value) {
    Pairs pairs = pairs(rows, frame, JoinKind.INNER);
    Rel counted = pairs.rel;
    if (value != null) {
      Scalar own = Scalars.substitute(value, pairs.right.renamed());
      counted = new Filter(counted, List.of(new Not(new IsNull(own))));
    }
    ColumnRef place = context.columns().fresh(ScalarType.INT8);
    List<Order> order = List.of(new Order(pairs.right.of(rows.number()), fromEnd, false));
    Rel numbered = new Rel.Number(counted, pairs.left.of(rows.identity()), order, place);
    Scalar wanted = Scalars.substitute(n, pairs.left.renamed());
    Rel found = new Filter(numbered, List.of(operator("=", place, wanted)));
    return new Pairs(found, pairs.left, pairs.right);
  }
}
