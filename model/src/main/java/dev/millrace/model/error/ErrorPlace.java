package dev.millrace.model.error;

import org.jspecify.annotations.Nullable;

/// What a failure is about: the fields `s`, `t`, `c` and `n` of an ErrorResponse.
public record ErrorPlace(
    String schema, String table, @Nullable String column, @Nullable String constraint) {

  /// A column.
  public static ErrorPlace column(String schema, String table, String column) {
    return new ErrorPlace(schema, table, column, null);
  }

  /// A constraint.
  public static ErrorPlace constraint(String schema, String table, String constraint) {
    return new ErrorPlace(schema, table, null, constraint);
  }
}
