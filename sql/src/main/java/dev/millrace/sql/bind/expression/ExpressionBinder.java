package dev.millrace.sql.bind.expression;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.And;
import dev.millrace.dataflow.plan.Scalar.Branch;
import dev.millrace.dataflow.plan.Scalar.Case;
import dev.millrace.dataflow.plan.Scalar.Coalesce;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.IsDistinct;
import dev.millrace.dataflow.plan.Scalar.IsNull;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.Not;
import dev.millrace.dataflow.plan.Scalar.Or;
import dev.millrace.dataflow.plan.Scalar.Parameter;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.Nodes;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.bind.scope.TypeBinder;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.parse.node.FunctionCall;
import dev.millrace.sql.parse.node.OperatorSymbol;
import dev.millrace.sql.parse.node.QuantifiedOperator;
import dev.millrace.sql.parse.node.Shapes;
import dev.millrace.sql.parse.node.TypeNode;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.resolve.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/// Binds the expressions of one stage of one query.
public final class ExpressionBinder {

  private final BindContext context;
  private final Scope scope;
  private final Stage stage;

  /// A binder for expressions over the scope, evaluated at the stage.
  public ExpressionBinder(BindContext context, Scope scope, Stage stage) {
    this.context = context;
    this.scope = scope;
    this.stage = stage;
  }

  /// What the whole statement shares.
  public BindContext context() {
    return context;
  }

  /// The names expressions may use.
  public Scope scope() {
    return scope;
  }

  /// Where the expressions are evaluated.
  public Stage stage() {
    return stage;
  }

  /// An expression whose type may still be unknown (an untyped literal or parameter).
  public Scalar bind(SqlNode node) {
    return switch (node) {
      case SqlIdentifier identifier -> column(identifier);
      case SqlDynamicParam parameter ->
          new Parameter(parameter.getIndex(), context.parameters().of(parameter.getIndex()));
      case SqlLiteral literal -> literal(literal);
      case FunctionCall call -> new CallBinder(this).call(call);
      case SqlCase choice -> choice(choice);
      case SqlBasicCall call -> operation(call);
      default -> throw unexpected(node);
    };
  }

  /// An expression with its position.
  public Operand operand(SqlNode node) {
    return new Operand(bind(node), position(node));
  }

  /// Expressions with their positions.
  public List<Operand> operands(List<SqlNode> nodes) {
    return nodes.stream().map(this::operand).toList();
  }

  /// An expression of a known type: what is untyped is text.
  public Scalar known(SqlNode node) {
    return context.coercion().known(bind(node));
  }

  /// A condition; `construct` is what the message names, for example `WHERE`.
  public Scalar condition(SqlNode node, String construct) {
    return condition(operand(node), construct);
  }

  /// A bound expression as a condition.
  public Scalar condition(Operand operand, String construct) {
    if (!context.coercion().isImplicit(operand.type(), ScalarType.BOOL)) {
      throw DatabaseException.at(
          operand.position(),
          SqlState.DATATYPE_MISMATCH,
          "argument of "
              + construct
              + " must be type boolean, not type "
              + operand.type().displayName());
    }
    return context.coercion().implicit(operand, ScalarType.BOOL);
  }

  private static DatabaseException unexpected(SqlNode node) {
    return DatabaseException.notSupported("this expression", position(node));
  }

  private Scalar column(SqlIdentifier identifier) {
    List<String> parts = identifier.names;
    if (identifier.isStar()) {
      return new RowBinder(this).wholeRow(starred(identifier), position(identifier));
    }
    if (parts.size() == 1 && scope.find(parts, position(identifier)) == null) {
      FromItem.Table table = scope.table(parts, position(identifier));
      if (table != null) {
        return new RowBinder(this).wholeRow(table, position(identifier));
      }
    }
    return scope.column(parts, position(identifier));
  }

  /// The table that `t.*` names; fails for a `*` alone.
  FromItem.Table starred(SqlIdentifier star) {
    List<String> qualifier = star.names.subList(0, star.names.size() - 1);
    if (qualifier.isEmpty()) {
      throw DatabaseException.at(
          position(star), SqlState.SYNTAX_ERROR, "row expansion via \"*\" is not supported here");
    }
    FromItem.Table table = scope.table(qualifier, position(star));
    if (table == null) {
      throw Scope.missingTable(qualifier, position(star));
    }
    return table;
  }

  private static Scalar literal(SqlLiteral literal) {
    if (literal instanceof SqlCharStringLiteral text) {
      String value = Objects.requireNonNull(text.getValueAs(String.class));
      return new Literal(Slice.utf8(value), ScalarType.UNKNOWN);
    }
    if (literal instanceof SqlNumericLiteral number) {
      return Nodes.number(number);
    }
    return switch (literal.getTypeName()) {
      case NULL -> new Literal(null, ScalarType.UNKNOWN);
      case BOOLEAN -> literal.booleanValue() ? Scalars.TRUE : Scalars.FALSE;
      default -> throw unexpected(literal);
    };
  }

  private Scalar choice(SqlCase node) {
    List<Scalar> conditions = new ArrayList<>();
    SqlNode value = node.getValueOperand();
    Operand subject = value == null ? null : operand(value);
    for (SqlNode when : node.getWhenOperands()) {
      if (subject == null) {
        conditions.add(condition(when, "CASE/WHEN"));
      } else {
        List<Operand> sides = List.of(subject, operand(when));
        conditions.add(context.resolver().operator("=", sides, position(when)));
      }
    }
    List<Operand> results = new ArrayList<>(operands(node.getThenOperands()));
    SqlNode otherwise = Objects.requireNonNull(node.getElseOperand());
    results.add(operand(otherwise));
    // PostgreSQL looks at ELSE first.
    List<SqlType> types = new ArrayList<>();
    types.add(results.getLast().type());
    results.subList(0, results.size() - 1).forEach(r -> types.add(r.type()));
    SqlType type = context.coercion().common(types, "CASE", position(node));
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      branches.add(
          new Branch(conditions.get(i), context.coercion().implicit(results.get(i), type)));
    }
    return new Case(branches, context.coercion().implicit(results.getLast(), type), type);
  }

  private Scalar operation(SqlBasicCall call) {
    SqlOperator operator = call.getOperator();
    if (operator instanceof OperatorSymbol symbol) {
      return symbol(symbol.symbol(), call);
    }
    if (operator instanceof QuantifiedOperator quantified) {
      return new QuantifiedBinder(this).value(quantified, call);
    }
    if (operator == Shapes.SUBSCRIPT || operator == Shapes.SLICE || operator == Shapes.FIELD) {
      return new RowBinder(this).access(call);
    }
    if (operator == Shapes.LIST || isConstructor(operator)) {
      return new ConstructorBinder(this).construct(call);
    }
    if (operator == Shapes.COLLATE) {
      return collate(call);
    }
    if (operator == SqlStdOperatorTable.IS_UNKNOWN) {
      return new IsNull(condition(call.operand(0), "IS UNKNOWN"));
    }
    if (operator == SqlStdOperatorTable.IS_NOT_UNKNOWN) {
      return new Not(new IsNull(condition(call.operand(0), "IS NOT UNKNOWN")));
    }
    return standard(call);
  }

  private static boolean isConstructor(SqlOperator operator) {
    return operator == SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR
        || operator == SqlStdOperatorTable.MAP_VALUE_CONSTRUCTOR
        || operator == SqlStdOperatorTable.ROW;
  }

  private Scalar symbol(String symbol, SqlBasicCall call) {
    List<SqlNode> nodes = call.getOperandList();
    boolean isRows =
        nodes.size() == 2
            && Nodes.isRow(nodes.get(0))
            && (Nodes.isRow(nodes.get(1)) || nodes.get(1).getKind() == SqlKind.SCALAR_QUERY);
    if (isRows) {
      return new RowBinder(this).compare(symbol, nodes.get(0), nodes.get(1), position(call));
    }
    return context.resolver().operator(symbol, operands(nodes), position(call));
  }

  /// Only the database's own collation exists: byte order.
  private Scalar collate(SqlBasicCall call) {
    String name = ((SqlIdentifier) call.operand(1)).names.getLast();
    if (!name.equals("default") && !name.equals("C") && !name.equals("POSIX")) {
      throw DatabaseException.at(
          position(call.operand(1)),
          SqlState.UNDEFINED_OBJECT,
          "collation \"" + name + "\" for encoding \"UTF8\" does not exist");
    }
    return known(call.operand(0));
  }

  private Scalar standard(SqlBasicCall call) {
    return switch (call.getKind()) {
      case AND -> new And(flatten(call, SqlKind.AND, "AND"));
      case OR -> new Or(flatten(call, SqlKind.OR, "OR"));
      case NOT -> new Not(condition(call.operand(0), "NOT"));
      case IS_NULL -> RowBinder.isNull(known(call.operand(0)));
      case IS_NOT_NULL -> RowBinder.isNotNull(known(call.operand(0)));
      case IS_TRUE -> isTrue(condition(call.operand(0), "IS TRUE"));
      case IS_NOT_TRUE -> new Not(isTrue(condition(call.operand(0), "IS NOT TRUE")));
      case IS_FALSE -> isTrue(new Not(condition(call.operand(0), "IS FALSE")));
      case IS_NOT_FALSE -> new Not(isTrue(new Not(condition(call.operand(0), "IS NOT FALSE"))));
      case IS_DISTINCT_FROM -> distinct(call);
      case IS_NOT_DISTINCT_FROM -> new Not(distinct(call));
      case BETWEEN -> between(call);
      case IN -> new QuantifiedBinder(this).in(call, false);
      case NOT_IN -> new QuantifiedBinder(this).in(call, true);
      case CAST -> cast(call);
      case EXISTS, SCALAR_QUERY, ARRAY_QUERY_CONSTRUCTOR -> new SubqueryBinder(this).value(call);
      default -> {
        if (call.getOperator() == Shapes.LIST_QUERY) {
          yield new SubqueryBinder(this).value(call);
        }
        throw DatabaseException.notSupported(
            "this use of " + call.getOperator().getName(), position(call));
      }
    };
  }

  /// IS TRUE: NULL counts as false.
  public static Scalar isTrue(Scalar condition) {
    return new Coalesce(List.of(condition, Scalars.FALSE), ScalarType.BOOL);
  }

  private List<Scalar> flatten(SqlCall call, SqlKind kind, String name) {
    List<Scalar> all = new ArrayList<>();
    for (SqlNode node : Nodes.flatten(call, kind)) {
      all.add(condition(node, name));
    }
    return all;
  }

  private Scalar distinct(SqlBasicCall call) {
    List<Operand> sides = operands(call.getOperandList());
    // Resolving `=` says whether the types can be compared at all.
    Scalar.Call equal = (Scalar.Call) context.resolver().operator("=", sides, position(call));
    Scalar left = equal.arguments().get(0);
    Scalar right = equal.arguments().get(1);
    if (left.type().withoutModifier().equals(right.type().withoutModifier())) {
      return new IsDistinct(left, right, equal.function());
    }
    SqlType type =
        context
            .coercion()
            .common(List.of(left.type(), right.type()), "IS DISTINCT FROM", position(call));
    return new IsDistinct(
        context.coercion().implicit(new Operand(left, position(call)), type),
        context.coercion().implicit(new Operand(right, position(call)), type),
        context.resolver().equal(type));
  }

  private Scalar between(SqlBasicCall call) {
    Operand subject = operand(call.operand(0));
    Operand low = operand(call.operand(1));
    Operand high = operand(call.operand(2));
    int at = position(call);
    Scalar inside = within(subject, low, high, at);
    SqlOperator operator = call.getOperator();
    boolean isSymmetric =
        operator == SqlStdOperatorTable.SYMMETRIC_BETWEEN
            || operator == SqlStdOperatorTable.SYMMETRIC_NOT_BETWEEN;
    if (isSymmetric) {
      inside = new Or(List.of(inside, within(subject, high, low, at)));
    }
    boolean isNot =
        operator == SqlStdOperatorTable.NOT_BETWEEN
            || operator == SqlStdOperatorTable.SYMMETRIC_NOT_BETWEEN;
    return isNot ? new Not(inside) : inside;
  }

  private Scalar within(Operand subject, Operand low, Operand high, int position) {
    return new And(
        List.of(
            context.resolver().operator(">=", List.of(subject, low), position),
            context.resolver().operator("<=", List.of(subject, high), position)));
  }

  private Scalar cast(SqlBasicCall call) {
    TypeNode typeNode = (TypeNode) (SqlNode) call.operand(1);
    SqlType type = TypeBinder.bind(typeNode.type(), context.relations());
    SqlNode node = call.operand(0);
    String unit = Nodes.intervalUnit(typeNode.type());
    if (!unit.isEmpty() && node instanceof SqlCharStringLiteral text) {
      String value = Objects.requireNonNull(text.getValueAs(String.class));
      Literal literal = new Literal(Slice.utf8(Nodes.withUnit(value, unit)), ScalarType.UNKNOWN);
      return context.coercion().explicit(new Operand(literal, position(node)), type);
    }
    if (node.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR || isListConstructor(node)) {
      return new ConstructorBinder(this).constructAs((SqlBasicCall) node, type);
    }
    Operand operand = operand(node);
    if (operand.scalar() instanceof ColumnRef || !Types.isUnknown(operand.type())) {
      return context.coercion().explicit(operand, type);
    }
    return context.coercion().explicit(operand, type);
  }

  private static boolean isListConstructor(SqlNode node) {
    return node instanceof SqlBasicCall call && call.getOperator() == Shapes.LIST;
  }

  /// All expressions of a list.
  public List<Scalar> knownAll(SqlNodeList list) {
    return list.stream().map(n -> known(Objects.requireNonNull(n))).toList();
  }
}
