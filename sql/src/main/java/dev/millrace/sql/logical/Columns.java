package dev.millrace.sql.logical;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.logical.Rel.Binding;
import java.util.List;

/// Hands out column numbers, unique within one statement. Confined to the thread that plans it.
public final class Columns {

  /// A statement whose parts take more columns than this is refused: copies of shared parts (WITH
  /// queries, views) within copies would otherwise grow without limit.
  private static final int COLUMNS_MAX = 1_000_000;

  private int next;

  /// A column never used before.
  public ColumnRef fresh(SqlType type) {
    if (next >= COLUMNS_MAX) {
      throw new DatabaseException(
          SqlState.STATEMENT_TOO_COMPLEX, "the statement is too complex to be planned");
    }
    return new ColumnRef(next++, type);
  }

  /// The column that a value is, or a new one that is bound to it.
  ///
  /// @param bindings where the new one is added
  public ColumnRef of(Scalar value, List<Binding> bindings) {
    if (value instanceof ColumnRef column) {
      return column;
    }
    ColumnRef column = fresh(value.type());
    bindings.add(new Binding(column, value));
    return column;
  }

  /// A new column of the type of each given one.
  public List<ColumnRef> freshLike(List<ColumnRef> columns) {
    return columns.stream().map(c -> fresh(c.type())).toList();
  }
}
