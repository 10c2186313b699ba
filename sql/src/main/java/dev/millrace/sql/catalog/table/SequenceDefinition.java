package dev.millrace.sql.catalog.table;

import dev.millrace.model.type.SqlType;

/// The rule by which a sequence goes on. What it has reached is kept apart from the catalog.
///
/// @param type smallint, integer or bigint
/// @param cache accepted and shown; values are handed out one by one whatever it says
public record SequenceDefinition(
    SqlType type,
    long start,
    long increment,
    long minimum,
    long maximum,
    long cache,
    boolean isCycle) {

  /// The column a sequence goes with.
  ///
  /// @param column position in the table
  /// @param isIdentity true if it is the column's own, which cannot be dropped alone
  public record Owner(long tableId, int column, boolean isIdentity) {}
}
