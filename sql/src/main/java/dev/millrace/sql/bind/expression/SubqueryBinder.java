package dev.millrace.sql.bind.expression;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Coalesce;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.Scalar.IsNull;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.dataflow.plan.Scalar.Not;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.Stage.Hoist;
import dev.millrace.sql.logical.AggregateBinding;
import dev.millrace.sql.logical.AggregateBinding.Term;
import dev.millrace.sql.logical.Keys;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Aggregate;
import dev.millrace.sql.logical.Rel.AtMostOne;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rel.Distinct;
import dev.millrace.sql.logical.Rel.Extend;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.parse.node.Shapes;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.resolve.Resolver;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlNode;

/// Sub-queries as values: each is joined to the rows of the stage as a dependent join, and the
/// expression uses a column of it.
public final class SubqueryBinder {

  private final ExpressionBinder binder;
  private final BindContext context;

  /// Binds with the expression binder given.
  public SubqueryBinder(ExpressionBinder binder) {
    this.binder = binder;
    this.context = binder.context();
  }

  /// EXISTS, a scalar sub-query, ARRAY(…) or LIST(…) as a value.
  public Scalar value(SqlBasicCall call) {
    BoundQuery query = query(call.operand(0));
    return switch (call.getKind()) {
      case EXISTS -> exists(query.rows());
      case ARRAY_QUERY_CONSTRUCTOR -> collection(query, "array_agg", position(call));
      default ->
          call.getOperator() == Shapes.LIST_QUERY
              ? collection(query, "list_agg", position(call))
              : scalar(query, position(call));
    };
  }

  /// Binds a sub-query that may use the columns in scope.
  public BoundQuery query(SqlNode node) {
    return context.queries().bind(context, node, binder.scope());
  }

  /// True if the rows are any at all: a mark that an outer join leaves NULL.
  public Scalar exists(Rel rows) {
    ColumnRef mark = context.columns().fresh(ScalarType.BOOL);
    Rel marked = new Extend(rows, List.of(new Binding(mark, Scalars.TRUE)));
    hoist(new Distinct(marked, List.of(mark)));
    return new Not(new IsNull(mark));
  }

  private Scalar scalar(BoundQuery query, int at) {
    requireOneColumn(query, at);
    hoistSingle(query);
    return query.columns().getFirst();
  }

  /// The columns of a sub-query of one row that a row is compared with.
  List<Operand> row(SqlBasicCall call) {
    BoundQuery query = query(call.operand(0));
    hoistSingle(query);
    return query.columns().stream().map(c -> new Operand(c, position(call))).toList();
  }

  private void hoistSingle(BoundQuery query) {
    Rel rows = query.rows();
    boolean isSingle = Keys.of(rows).contains(Set.of());
    hoist(isSingle ? rows : new AtMostOne(rows, List.of()));
  }

  private static void requireOneColumn(BoundQuery query, int at) {
    if (query.outputs().size() != 1) {
      throw DatabaseException.at(at, SqlState.SYNTAX_ERROR, "subquery must return only one column");
    }
  }

  private Scalar collection(BoundQuery query, String aggregate, int at) {
    requireOneColumn(query, at);
    Resolver.Resolved<AggregateFunction> resolved =
        context
            .resolver()
            .aggregate(aggregate, List.of(new Operand(query.columns().getFirst(), at)), at);
    SqlType type = resolved.columns().getFirst();
    List<Term> order =
        query.order().stream()
            .map(o -> new Term(o.column(), o.isDescending(), o.isNullsFirst()))
            .toList();
    AggregateBinding binding =
        new AggregateBinding(
            context.columns().fresh(type),
            resolved.function(),
            resolved.arguments(),
            false,
            null,
            order);
    hoist(new Aggregate(query.rows(), List.of(), List.of(binding)));
    Literal empty = new Literal(TextFormat.parse(type, "{}"), type);
    return new Coalesce(List.of(binding.column(), empty), type);
  }

  private void hoist(Rel right) {
    binder.stage().hoists().add(new Hoist(JoinKind.LEFT, right, List.of()));
  }
}
