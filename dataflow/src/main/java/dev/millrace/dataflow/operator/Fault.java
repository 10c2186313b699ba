package dev.millrace.dataflow.operator;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import org.jspecify.annotations.Nullable;

/// An error as data: what a row that could not be evaluated leaves in the error stream. Unlike an
/// exception it has equality, so that retracting the row retracts its error.
public record Fault(SqlState state, String message, @Nullable String detail) {

  /// The fault an evaluation ended with.
  public static Fault of(DatabaseException failure) {
    return new Fault(failure.state(), failure.message(), failure.detail());
  }

  /// The failure a reader sees.
  public DatabaseException toException() {
    return new DatabaseException(state, message, detail, null, 0);
  }
}
