package dev.millrace.model.function.math;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import org.jspecify.annotations.Nullable;

/// The numbers of LIMIT and OFFSET. The binder calls these where a number is not known before the
/// query runs.
public final class RowCounts {

  private RowCounts() {}

  /// What LIMIT says; NULL is no limit.
  @Sql("limit_count(int8) -> int8")
  public static long limit(long count) {
    if (count < 0) {
      throw new DatabaseException(
          SqlState.INVALID_ROW_COUNT_IN_LIMIT_CLAUSE, "LIMIT must not be negative");
    }
    return count;
  }

  /// What OFFSET says; NULL skips nothing.
  @Sql(value = "offset_count(int8) -> int8", strict = false)
  public static long offset(@Nullable Long count) {
    if (count != null && count < 0) {
      throw new DatabaseException(
          SqlState.INVALID_ROW_COUNT_IN_RESULT_OFFSET_CLAUSE, "OFFSET must not be negative");
    }
    return count == null ? 0 : count;
  }
}
