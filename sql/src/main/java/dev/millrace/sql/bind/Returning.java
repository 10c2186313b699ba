package dev.millrace.sql.bind;

import dev.millrace.dataflow.plan.Scalar;
import java.util.List;

/// RETURNING: what to answer for each written row.
///
/// @param values over the positions of the table's columns
public record Returning(List<Bound.OutputColumn> columns, List<Scalar> values) {

  public Returning {
    columns = List.copyOf(columns);
    values = List.copyOf(values);
  }
}
