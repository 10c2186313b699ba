package dev.millrace.sql.bind;

import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.type.SqlType;
import org.jspecify.annotations.Nullable;

/// A column that is written to.
///
/// @param defaultValue of type `type`, null if the column has no default
public record InsertColumn(String name, SqlType type, @Nullable Scalar defaultValue) {

  /// What the column gets if nothing is given.
  public Scalar valueOrNull() {
    return defaultValue == null ? new Literal(null, type) : defaultValue;
  }
}
