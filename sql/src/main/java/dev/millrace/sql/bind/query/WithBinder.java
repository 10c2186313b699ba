package dev.millrace.sql.bind.query;

import static dev.millrace.sql.bind.scope.Nodes.position;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.bind.scope.BindContext;
import dev.millrace.sql.bind.scope.BoundQuery;
import dev.millrace.sql.bind.scope.BoundQuery.Output;
import dev.millrace.sql.bind.scope.Scope;
import dev.millrace.sql.bind.scope.WithQueries;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.jspecify.annotations.Nullable;

/// Binds WITH. Without RECURSIVE a query sees those before it; with it all see each other, and are
/// bound when they are first named.
final class WithBinder {

  private final BindContext context;
  private final @Nullable Scope outer;

  WithBinder(BindContext context, @Nullable Scope outer) {
    this.context = context;
    this.outer = outer;
  }

  /// The context for what stands behind a WITH.
  BindContext scope(SqlWith with) {
    checkNames(with);
    List<SqlWithItem> items = new ArrayList<>();
    for (SqlNode node : with.withList) {
      items.add((SqlWithItem) node);
    }
    return items.getFirst().recursive.booleanValue() ? recursive(items) : plain(items);
  }

  private static void checkNames(SqlWith with) {
    Set<String> names = new HashSet<>();
    for (SqlNode node : with.withList) {
      SqlIdentifier name = ((SqlWithItem) node).name;
      if (!names.add(name.names.getFirst())) {
        throw DatabaseException.at(
            position(name),
            SqlState.DUPLICATE_ALIAS,
            "WITH query name \"" + name.names.getFirst() + "\" specified more than once");
      }
    }
  }

  private BindContext plain(List<SqlWithItem> items) {
    BindContext inner = context;
    for (SqlWithItem item : items) {
      BoundQuery query = named(new QueryBinder(inner).bind(item.query, outer), item);
      inner = inner.withQueries(inner.with().and(name(item), _ -> query));
    }
    return inner;
  }

  private BindContext recursive(List<SqlWithItem> items) {
    IterationBinder.Running running = new IterationBinder.Running();
    List<IterationBinder> binders = new ArrayList<>();
    WithQueries names = context.with();
    for (SqlWithItem item : items) {
      IterationBinder binder = new IterationBinder(item, outer, running);
      binders.add(binder);
      names = names.and(name(item), binder);
    }
    BindContext inner = context.withQueries(names);
    binders.forEach(b -> b.open(inner));
    binders.forEach(b -> b.at(0));
    return inner;
  }

  static String name(SqlWithItem item) {
    return item.name.names.getFirst();
  }

  /// The query with the names that the WITH list gives to its columns.
  static BoundQuery named(BoundQuery query, SqlWithItem item) {
    SqlNodeList names = item.columnList;
    if (names == null) {
      return BoundQuery.of(query.rows(), query.outputs());
    }
    if (names.size() > query.outputs().size()) {
      throw DatabaseException.at(
          position(item.name),
          SqlState.INVALID_COLUMN_REFERENCE,
          "WITH query \""
              + name(item)
              + "\" has "
              + query.outputs().size()
              + " columns available but "
              + names.size()
              + " columns specified");
    }
    List<Output> outputs = new ArrayList<>(query.outputs());
    for (int i = 0; i < names.size(); i++) {
      String name = ((SqlIdentifier) names.get(i)).names.getFirst();
      outputs.set(i, new Output(name, outputs.get(i).column(), outputs.get(i).origin()));
    }
    return BoundQuery.of(query.rows(), outputs);
  }
}
