package dev.millrace.sql.bind.expression;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.bind.scope.WindowCall;
import dev.millrace.sql.bind.scope.WindowCall.Frame;
import dev.millrace.sql.bind.scope.WindowCall.Spec;
import dev.millrace.sql.logical.AggregateBinding;
import dev.millrace.sql.logical.AggregateBinding.Term;
import dev.millrace.sql.parse.node.FunctionCall;
import dev.millrace.sql.parse.node.WindowNode;
import dev.millrace.sql.resolve.Constants;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.resolve.Resolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/// Binds calls with OVER.
final class WindowBinder {

  /// Functions that exist with OVER only.
  static final Set<String> NAMES =
      Set.of("row_number", "rank", "dense_rank", "lag", "lead", "first_value", "last_value");

  private final ExpressionBinder binder;
  private final BindContext context;

  WindowBinder(ExpressionBinder binder) {
    this.binder = binder;
    this.context = binder.context();
  }

  Scalar bind(FunctionCall call, WindowNode over, int at) {
    Stage stage = binder.stage();
    if (stage.arguments() == null) {
      throw DatabaseException.at(
          at,
          SqlState.WINDOWING_ERROR,
          "window functions are not allowed in "
              + (stage.clause().isEmpty() ? "aggregate arguments" : stage.clause()));
    }
    int before = stage.windows().size();
    WindowCall bound = window(call, over, at);
    if (stage.windows().size() > before) {
      throw DatabaseException.at(
          at, SqlState.WINDOWING_ERROR, "window function calls cannot be nested");
    }
    for (WindowCall other : stage.windows()) {
      if (isSame(other, bound)) {
        return other.column();
      }
    }
    stage.windows().add(bound);
    return bound.column();
  }

  private static boolean isSame(WindowCall a, WindowCall b) {
    AggregateBinding left = a.aggregate();
    AggregateBinding right = b.aggregate();
    boolean isSameAggregate =
        (left == null || right == null) ? left == right : left.isSameCall(right);
    return isSameAggregate
        && a.name().equals(b.name())
        && a.arguments().equals(b.arguments())
        && a.spec().equals(b.spec())
        && a.frame().equals(b.frame());
  }

  private WindowCall window(FunctionCall call, WindowNode over, int at) {
    if (call.isDistinct()) {
      throw DatabaseException.notSupported("DISTINCT for window functions", at);
    }
    if (!call.orderBy().isEmpty()) {
      throw DatabaseException.notSupported("aggregate ORDER BY for window functions", at);
    }
    if (call.nullTreatment() == FunctionCall.NullTreatment.IGNORE) {
      throw DatabaseException.notSupported("IGNORE NULLS", at);
    }
    String name = call.name().names.getLast();
    Spec spec = spec(over);
    Frame frame = frame(over, spec);
    if (context.resolver().hasAggregate(name)) {
      return aggregate(call, name, spec, frame, at);
    }
    if (!NAMES.contains(name)) {
      throw DatabaseException.notSupported("window function " + name, at);
    }
    if (call.filter() != null) {
      throw DatabaseException.at(
          at,
          SqlState.FEATURE_NOT_SUPPORTED,
          "FILTER is not implemented for non-aggregate window functions");
    }
    List<Scalar> arguments = new ArrayList<>();
    call.arguments().forEach(a -> arguments.add(binder.known(a)));
    SqlType type = type(name, arguments, call, at);
    ColumnRef column = context.columns().fresh(type);
    return new WindowCall(column, name, null, arguments, spec, frame);
  }

  private SqlType type(String name, List<Scalar> arguments, FunctionCall call, int at) {
    int count = arguments.size();
    boolean isRanking = name.equals("row_number") || name.endsWith("rank");
    boolean isShift = name.equals("lag") || name.equals("lead");
    boolean fits = isRanking ? count == 0 : isShift ? count >= 1 && count <= 3 : count == 1;
    if (!fits) {
      throw DatabaseException.at(
          at,
          SqlState.UNDEFINED_FUNCTION,
          "function "
              + name
              + "("
              + String.join(", ", arguments.stream().map(a -> a.type().displayName()).toList())
              + ") does not exist");
    }
    if (isRanking) {
      return ScalarType.INT8;
    }
    if (isShift && count > 1) {
      Operand offset = new Operand(arguments.get(1), position(call.arguments().get(1)));
      arguments.set(1, context.coercion().explicit(offset, ScalarType.INT8));
    }
    SqlType type = arguments.getFirst().type();
    if (isShift && count > 2) {
      Operand other = new Operand(binder.bind(call.arguments().get(2)), at);
      arguments.set(2, context.coercion().implicit(other, type));
    }
    return type;
  }

  private WindowCall aggregate(FunctionCall call, String name, Spec spec, Frame frame, int at) {
    List<Operand> operands = call.isStar() ? List.of() : binder.operands(call.arguments());
    Resolver.Resolved<AggregateFunction> resolved =
        context.resolver().aggregate(name, operands, at);
    SqlNode filter = call.filter();
    ColumnRef column = context.columns().fresh(resolved.columns().getFirst());
    AggregateBinding binding =
        new AggregateBinding(
            column,
            resolved.function(),
            resolved.arguments(),
            false,
            filter == null ? null : binder.condition(filter, "FILTER"),
            List.of());
    return new WindowCall(column, name, binding, List.of(), spec, frame);
  }

  private Spec spec(WindowNode over) {
    WindowNode base = base(over);
    SqlNodeList partition =
        base != null && over.partitionBy().isEmpty() ? base.partitionBy() : over.partitionBy();
    SqlNodeList order = base != null && over.orderBy().isEmpty() ? base.orderBy() : over.orderBy();
    List<Term> terms = new OrderBinder(binder).terms(order);
    return new Spec(binder.knownAll(partition), terms);
  }

  private @Nullable WindowNode base(WindowNode over) {
    if (over.reference().isEmpty()) {
      return null;
    }
    WindowNode base = binder.stage().namedWindows().get(over.reference());
    if (base == null) {
      throw DatabaseException.at(
          position(over),
          SqlState.UNDEFINED_OBJECT,
          "window \"" + over.reference() + "\" does not exist");
    }
    return base;
  }

  private Frame frame(WindowNode over, Spec spec) {
    WindowNode base = base(over);
    WindowNode.Frame frame = over.frame() == null && base != null ? base.frame() : over.frame();
    if (frame == null) {
      return spec.order().isEmpty() ? new Frame.Whole() : new Frame.Running();
    }
    if (frame.exclusion() != WindowNode.Exclusion.NO_OTHERS) {
      throw DatabaseException.notSupported("frame exclusion", position(over));
    }
    boolean fromStart = frame.start().kind() == WindowNode.BoundKind.UNBOUNDED_PRECEDING;
    boolean toEnd = frame.end().kind() == WindowNode.BoundKind.UNBOUNDED_FOLLOWING;
    if (fromStart && toEnd) {
      return new Frame.Whole();
    }
    if (frame.unit() == WindowNode.Unit.ROWS) {
      return new Frame.Rows(offset(frame.start()), offset(frame.end()));
    }
    boolean toCurrent = frame.end().kind() == WindowNode.BoundKind.CURRENT_ROW;
    if (frame.unit() == WindowNode.Unit.RANGE && fromStart && toCurrent) {
      return spec.order().isEmpty() ? new Frame.Whole() : new Frame.Running();
    }
    throw DatabaseException.notSupported("this window frame", position(over));
  }

  private @Nullable Long offset(WindowNode.Bound bound) {
    return switch (bound.kind()) {
      case UNBOUNDED_PRECEDING, UNBOUNDED_FOLLOWING -> null;
      case CURRENT_ROW -> 0L;
      case PRECEDING -> -count(bound);
      case FOLLOWING -> count(bound);
    };
  }

  private long count(WindowNode.Bound bound) {
    SqlNode node = bound.offset();
    if (node == null) {
      throw new IllegalStateException("a bound without its offset");
    }
    Operand operand = binder.operand(node);
    Scalar value = Constants.fold(context.coercion().explicit(operand, ScalarType.INT8));
    if (!(value instanceof Literal literal) || !(literal.value() instanceof Long count)) {
      throw DatabaseException.notSupported("a frame offset that is not a constant", position(node));
    }
    if (count < 0) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE, "frame starting offset must not be negative");
    }
    return count;
  }
}
