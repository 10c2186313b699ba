package dev.millrace.sql.bind.expression;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.And;
import dev.millrace.dataflow.plan.Scalar.Branch;
import dev.millrace.dataflow.plan.Scalar.Case;
import dev.millrace.dataflow.plan.Scalar.IsNull;
import dev.millrace.dataflow.plan.Scalar.Not;
import dev.millrace.dataflow.plan.Scalar.Or;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.Nodes;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.parse.node.QuantifiedOperator;
import dev.millrace.sql.parse.node.Shapes;
import dev.millrace.sql.resolve.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/// IN, ANY and ALL over lists, arrays and queries, as values with all three truths. Where only
/// "true" matters `bind.query` makes semi and anti joins of them.
public final class QuantifiedBinder {

  private final ExpressionBinder binder;
  private final BindContext context;

  /// Binds with the expression binder given.
  public QuantifiedBinder(ExpressionBinder binder) {
    this.binder = binder;
    this.context = binder.context();
  }

  /// A row of the sub-query and the comparison of the left side with it.
  public record Comparison(Rel rows, List<Scalar> parts) {
    /// All parts as one condition.
    public Scalar predicate() {
      return Scalars.and(parts);
    }
  }

  /// `x IN (…)` as a value.
  public Scalar in(SqlBasicCall call, boolean isNot) {
    SqlNode right = call.operand(1);
    Scalar value =
        right instanceof SqlNodeList list
            ? inList(call.operand(0), list, position(call))
            : any(compare(call.operand(0), "=", right, position(call)));
    return isNot ? new Not(value) : value;
  }

  private Scalar inList(SqlNode left, SqlNodeList list, int at) {
    List<Scalar> equalities = new ArrayList<>();
    if (Nodes.isRow(left)) {
      for (SqlNode element : list) {
        equalities.add(
            new RowBinder(binder).compare("=", left, Objects.requireNonNull(element), at));
      }
    } else {
      Operand subject = binder.operand(left);
      for (SqlNode element : list) {
        Operand other = binder.operand(Objects.requireNonNull(element));
        equalities.add(context.resolver().operator("=", List.of(subject, other), at));
      }
    }
    return equalities.size() == 1 ? equalities.getFirst() : new Or(equalities);
  }

  /// `x op ANY (…)` or `ALL` as a value.
  public Scalar value(QuantifiedOperator operator, SqlBasicCall call) {
    SqlNode right = call.operand(1);
    int at = position(call);
    if (!Shapes.isQuery(right)) {
      return overArray(operator, call, at);
    }
    Comparison comparison = compare(call.operand(0), operator.symbol(), right, at);
    return operator.isAll() ? all(comparison) : any(comparison);
  }

  /// True if some row compares true, else NULL if some compares NULL, else false.
  private Scalar any(Comparison comparison) {
    return decide(comparison, comparison.predicate(), Scalars.TRUE, Scalars.FALSE);
  }

  /// False if some row compares false, else NULL if some compares NULL, else true.
  private Scalar all(Comparison comparison) {
    return decide(comparison, new Not(comparison.predicate()), Scalars.FALSE, Scalars.TRUE);
  }

  private Scalar decide(Comparison comparison, Scalar decisive, Scalar decided, Scalar otherwise) {
    SubqueryBinder subqueries = new SubqueryBinder(binder);
    Rels.Copy copy = Rels.copy(comparison.rows(), context.columns());
    Scalar unknown = new IsNull(Scalars.substitute(decisive, copy.renamed()));
    Scalar isDecided = subqueries.exists(Rels.filter(comparison.rows(), List.of(decisive)));
    Scalar isUnknown = subqueries.exists(Rels.filter(copy.rel(), List.of(unknown)));
    return new Case(
        List.of(new Branch(isDecided, decided), new Branch(isUnknown, Scalars.NULL_BOOL)),
        otherwise,
        ScalarType.BOOL);
  }

  /// Binds the query and compares the left side, maybe a row, with its columns.
  public Comparison compare(SqlNode left, String symbol, SqlNode right, int at) {
    BoundQuery query = new SubqueryBinder(binder).query(right);
    List<SqlNode> lefts =
        Nodes.isRow(left) ? ((SqlBasicCall) left).getOperandList() : List.of(left);
    if (lefts.size() != query.outputs().size()) {
      throw DatabaseException.at(
          at,
          SqlState.SYNTAX_ERROR,
          lefts.size() < query.outputs().size()
              ? "subquery has too many columns"
              : "subquery has too few columns");
    }
    List<Scalar> parts = new ArrayList<>();
    for (int i = 0; i < lefts.size(); i++) {
      Output output = query.outputs().get(i);
      List<Operand> sides = List.of(binder.operand(lefts.get(i)), new Operand(output.column(), at));
      Scalar part = context.resolver().operator(symbol, sides, at);
      parts.add(binder.condition(new Operand(part, at), symbol));
    }
    if (parts.size() == 1 || symbol.equals("=")) {
      return new Comparison(query.rows(), parts);
    }
    if (symbol.equals("<>")) {
      return new Comparison(query.rows(), List.of(new Or(parts)));
    }
    throw DatabaseException.notSupported("row comparison by " + symbol + " with a query", at);
  }

  /// `x op ANY (array)`: one comparison per element.
  private Scalar overArray(QuantifiedOperator operator, SqlBasicCall call, int at) {
    SqlNode right = call.operand(1);
    if (right instanceof SqlBasicCall array && Nodes.isArray(array)) {
      Operand subject = binder.operand(call.operand(0));
      List<Scalar> parts = new ArrayList<>();
      for (SqlNode element : array.getOperandList()) {
        List<Operand> sides = List.of(subject, binder.operand(element));
        parts.add(context.resolver().operator(operator.symbol(), sides, at));
      }
      if (!parts.isEmpty()) {
        return operator.isAll() ? new And(parts) : new Or(parts);
      }
    }
    return new ArrayComparison(binder).bind(operator, call, at);
  }
}
