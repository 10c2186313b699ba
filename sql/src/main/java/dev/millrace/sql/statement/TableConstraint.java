package dev.millrace.sql.statement;

import dev.millrace.sql.statement.DataStatement.ColumnName;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/// A constraint on a whole table.
public sealed interface TableConstraint {

  /// 1-based character of the constraint's first word.
  int position();

  /// PRIMARY KEY (columns).
  record PrimaryKey(List<ColumnName> columns, int position) implements TableConstraint {
    public PrimaryKey {
      columns = List.copyOf(columns);
    }
  }

  /// UNIQUE (columns).
  record Unique(List<ColumnName> columns, int position) implements TableConstraint {
    public Unique {
      columns = List.copyOf(columns);
    }
  }

  /// CHECK (condition).
  record Check(SqlNode condition, int position) implements TableConstraint {}

  /// FOREIGN KEY (columns) REFERENCES table [(columns)].
  record ForeignKey(List<ColumnName> columns, ObjectName table, int position)
      implements TableConstraint {
    public ForeignKey {
      columns = List.copyOf(columns);
    }
  }
}
