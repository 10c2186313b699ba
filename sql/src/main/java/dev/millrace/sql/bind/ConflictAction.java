package dev.millrace.sql.bind;

import dev.millrace.dataflow.plan.Scalar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What ON CONFLICT does with the row that is there already. Expressions are over its positions,
/// then over those of the row that was to be added.
///
/// @param columns of the key that is meant, as named; empty if none are
/// @param constraint the key by its constraint's name, or null
/// @param values of all columns of the table; null for DO NOTHING
/// @param condition under which the row is changed, or null
/// @param subqueries over pairs of such rows: gives what expressions find behind the pair, or null
public record ConflictAction(
    List<String> columns,
    @Nullable String constraint,
    @Nullable List<Scalar> values,
    @Nullable Scalar condition,
    @Nullable RowQuery subqueries,
    int position) {
  public ConflictAction {
    columns = List.copyOf(columns);
  }

  /// The same with what its sub-queries give.
  public ConflictAction with(RowQuery rows) {
    return new ConflictAction(columns, constraint, values, condition, rows, position);
  }
}
