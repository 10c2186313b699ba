package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.sql.bind.Origin;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.bind.scope.Stage.Expansion;
import dev.millrace.sql.logical.Order;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.parse.node.SelectNode;
import dev.millrace.sql.resolve.Operand;
import dev.millrace.sql.resolve.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/// Binds one SELECT. Everything is bound before the operators are put together, since only then it
/// is known whether the query groups.
public final class SelectBinder {

  private final BindContext context;
  private final SelectNode select;
  private final Scope scope;
  private final Stage arguments = Stage.rows("");
  private final Stage results = Stage.results(arguments);
  private final ExpressionBinder binder;
  private final Wanted wanted;
  private final Set<Integer> untyped = new HashSet<>();
  private Rel rel;

  SelectBinder(BindContext context, SelectNode select, @Nullable Scope outer, Wanted wanted) {
    this.context = context;
    this.wanted = wanted;
    this.select = select;
    SqlNode from = select.getFrom();
    FromItem item =
        from == null ? FromItem.none() : new FromBinder(context, outer).bind(from, null);
    this.scope = new Scope(outer, item);
    this.rel = item.rel();
    this.binder = new ExpressionBinder(context, scope, results);
    scope.results(results);
    select.windows().forEach(w -> results.namedWindows().put(w.name(), w));
  }

  /// The names of its FROM.
  Scope scope() {
    return scope;
  }

  /// A select item: its name and what it evaluates.
  ///
  /// @param column if a star stands for it; then `origin` is the column's
  public record Item(String name, SqlNode node, @Nullable ColumnRef column, Origin origin) {

    /// Where the item comes from if it is plainly a column.
    public Origin origin(Scope scope) {
      return column == null && node instanceof SqlIdentifier identifier
          ? scope.origin(identifier.names, position(identifier))
          : origin;
    }
  }

  /// @param orderBy of the query around, or empty
  BoundQuery bind(SqlNodeList orderBy) {

    SqlNode where = select.getWhere();
    if (where != null) {
      rel = new Conditions(context, scope).filter(rel, where);
    }
    List<Item> items = new SelectItems(scope).expand(select.getSelectList());
    Grouping grouping = new Grouping(context, scope);
    SqlNodeList groupBy = select.getGroup();
    if (groupBy != null) {
      grouping.bind(groupBy, items);
    }
    scope.remember(new HashMap<>());
    List<Scalar> values = new ArrayList<>();
    for (Item item : items) {
      values.add(value(item, values.size(), grouping));
    }
    SqlNode havingNode = select.getHaving();
    Scalar having = havingNode == null ? null : binder.condition(havingNode, "HAVING");
    SqlNode qualifyNode = select.getQualify();
    Scalar qualify = qualifyNode == null ? null : binder.condition(qualifyNode, "QUALIFY");
    SelectOrder order = new SelectOrder(binder, items, values);
    List<Scalar> on =
        order.bind(select.distinctOn()).stream().map(SelectOrder.Term::value).toList();
    List<SelectOrder.Term> terms = order.bind(orderBy);
    boolean isGrouped =
        groupBy != null
            || having != null
            || !results.aggregates().isEmpty()
            || !results.groupings().isEmpty();
    if (isGrouped) {
      rel = arguments.applyHoists(grouping.extend(rel));
      Rel before = rel;
      rel = grouping.aggregate(rel, results);
      Grouping.Check check = grouping.check(before, results);
      values = check.rewrite(values);
      on = check.rewrite(on);
      terms = terms.stream().map(t -> t.with(check.rewrite(t.value()))).toList();
      having = having == null ? null : check.rewrite(having);
      qualify = qualify == null ? null : check.rewrite(qualify);
    } else {
      rel = arguments.applyHoists(rel);
    }
    rel = results.applyHoists(rel);
    rel = having == null ? rel : Rels.filter(rel, List.of(having));
    rel = new WindowPlanner(context, position(select)).plan(rel, results.windows());
    rel = qualify == null ? rel : Rels.filter(rel, List.of(qualify));
    List<Expansion> expansions = results.expansions();
    if (!expansions.isEmpty()) {
      rel = new Lockstep(context, position(select)).expand(rel, expansions);
    }
    return finish(items, values, on, terms);
  }

  private Scalar value(Item item, int index, Grouping grouping) {
    if (item.column() != null) {
      return item.column();
    }
    Scalar key = grouping.keyOf(item);
    if (key != null) {
      return key;
    }
    Operand operand = binder.operand(item.node());
    if (!Types.isUnknown(operand.type())) {
      return operand.scalar();
    }
    untyped.add(index);
    return context.coercion().implicit(operand, wanted.at(index));
  }

  private BoundQuery finish(
      List<Item> items, List<Scalar> values, List<Scalar> on, List<SelectOrder.Term> terms) {
    Map<Scalar, ColumnRef> computed = new HashMap<>();
    List<Binding> bindings = new ArrayList<>();
    Set<Integer> available = Rels.numbers(rel);
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (ScalarTrees.isVolatile(values.get(i))) {
        // Each is evaluated for itself.
        computed.remove(values.get(i));
      }
      ColumnRef column = column(values.get(i), available, computed, bindings);
      Item item = items.get(i);
      outputs.add(new Output(item.name(), column, untyped.contains(i), item.origin(scope)));
    }
    List<Order> order = new ArrayList<>();
    for (SelectOrder.Term term : terms) {
      ColumnRef column = column(term.value(), available, computed, bindings);
      order.add(new Order(column, term.isDescending(), term.isNullsFirst()));
    }
    List<ColumnRef> columns = outputs.stream().map(Output::column).toList();
    if (select.isDistinct()) {
      SelectOrder.requireSelected(terms, order, columns);
      Rel all = Rels.extend(rel, bindings);
      rel = new Rel.Distinct(all, columns.stream().distinct().toList());
      return new BoundQuery(rel, outputs, order, null, 0, null);
    }
    if (!on.isEmpty()) {
      List<ColumnRef> group =
          on.stream().map(s -> column(s, available, computed, bindings)).distinct().toList();
      SelectOrder.requireLeading(group, order, select.distinctOn());
      rel = new Rel.TopK(Rels.extend(rel, bindings), group, order, 1L, 0);
      return new BoundQuery(rel, outputs, order, null, 0, null);
    }
    return new BoundQuery(Rels.extend(rel, bindings), outputs, order, null, 0, null);
  }

  /// The column that holds a value; equal values share one.
  private ColumnRef column(
      Scalar value,
      Set<Integer> available,
      Map<Scalar, ColumnRef> computed,
      List<Binding> bindings) {
    if (value instanceof ColumnRef column && available.contains(column.index())) {
      return column;
    }
    return computed.computeIfAbsent(
        value,
        v -> {
          ColumnRef column = context.columns().fresh(v.type());
          bindings.add(new Binding(column, v));
          return column;
        });
  }
}
