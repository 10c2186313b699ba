package dev.millrace.sql.bind.scope;

import dev.millrace.sql.bind.BindMode;
import dev.millrace.sql.bind.Relations;
import dev.millrace.sql.bind.SessionValues;
import dev.millrace.sql.logical.Columns;
import dev.millrace.sql.resolve.Coercion;
import dev.millrace.sql.resolve.ParameterTypes;
import dev.millrace.sql.resolve.Resolver;

/// What all parts of one statement's binding share.
///
/// @param with queries of WITH that names in FROM may mean
/// @param depth how many views deep the text in hand is
/// @param queries binds queries inside expressions
public record BindContext(
    Columns columns,
    Resolver resolver,
    ParameterTypes parameters,
    Relations relations,
    SessionValues session,
    BindMode mode,
    WithQueries with,
    Queries queries,
    int depth) {

  /// Views nested deeper than this are refused.
  public static final int VIEW_DEPTH_MAX = 100;

  /// The casts of the statement.
  public Coercion coercion() {
    return resolver.coercion();
  }

  /// The context of a view's text.
  public BindContext inside(Relations viewRelations) {
    return new BindContext(
        columns,
        resolver,
        parameters,
        viewRelations,
        session,
        mode,
        WithQueries.NONE,
        queries,
        depth + 1);
  }

  /// The same with more WITH queries in scope.
  public BindContext withQueries(WithQueries visible) {
    return new BindContext(
        columns, resolver, parameters, relations, session, mode, visible, queries, depth);
  }
}
