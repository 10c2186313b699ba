package dev.millrace.dataflow.expression;

import dev.millrace.model.error.DatabaseException;

/// Takes the rows that could not be evaluated: errors are data with weights, like rows.
@FunctionalInterface
public interface ErrorSink {

  /// Fails on the first error: for one-shot queries.
  ErrorSink THROWING =
      (row, error, weight) -> {
        throw error;
      };

  /// Row `row` of the input chunk, which counted `weight` times, failed.
  void error(int row, DatabaseException error, int weight);
}
