package dev.millrace.sql.bind.write;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.sql.bind.ConflictAction;
import dev.millrace.sql.bind.InsertColumn;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.statement.DataStatement.OnConflict;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Binds ON CONFLICT: names see the row that is there under the table's name and the row that was
/// to be added under `excluded`.
public final class ConflictBinder {

  private static final String EXCLUDED = "excluded";

  private final BindContext context;

  /// A binder for one statement.
  public ConflictBinder(BindContext context) {
    this.context = context;
  }

  /// A bound clause.
  ///
  /// @param subqueries over pairs of rows, as [RowQuery] wants it; null if there are none
  /// @param pairs the columns of such a pair
  public record Result(
      ConflictAction action, @Nullable BoundQuery subqueries, List<ColumnRef> pairs) {}

  public Result bind(
      OnConflict clause, ObjectName table, @Nullable String alias, List<InsertColumn> columns) {
    List<String> key = new ArrayList<>();
    clause.target().forEach(node -> key.add(column(node, clause, columns)));
    if (clause.isNothing()) {
      return new Result(
          new ConflictAction(key, clause.constraint(), null, null, null, clause.position()),
          null,
          List.of());
    }
    if (key.isEmpty() && clause.constraint() == null) {
      throw DatabaseException.at(
              clause.position(),
              SqlState.SYNTAX_ERROR,
              "ON CONFLICT DO UPDATE requires inference specification or constraint name")
          .withHint("For example, ON CONFLICT (column_name).");
    }
    WriteBinder writes = new WriteBinder(context);
    WriteBinder.Target there = writes.target(table, alias);
    WriteBinder.Target excluded = writes.target(table, EXCLUDED);
    FromItem both =
        there
            .item()
            .with(
                excluded.item(),
                new Rel.Join(JoinKind.INNER, there.rel(), excluded.rel(), List.of()));
    Stage stage = Stage.rows("UPDATE");
    ExpressionBinder binder = new ExpressionBinder(context, new Scope(null, both), stage);
    Map<String, Scalar> assigned =
        new Assignments(binder, table, columns).bind(clause.assignments());
    List<Scalar> all = new ArrayList<>();
    for (ColumnRef column : there.columns()) {
      all.add(assigned.getOrDefault(String.valueOf(there.name(column)), column));
    }
    SqlNode where = clause.where();
    if (where != null) {
      all.add(binder.condition(where, "WHERE"));
    }
    List<ColumnRef> pair = new ArrayList<>(there.columns());
    pair.addAll(excluded.columns());
    List<ColumnRef> found = stage.hoisted(all);
    List<ColumnRef> seen = new ArrayList<>(pair);
    seen.addAll(found);
    Map<Integer, Scalar> positions = WriteBinder.positions(seen, 0);
    List<Scalar> placed = all.stream().map(s -> Scalars.substitute(s, positions)).toList();
    int width = there.columns().size();
    ConflictAction action =
        new ConflictAction(
            key,
            clause.constraint(),
            placed.subList(0, width),
            where == null ? null : placed.get(width),
            null,
            clause.position());
    return new Result(
        action, stage.hoists().isEmpty() ? null : subqueries(stage, pair, found), pair);
  }

  private BoundQuery subqueries(Stage stage, List<ColumnRef> pair, List<ColumnRef> found) {
    ColumnRef number = context.columns().fresh(ScalarType.INT8);
    Rel rel = stage.applyHoists(ReturningBinder.rows(pair, number));
    List<Output> outputs = new ArrayList<>();
    found.forEach(c -> outputs.add(new Output("", c)));
    outputs.add(new Output("", number));
    return BoundQuery.of(rel, outputs);
  }

  /// A column of the key; an expression is none of any key's.
  private static String column(SqlNode node, OnConflict clause, List<InsertColumn> columns) {
    if (!(node instanceof SqlIdentifier identifier) || identifier.names.size() != 1) {
      throw new DatabaseException(
          SqlState.INVALID_COLUMN_REFERENCE,
          "there is no unique or exclusion constraint matching the ON CONFLICT specification");
    }
    String name = identifier.names.getFirst();
    if (columns.stream().noneMatch(c -> c.name().equals(name))) {
      throw DatabaseException.at(
          clause.targetPosition(),
          SqlState.UNDEFINED_COLUMN,
          "column \"" + name + "\" does not exist");
    }
    return name;
  }
}
