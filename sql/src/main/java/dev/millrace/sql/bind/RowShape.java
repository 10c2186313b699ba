package dev.millrace.sql.bind;

import java.util.List;

/// The columns of a table as expressions over one of its rows see them.
///
/// @param schema of the table
/// @param table its name
/// @param columns by position, hidden ones included
public record RowShape(String schema, String table, List<Relations.Column> columns) {
  public RowShape {
    columns = List.copyOf(columns);
  }
}
