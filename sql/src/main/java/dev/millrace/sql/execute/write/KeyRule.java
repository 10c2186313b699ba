package dev.millrace.sql.execute.write;

import dev.millrace.dataflow.plan.CollectionId;
import java.util.List;

/// No two rows of a table may have the same values in some columns, NULL aside.
///
/// @param name of the index, and of the constraint where there is one
/// @param index holds the table's rows by these columns
record KeyRule(String name, CollectionId index, boolean isConstraint, List<Integer> columns) {
  KeyRule {
    columns = List.copyOf(columns);
  }
}
