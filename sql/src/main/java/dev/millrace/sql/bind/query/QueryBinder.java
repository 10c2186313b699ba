package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.Origin;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.query.SelectBinder.Item;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.logical.Order;
import dev.millrace.sql.parse.node.MutuallyRecursiveNode;
import dev.millrace.sql.parse.node.SelectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlWith;
import org.jspecify.annotations.Nullable;

/// Binds a query: SELECT, VALUES, set operations, WITH around and ORDER BY, LIMIT behind.
public final class QueryBinder {

  private final BindContext context;
  private final Wanted wanted;

  /// A binder for queries of the statement.
  public QueryBinder(BindContext context) {
    this(context, Wanted.NOTHING);
  }

  public QueryBinder(BindContext context, Wanted wanted) {
    this.context = context;
    this.wanted = wanted;
  }

  /// @param outer the query around, null for the outermost
  public BoundQuery bind(SqlNode node, @Nullable Scope outer) {
    return switch (node) {
      case SqlOrderBy order -> ordered(order, outer);
      case SqlWith with ->
          new QueryBinder(new WithBinder(context, outer).scope(with), wanted)
              .bind(with.body, outer);
      case SelectNode select ->
          new SelectBinder(context, select, outer, wanted).bind(SqlNodeList.EMPTY);
      case MutuallyRecursiveNode recursive ->
          new QueryBinder(new RecursionBinder(context, outer).scope(recursive), wanted)
              .bind(recursive.body(), outer);
      case SqlBasicCall call -> call(call, outer);
      default -> throw DatabaseException.notSupported("this query", position(node));
    };
  }

  private BoundQuery call(SqlBasicCall call, @Nullable Scope outer) {
    return switch (call.getKind()) {
      case VALUES -> new ValuesBinder(context, outer, wanted).bind(call);
      case UNION, INTERSECT, EXCEPT -> new SetOperationBinder(context, wanted).bind(call, outer);
      case EXPLICIT_TABLE -> {
        SqlIdentifier name = call.operand(0);
        FromItem item = new FromBinder(context, outer).named(name.names, null, position(name));
        List<Output> outputs =
            item.columns().stream().map(c -> new Output(c.name(), c.column(), c.origin())).toList();
        yield BoundQuery.of(item.rel(), outputs);
      }
      default -> throw DatabaseException.notSupported("this query", position(call));
    };
  }

  private BoundQuery ordered(SqlOrderBy node, @Nullable Scope outer) {
    BoundQuery query;
    Scope selected = null;
    if (node.query instanceof SelectNode select) {
      SelectBinder binder = new SelectBinder(context, select, outer, wanted);
      query = binder.bind(node.orderList);
      selected = binder.scope();
    } else if (node.query instanceof SqlWith with && !node.orderList.isEmpty()) {
      // The grammar keeps ORDER BY inside of WITH.
      throw new IllegalStateException("ORDER BY around WITH at " + position(with));
    } else {
      query = bind(node.query, outer);
      if (query.isLimited()) {
        query = BoundQuery.of(query.rows(), query.outputs());
      }
      if (!node.orderList.isEmpty()) {
        query =
            new BoundQuery(
                query.rel(), query.outputs(), byOutputs(query, node.orderList), null, 0, null);
      }
    }
    return new LimitBinder(context, outer, selected).cut(query, node.fetch, node.offset);
  }

  /// ORDER BY behind a set operation knows nothing but its output.
  private List<Order> byOutputs(BoundQuery query, SqlNodeList list) {
    List<FromItem.NamedColumn> names =
        query.outputs().stream().map(o -> new FromItem.NamedColumn(o.name(), o.column())).toList();
    FromItem item = new FromItem(query.rel(), List.of(), names);
    ExpressionBinder binder =
        new ExpressionBinder(context, new Scope(null, item), Stage.rows("ORDER BY"));
    List<Item> items = new ArrayList<>();
    List<Scalar> values = new ArrayList<>();
    for (Output output : query.outputs()) {
      items.add(new Item(output.name(), list, output.column(), Origin.NONE));
      values.add(output.column());
    }
    List<Order> order = new ArrayList<>();
    for (SelectOrder.Term term : new SelectOrder(binder, items, values).bind(list)) {
      if (!(term.value() instanceof ColumnRef column)) {
        throw DatabaseException.at(
                term.position(),
                SqlState.FEATURE_NOT_SUPPORTED,
                "invalid UNION/INTERSECT/EXCEPT ORDER BY clause")
            .withDetail("Only result column names can be used, not expressions or functions.")
            .withHint(
                "Add the expression/function to every SELECT, "
                    + "or move the UNION into a FROM clause.");
      }
      order.add(new Order(column, term.isDescending(), term.isNullsFirst()));
    }
    return order;
  }
}
