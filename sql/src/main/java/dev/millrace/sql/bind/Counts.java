package dev.millrace.sql.bind;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;

/// The numbers of LIMIT and OFFSET.
public final class Counts {

  private Counts() {}

  /// Fails if the number is negative.
  ///
  /// @param clause LIMIT or OFFSET
  public static void check(long count, String clause) {
    if (count < 0) {
      throw new DatabaseException(
          clause.equals("LIMIT")
              ? SqlState.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE
              : SqlState.INVALID_ROW_COUNT_IN_RESULT_OFFSET_CLAUSE,
          clause + " must not be negative");
    }
  }
}
