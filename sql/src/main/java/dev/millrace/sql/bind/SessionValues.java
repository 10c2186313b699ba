package dev.millrace.sql.bind;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.sql.statement.ShowStatement;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Functions whose value is a constant of the session and the statement: `current_user`, `now()`,
/// `current_schemas(true)`, `version()`.
@FunctionalInterface
public interface SessionValues {

  /// The value of a call, most often a literal, or null if the function is none of the session's.
  ///
  /// @param arguments literals, boxed
  @Nullable Scalar call(String function, List<@Nullable Object> arguments);

  /// The query that gives what a SHOW shows; null where no session can be asked.
  default @Nullable SqlNode shown(ShowStatement show) {
    return null;
  }
}
