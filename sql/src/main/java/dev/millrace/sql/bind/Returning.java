package dev.millrace.sql.bind;

import java.util.List;

/// RETURNING: what to answer for each written row.
///
/// @param rows over the table's columns and what else the written rows carry
public record Returning(List<Bound.OutputColumn> columns, RowQuery rows) {

  public Returning {
    columns = List.copyOf(columns);
  }
}
