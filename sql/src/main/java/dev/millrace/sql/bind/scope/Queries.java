package dev.millrace.sql.bind.scope;

import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Binds a query that stands inside something else.
@FunctionalInterface
public interface Queries {

  /// @param outer the columns the query may use besides its own
  BoundQuery bind(BindContext context, SqlNode query, @Nullable Scope outer);
}
