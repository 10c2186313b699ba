package dev.millrace.sql.bind;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.expression.ExpressionBinder;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.FromItem;
import dev.millrace.sql.bind.scope.FromItem.NamedColumn;
import dev.millrace.sql.bind.scope.Nodes;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.Stage;
import dev.millrace.sql.logical.Rel;
import dev.millrace.sql.logical.Scalars;
import dev.millrace.sql.resolve.Constants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Binds a condition that outlives the statement and is asked again and again: nothing in it may
/// depend on the session that wrote it. Confined to one statement.
final class CheckBinder {

  /// The functions of the moment, which a check answers with the moment of the request.
  private static final Set<String> CLOCK =
      Set.of("now", "current_timestamp", "transaction_timestamp", "statement_timestamp");

  private final SessionValues session;
  private final List<ColumnRef> row = new ArrayList<>();

  CheckBinder(SessionValues session) {
    this.session = session;
  }

  /// @param columns the last one is the moment of the request and has no name in scope
  Scalar bind(SqlNode node, List<Relations.Column> columns, Binder binder, Binder.Request request) {
    BindContext context =
        binder.context(
            new Binder.Request(request.relations(), this::value, BindMode.VIEW, List.of()));
    List<NamedColumn> named = new ArrayList<>();
    Map<Integer, Scalar> positions = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      ColumnRef column = context.columns().fresh(columns.get(i).type());
      row.add(column);
      positions.put(column.index(), new ColumnRef(i, column.type()));
      named.add(new NamedColumn(columns.get(i).name(), column));
    }
    FromItem from =
        new FromItem(new Rel.Rows(List.of(), row), List.of(), named.subList(0, named.size() - 1));
    Stage stage = Stage.rows("CHECK");
    Scalar condition =
        new ExpressionBinder(context, new Scope(null, from), stage).condition(node, "CHECK");
    int position = Nodes.position(node);
    if (!stage.hoists().isEmpty()) {
      throw DatabaseException.notSupported("a sub-query in CHECK", position);
    }
    if (!context.parameters().settled().isEmpty()) {
      throw DatabaseException.at(
          position, SqlState.UNDEFINED_PARAMETER, "there is no parameter $1");
    }
    Scalar bound = Constants.fold(Scalars.substitute(condition, positions));
    Maintainable.check(bound);
    boolean usesRequest =
        Scalars.columns(bound).stream().anyMatch(index -> index < columns.size() - 1);
    if (!usesRequest) {
      throw DatabaseException.at(
          position,
          SqlState.INVALID_PARAMETER_VALUE,
          "expression provided in CHECK does not reference any of its inputs");
    }
    return bound;
  }

  private @Nullable Scalar value(String function, List<@Nullable Object> arguments) {
    if (arguments.isEmpty() && CLOCK.contains(function)) {
      return row.getLast();
    }
    if (session.call(function, arguments) != null) {
      throw new DatabaseException(
          SqlState.FEATURE_NOT_SUPPORTED, "cannot use " + function + " in CHECK");
    }
    return null;
  }
}
