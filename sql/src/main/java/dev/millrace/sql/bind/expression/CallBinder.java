package dev.millrace.sql.bind.expression;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Branch;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.Scalar.Case;
import dev.millrace.dataflow.plan.Scalar.Coalesce;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.MzNow;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.InternalNames;
import dev.millrace.model.function.TableFunction;
import dev.millrace.model.function.Volatility;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.GroupingCall;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.bind.scope.Stage.Expansion;
import dev.millrace.sql.bind.scope.TypeBinder;
import dev.millrace.sql.logical.AggregateBinding;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.parse.node.FunctionCall;
import dev.millrace.sql.parse.node.WindowNode;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.resolve.Resolver;
import dev.millrace.sql.resolve.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Binds calls by name: constructs with rules of their own, aggregates, set-returning functions,
/// functions of the session, plain functions, and casts written as calls.
final class CallBinder {

  private final ExpressionBinder binder;
  private final BindContext context;

  CallBinder(ExpressionBinder binder) {
    this.binder = binder;
    this.context = binder.context();
  }

  Scalar call(FunctionCall written) {
    if (InternalNames.has(written.name().names.getLast())) {
      throw undefined(written);
    }
    FunctionCall call = CallShapes.plain(written);
    String name = call.name().names.getLast();
    int at = position(call);
    refuseNames(call);
    WindowNode over = call.over();
    if (over != null) {
      return new WindowBinder(binder).bind(call, over, at);
    }
    Resolver resolver = context.resolver();
    switch (name) {
      case "coalesce" -> {
        return coalesce(call, at);
      }
      case "nullif" -> {
        return nullIf(call, at);
      }
      case "greatest", "least" -> {
        return extreme(name, call, at);
      }
      case "grouping" -> {
        return grouping(call, at);
      }
      case "mz_now" -> {
        return new MzNow();
      }
      case "mz_logical_timestamp" ->
          throw DatabaseException.at(
              at,
              SqlState.UNDEFINED_FUNCTION,
              "mz_logical_timestamp() has been renamed to mz_now()");
      default -> {
        if (HypotheticalSets.isOne(call, name)) {
          return binder.bind(HypotheticalSets.expand(call, name));
        }
        if (!resolver.hasAggregate(name)) {
          CallShapes.refuseWithinGroup(call, name, at);
        }
        if (WindowBinder.NAMES.contains(name) && !resolver.hasFunction(name)) {
          throw DatabaseException.at(
              at,
              SqlState.WRONG_OBJECT_TYPE,
              "window function " + name + " requires an OVER clause");
        }
        if (resolver.hasAggregate(name)) {
          return aggregate(call, name, at);
        }
        if (resolver.hasTableFunction(name) && !resolver.hasFunction(name)) {
          return expansion(call, at);
        }
        return plain(call, name, at);
      }
    }
  }

  /// Names of arguments that no function has.
  private void refuseNames(FunctionCall call) {
    if (call.arguments().stream().anyMatch(NamedArguments::isNamed)) {
      throw undefined(call);
    }
  }

  private DatabaseException undefined(FunctionCall call) {
    List<String> shown = new ArrayList<>();
    for (SqlNode argument : call.arguments()) {
      boolean isNamed = NamedArguments.isNamed(argument);
      SqlNode value = isNamed ? ((SqlBasicCall) argument).operand(1) : argument;
      String name = isNamed ? ((SqlBasicCall) argument).operand(0) + " => " : "";
      shown.add(name + binder.operand(value).type().displayName());
    }
    return DatabaseException.at(
            position(call),
            SqlState.UNDEFINED_FUNCTION,
            "function "
                + call.name().names.getLast()
                + "("
                + String.join(", ", shown)
                + ") does not exist")
        .withHint(
            "No function matches the given name and argument types. "
                + "You might need to add explicit type casts.");
  }

  /// What VARIADIC is said of must be an array.
  private static void checkVariadic(String name, List<Operand> operands) {
    if (name.endsWith(InternalNames.VARIADIC)
        && !(operands.getLast().type() instanceof ArrayType)
        && !(name.contains("extract_path") && Types.isUnknown(operands.getLast().type()))) {
      throw DatabaseException.at(
          operands.getLast().position(),
          SqlState.DATATYPE_MISMATCH,
          "VARIADIC argument must be an array");
    }
  }

  private Scalar grouping(FunctionCall call, int at) {
    if (binder.stage().arguments() == null) {
      throw DatabaseException.at(
          at,
          SqlState.GROUPING_ERROR,
          "grouping operations are not allowed in " + binder.stage().clause());
    }
    if (call.arguments().size() > GroupingCall.ARGUMENTS_MAX) {
      throw DatabaseException.at(
          at, SqlState.TOO_MANY_COLUMNS, "GROUPING must have fewer than 32 arguments");
    }
    List<Scalar> arguments = call.arguments().stream().map(binder::known).toList();
    ColumnRef column = context.columns().fresh(ScalarType.INT4);
    binder
        .stage()
        .groupings()
        .add(new GroupingCall(column, arguments, position(call.arguments().getFirst())));
    return column;
  }

  private Scalar coalesce(FunctionCall call, int at) {
    List<Operand> operands = binder.operands(call.arguments());
    SqlType type = common(operands, "COALESCE", at);
    return new Coalesce(coerced(operands, type), type);
  }

  private Scalar extreme(String name, FunctionCall call, int at) {
    List<Operand> operands = binder.operands(call.arguments());
    SqlType type = common(operands, name.toUpperCase(Locale.ROOT), at);
    List<Operand> typed = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      typed.add(new Operand(coerced(operands, type).get(i), operands.get(i).position()));
    }
    return context.resolver().function(name, typed, at);
  }

  private Scalar nullIf(FunctionCall call, int at) {
    List<Operand> operands = binder.operands(call.arguments());
    if (operands.size() != 2) {
      throw DatabaseException.at(at, SqlState.SYNTAX_ERROR, "NULLIF takes two arguments");
    }
    Call equal = (Call) context.resolver().operator("=", operands, at);
    Scalar first = context.coercion().known(operands.getFirst().scalar());
    Scalar value =
        first.type().equals(operands.getFirst().type()) ? first : equal.arguments().getFirst();
    return new Case(
        List.of(new Branch(equal, new Literal(null, value.type()))), value, value.type());
  }

  private SqlType common(List<Operand> operands, String construct, int at) {
    return context.coercion().common(operands.stream().map(Operand::type).toList(), construct, at);
  }

  private List<Scalar> coerced(List<Operand> operands, SqlType type) {
    return operands.stream().map(o -> context.coercion().implicit(o, type)).toList();
  }

  private Scalar aggregate(FunctionCall call, String name, int at) {
    Stage outer = outerStage(call);
    if (outer != null) {
      return aggregate(call, name, at, owner(call), outer);
    }
    return aggregate(call, name, at, binder.scope(), binder.stage());
  }

  /// An aggregate whose arguments and FILTER use only columns of a query around belongs to that
  /// one.
  private @Nullable Stage outerStage(FunctionCall call) {
    if (binder.scope().outer() == null || call.isStar()) {
      return null;
    }
    Scope owner = owner(call);
    if (owner == binder.scope()) {
      return null;
    }
    Stage results = owner.results();
    if (results == null) {
      throw DatabaseException.at(
          position(call),
          SqlState.GROUPING_ERROR,
          "aggregate functions are not allowed in FROM clause of their own query level");
    }
    return results;
  }

  private Scope owner(FunctionCall call) {
    ExpressionBinder trial =
        new ExpressionBinder(context, binder.scope(), Stage.rows("aggregate arguments"));
    Set<Integer> columns = new HashSet<>();
    call.arguments().forEach(a -> Scalars.collectColumns(trial.bind(a), columns));
    for (SqlNode item : call.withinGroup()) {
      Scalars.collectColumns(trial.bind(OrderBinder.Item.of(item).node()), columns);
    }
    SqlNode filter = call.filter();
    if (filter != null) {
      Scalars.collectColumns(trial.bind(filter), columns);
    }
    return binder.scope().owner(columns);
  }

  private Scalar aggregate(FunctionCall call, String name, int at, Scope scope, Stage stage) {
    Stage arguments = stage.arguments();
    if (arguments == null) {
      throw DatabaseException.at(
          at,
          SqlState.GROUPING_ERROR,
          stage.clause().isEmpty()
              ? "aggregate function calls cannot be nested"
              : "aggregate functions are not allowed in " + stage.clause());
    }
    Map<Integer, Integer> uses = scope.remember(new HashMap<>());
    try {
      ExpressionBinder inner = new ExpressionBinder(context, scope, arguments);
      List<Operand> operands = new ArrayList<>(inner.operands(call.arguments()));
      List<OrderBinder.Item> group = CallShapes.withinGroup(call);
      group.forEach(item -> operands.add(inner.operand(item.node())));
      if (operands.isEmpty() && !call.isStar() && name.equals("count")) {
        throw DatabaseException.at(
            at,
            SqlState.WRONG_OBJECT_TYPE,
            "count(*) must be used to call a parameterless aggregate function");
      }
      Resolver.Resolved<AggregateFunction> resolved =
          context.resolver().aggregate(name, operands, at);
      CallShapes.checkOrderedSet(call, name, at);
      SqlNode filter = call.filter();
      List<AggregateBinding.Term> order =
          group.isEmpty()
              ? new OrderBinder(inner).terms(call.orderBy())
              : CallShapes.order(group, resolved.arguments());
      checkOrder(call, order, operands);
      AggregateBinding binding =
          new AggregateBinding(
              context.columns().fresh(resolved.columns().getFirst()),
              resolved.function(),
              resolved.arguments(),
              call.isDistinct(),
              filter == null ? null : inner.condition(filter, "FILTER"),
              order);
      return add(binding, stage).column();
    } finally {
      scope.remember(uses);
    }
  }

  private static void checkOrder(
      FunctionCall call, List<AggregateBinding.Term> order, List<Operand> arguments) {
    for (int i = 0; call.isDistinct() && i < order.size(); i++) {
      Scalar value = order.get(i).value();
      if (arguments.stream().noneMatch(a -> a.scalar().equals(value))) {
        throw DatabaseException.at(
            position(call.orderBy().get(i)),
            SqlState.INVALID_COLUMN_REFERENCE,
            "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list");
      }
    }
  }

  private static AggregateBinding add(AggregateBinding binding, Stage stage) {
    for (AggregateBinding other : stage.aggregates()) {
      if (binding.isSameCall(other)) {
        return other;
      }
    }
    stage.aggregates().add(binding);
    return binding;
  }

  private Scalar expansion(FunctionCall call, int at) {
    Expansion expansion = expand(call, at);
    if (expansion.results().size() == 1) {
      return expansion.results().getFirst();
    }
    List<String> names =
        expansion.function().columns().stream().map(TableFunction.OutputColumn::name).toList();
    return new RowBinder(binder).record(names, List.copyOf(expansion.results()), at);
  }

  /// Asks the stage for a set-returning function's rows.
  Expansion expand(FunctionCall call, int at) {
    Stage stage = binder.stage();
    if (!stage.allowsExpansions()) {
      throw DatabaseException.notSupported("set-returning function in " + stage.clause(), at);
    }
    Resolver.Resolved<TableFunction> resolved =
        context
            .resolver()
            .tableFunction(call.name().names.getLast(), binder.operands(call.arguments()), at);
    for (Expansion other : stage.expansions()) {
      if (other.function().equals(resolved.function())
          && other.arguments().equals(resolved.arguments())) {
        return other;
      }
    }
    List<ColumnRef> results =
        resolved.columns().stream().map(t -> context.columns().fresh(t)).toList();
    Expansion expansion = new Expansion(resolved.function(), resolved.arguments(), results);
    stage.expansions().add(expansion);
    return expansion;
  }

  private Scalar plain(FunctionCall call, String name, int at) {
    List<Operand> operands = binder.operands(call.arguments());
    checkVariadic(name, operands);
    Scalar value = sessionValue(name, operands);
    if (value != null) {
      refuseIfMaintained(name, at);
      return value;
    }
    if (name.equals("age") && operands.size() == 1) {
      return age(call, operands.getFirst(), at);
    }
    if (!context.resolver().hasFunction(name) && operands.size() == 1) {
      SqlType type = TypeBinder.lookUp(call.name().names, context.relations());
      if (type != null) {
        return context.coercion().explicit(operands.getFirst(), type);
      }
    }
    Scalar result = context.resolver().function(name, operands, at);
    if (result instanceof Call resolved
        && resolved.function().volatility() != Volatility.IMMUTABLE) {
      refuseIfMaintained(name, at);
    }
    return result;
  }

  /// `age(t)` counts back from the midnight of today.
  private Scalar age(FunctionCall call, Operand operand, int at) {
    Scalar today = plain(CallShapes.call("current_date", call), "current_date", at);
    SqlType type =
        operand.type().is(TypeId.TIMESTAMPTZ) ? ScalarType.TIMESTAMPTZ : ScalarType.TIMESTAMP;
    Scalar midnight = context.coercion().implicit(new Operand(today, at), type);
    return context.resolver().function("age", List.of(new Operand(midnight, at), operand), at);
  }

  private @Nullable Scalar sessionValue(String name, List<Operand> operands) {
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Operand operand : operands) {
      if (!(operand.scalar() instanceof Literal literal)) {
        return null;
      }
      arguments.add(literal.value());
    }
    return context.session().call(name, arguments);
  }

  private void refuseIfMaintained(String name, int at) {
    if (context.mode() == BindMode.MAINTAINED) {
      throw DatabaseException.at(
          at, SqlState.FEATURE_NOT_SUPPORTED, "cannot materialize call to " + name);
    }
  }
}
