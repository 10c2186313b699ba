package dev.millrace.sql.port;

import java.util.List;

/// What a prepared statement takes and returns; no columns: no rows.
public record StatementDescription(int[] parameterOids, List<ResultColumn> columns) {

  public StatementDescription {
    columns = List.copyOf(columns);
  }
}
