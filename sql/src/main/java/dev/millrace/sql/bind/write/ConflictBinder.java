package dev.millrace.sql.bind.write;

import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.ConflictAction;
import dev.millrace.sql.bind.InsertColumn;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.statement.DataStatement.OnConflict;
import dev.millrace.sql.statement.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
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

  public ConflictAction bind(
      OnConflict clause, ObjectName table, @Nullable String alias, List<InsertColumn> columns) {
    List<String> key = new ArrayList<>();
    clause.target().forEach(node -> key.add(column(node, clause, columns)));
    if (clause.isNothing()) {
      return new ConflictAction(key, clause.constraint(), null, null, clause.position());
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
    Map<Integer, Scalar> positions = new HashMap<>(WriteBinder.positions(there.columns(), 0));
    positions.putAll(WriteBinder.positions(excluded.columns(), there.columns().size()));
    List<Scalar> all = new ArrayList<>();
    for (ColumnRef column : there.columns()) {
      Scalar value = assigned.getOrDefault(String.valueOf(there.name(column)), column);
      all.add(Scalars.substitute(value, positions));
    }
    SqlNode where = clause.where();
    Scalar condition =
        where == null ? null : Scalars.substitute(binder.condition(where, "WHERE"), positions);
    if (!stage.hoists().isEmpty()) {
      throw DatabaseException.notSupported("a sub-query in ON CONFLICT", clause.position());
    }
    return new ConflictAction(key, clause.constraint(), all, condition, clause.position());
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
