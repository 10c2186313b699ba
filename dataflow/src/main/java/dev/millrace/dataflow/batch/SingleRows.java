package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;

/// Checks that a scalar sub-query has at most one row per group.
final class SingleRows {

  private final RowKey key;
  private final GroupTable groups;

  SingleRows(Plan.AtMostOne plan, Budget budget) {
    this.key = RowKey.grouping(plan.types(), plan.group());
    this.groups = new GroupTable(budget);
  }

  /// Fails with 21000 on the second row of a group.
  void check(Chunk chunk) {
    for (int row = 0; row < chunk.size(); row++) {
      key.read(chunk, row);
      int before = groups.groups();
      boolean isFirst = groups.findOrAdd(key.bytes(), key.length()) == before;
      if (!isFirst || chunk.weight(row) > 1) {
        throw new DatabaseException(
            SqlState.CARDINALITY_VIOLATION,
            "more than one row returned by a subquery used as an expression");
      }
    }
  }
}
