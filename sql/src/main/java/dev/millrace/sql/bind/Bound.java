package dev.millrace.sql.bind;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.model.type.SqlType;
import java.util.List;

/// A statement's query, ready to be run or installed.
///
/// @param plan yields the columns of the result, then columns that only `order` needs; LIMIT is in
///   it
/// @param order in which a one-shot read returns the rows, over the plan's columns
/// @param parameters types of `$1`, `$2`, …
public record Bound(
    Plan plan, List<OutputColumn> columns, List<SortKey> order, List<SqlType> parameters) {

  /// A column of the result.
  public record OutputColumn(String name, SqlType type) {}

  public Bound {
    columns = List.copyOf(columns);
    order = List.copyOf(order);
    parameters = List.copyOf(parameters);
  }
}
