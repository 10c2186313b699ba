package dev.millrace.sql.statement;

import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// Statements that show settings and catalog objects.
public sealed interface ShowStatement extends Statement {

  /// SHOW variable; the name is folded, `time zone` becomes `timezone`.
  record ShowVariable(String name, int position) implements ShowStatement {}

  /// SHOW ALL.
  record ShowAll() implements ShowStatement {}

  /// SHOW objects.
  ///
  /// @param what lower case plural words: `materialized views`, `columns`, `role membership`
  /// @param from what stands behind FROM or IN, or null
  /// @param on what stands behind ON, or null
  /// @param forRole what stands behind FOR, or null
  record ShowObjects(
      String what,
      @Nullable ObjectName from,
      @Nullable ObjectName on,
      @Nullable ObjectName cluster,
      @Nullable String forRole,
      Filter filter,
      int position)
      implements ShowStatement {}

  /// SHOW [REDACTED] CREATE kind name.
  record ShowCreate(ObjectKind kind, ObjectName name, boolean isRedacted)
      implements ShowStatement {}

  /// A filter over what is shown.
  sealed interface Filter {
    /// Everything.
    record None() implements Filter {}

    /// LIKE 'pattern' on the name.
    record Like(String pattern) implements Filter {}

    /// WHERE condition on the columns shown.
    record Where(SqlNode condition) implements Filter {}
  }
}
