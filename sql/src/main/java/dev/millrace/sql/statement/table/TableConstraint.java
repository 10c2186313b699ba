package dev.millrace.sql.statement.table;

import dev.millrace.sql.statement.DataStatement.ColumnName;
import dev.millrace.sql.statement.ObjectName;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// A constraint on a whole table; its name is null where none is given.
public sealed interface TableConstraint {

  /// 1-based character of the constraint's first word.
  int position();

  /// PRIMARY KEY (columns).
  record PrimaryKey(@Nullable String name, List<ColumnName> columns, int position)
      implements TableConstraint {
    public PrimaryKey {
      columns = List.copyOf(columns);
    }
  }

  /// UNIQUE (columns).
  record Unique(@Nullable String name, List<ColumnName> columns, int position)
      implements TableConstraint {
    public Unique {
      columns = List.copyOf(columns);
    }
  }

  /// CHECK (condition), and the condition as written.
  record Check(@Nullable String name, SqlNode condition, String text, int position)
      implements TableConstraint {}

  /// FOREIGN KEY (columns) REFERENCES table [(columns)].
  record ForeignKey(List<ColumnName> columns, ObjectName table, int position)
      implements TableConstraint {
    public ForeignKey {
      columns = List.copyOf(columns);
    }
  }
}
