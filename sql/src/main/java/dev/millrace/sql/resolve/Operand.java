package dev.millrace.sql.resolve;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.type.SqlType;

/// An argument and where it stands in the statement (1-based character).
public record Operand(Scalar scalar, int position) {

  /// The type of the value.
  public SqlType type() {
    return scalar.type();
  }
}
