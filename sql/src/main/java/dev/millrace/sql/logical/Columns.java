package dev.millrace.sql.logical;

import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.model.type.SqlType;
import java.util.List;

/// Hands out column numbers, unique within one statement. Confined to the thread that plans it.
public final class Columns {

  private int next;

  /// A column never used before.
  public ColumnRef fresh(SqlType type) {
    return new ColumnRef(next++, type);
  }

  /// A new column of the type of each given one.
  public List<ColumnRef> freshLike(List<ColumnRef> columns) {
    return columns.stream().map(c -> fresh(c.type())).toList();
  }
}
