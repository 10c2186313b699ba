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
      Set.of(
          "row_number",
          "rank",
          "dense_rank",
          "percent_rank",
          "cume_dist",
          "ntile",
          "lag",
          "lead",
          "first_value",
          "last_value",
          "nth_value");

  /// Functions that may leave out NULLs.
  private static final Set<String> IGNORING = Set.of("lag", "lead", "first_value", "last_value");

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
        && a.ignoresNulls() == b.ignoresNulls()
        && a.spec().equals(b.spec())
        && a.frame().equals(b.frame());
  }

  private WindowCall window(FunctionCall call, WindowNode over, int at) {
    if (call.isDistinct()) {
      throw DatabaseException.at(
          at, SqlState.FEATURE_NOT_SUPPORTED, "DISTINCT is not implemented for window functions");
    }
    if (!call.orderBy().isEmpty()) {
      throw DatabaseException.at(
          at,
          SqlState.FEATURE_NOT_SUPPORTED,
          "aggregate ORDER BY is not implemented for window functions");
    }
    String name = call.name().names.getLast();
    boolean ignoresNulls = call.nullTreatment() == FunctionCall.NullTreatment.IGNORE;
    if (ignoresNulls && !IGNORING.contains(name)) {
      throw DatabaseException.notSupported("IGNORE NULLS of " + name, at);
    }
    Spec spec = spec(over);
    WindowNode base = base(over);
    WindowNode.Frame written = over.frame() == null && base != null ? base.frame() : over.frame();
    Frame frame = new FrameBinder(binder, over, spec).bind(written);
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
    return new WindowCall(column, name, null, arguments, ignoresNulls, spec, frame);
  }

  private SqlType type(String name, List<Scalar> arguments, FunctionCall call, int at) {
    int count = arguments.size();
    boolean fits =
        switch (name) {
          case "lag", "lead" -> count >= 1 && count <= 3;
          case "nth_value" -> count == 2;
          case "first_value", "last_value", "ntile" -> count == 1;
          default -> count == 0;
        };
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
    return switch (name) {
      case "row_number", "rank", "dense_rank" -> ScalarType.INT8;
      case "percent_rank", "cume_dist" -> ScalarType.FLOAT8;
      case "ntile" -> {
        arguments.set(0, positive(arguments.getFirst(), call.arguments().getFirst(), name));
        yield ScalarType.INT4;
      }
      case "nth_value" -> {
        arguments.set(1, positive(arguments.get(1), call.arguments().get(1), name));
        yield arguments.getFirst().type();
      }
      case "lag", "lead" -> {
        shift(arguments, call, at);
        yield arguments.getFirst().type();
      }
      default -> arguments.getFirst().type();
    };
  }

  private void shift(List<Scalar> arguments, FunctionCall call, int at) {
    if (arguments.size() > 1) {
      Operand offset = new Operand(arguments.get(1), position(call.arguments().get(1)));
      arguments.set(1, context.coercion().explicit(offset, ScalarType.INT8));
    }
    if (arguments.size() > 2) {
      Operand other = new Operand(binder.bind(call.arguments().get(2)), at);
      arguments.set(2, context.coercion().implicit(other, arguments.getFirst().type()));
    }
  }

  /// A count that must be a constant above zero, or NULL.
  private Scalar positive(Scalar argument, SqlNode node, String name) {
    Operand operand = new Operand(argument, position(node));
    Scalar value = Constants.fold(context.coercion().explicit(operand, ScalarType.INT8));
    if (!(value instanceof Literal literal)) {
      throw DatabaseException.notSupported(
          "an argument of " + name + " that is not a constant", position(node));
    }
    if (literal.value() instanceof Long count && count <= 0) {
      SqlState state =
          name.equals("ntile")
              ? SqlState.INVALID_ARGUMENT_FOR_NTILE
              : SqlState.INVALID_ARGUMENT_FOR_NTH_VALUE;
      throw new DatabaseException(state, "argument of " + name + " must be greater than zero");
    }
    return value;
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
    return new WindowCall(column, name, binding, List.of(), false, spec, frame);
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
}
