package dev.millrace.sql.bind.write;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.bind.Bound.OutputColumn;
import dev.millrace.sql.bind.RowQuery;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.query.SelectBinder;
import dev.millrace.sql.bind.query.SelectItems;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.bind.scope.Stage.Hoist;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Rel.Binding;
import dev.millrace.sql.logical.Rels;
import dev.millrace.sql.logical.Scalars;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/// Binds RETURNING: a select list over the rows that a statement writes.
public final class ReturningBinder {

  private final BindContext context;

  /// A binder for one statement.
  public ReturningBinder(BindContext context) {
    this.context = context;
  }

  /// Bound items.
  ///
  /// @param query over [RowQuery#ROWS]; its last column is the row's number
  /// @param rows the columns of those rows
  /// @param others how many of them, at the end, are of other relations than the table
  public record Answered(
      List<OutputColumn> columns, BoundQuery query, List<ColumnRef> rows, int others) {

    /// The columns of other relations that the items use.
    List<ColumnRef> fromOthers() {
      return rows.subList(rows.size() - others, rows.size());
    }
  }

  /// @param items none without RETURNING
  /// @param visible what names mean
  /// @param table all columns of the table
  /// @param others columns of other relations in the statement
  /// @return null without RETURNING
  public @Nullable Answered bind(
      SqlNodeList items, FromItem visible, List<ColumnRef> table, List<ColumnRef> others) {
    if (items.isEmpty()) {
      return null;
    }
    Scope scope = new Scope(null, visible);
    Stage stage = Stage.rows("RETURNING");
    ExpressionBinder binder = new ExpressionBinder(context, scope, stage);
    List<OutputColumn> columns = new ArrayList<>();
    List<Output> outputs = new ArrayList<>();
    List<Binding> bindings = new ArrayList<>();
    Set<Integer> used = new HashSet<>();
    for (SelectBinder.Item item : new SelectItems(scope).expand(items)) {
      Scalar value = item.column() != null ? item.column() : binder.known(item.node());
      Scalars.collectColumns(value, used);
      columns.add(new OutputColumn(item.name(), value.type(), item.origin(scope)));
      outputs.add(new Output(item.name(), context.columns().of(value, bindings)));
    }
    for (Hoist hoist : stage.hoists()) {
      used.addAll(Rels.free(hoist.right()));
      hoist.on().forEach(s -> Scalars.collectColumns(s, used));
    }
    List<ColumnRef> rows = new ArrayList<>(table);
    others.stream().filter(c -> used.contains(c.index())).forEach(rows::add);
    ColumnRef number = context.columns().fresh(ScalarType.INT8);
    outputs.add(new Output("", number));
    Rel rel = Rels.extend(stage.applyHoists(rows(rows, number)), bindings);
    return new Answered(columns, BoundQuery.of(rel, outputs), rows, rows.size() - table.size());
  }

  /// Rows that only a running statement has, with their number behind them.
  static Rel rows(List<ColumnRef> columns, ColumnRef number) {
    List<ColumnRef> all = new ArrayList<>(columns);
    all.add(number);
    return new Rel.Get(RowQuery.ROWS, all, Set.of(), Set.of(Set.of(number.index())));
  }
}
