package dev.millrace.dataflow.expression;

import org.jspecify.annotations.Nullable;

/// An expression made ready to be interpreted. Stateless; shared by threads.
@FunctionalInterface
public interface Evaluator {

  /// The boxed value over a row of boxed values, null for SQL NULL; fails with a DatabaseException
  /// where the expression does.
  @Nullable Object evaluate(@Nullable Object[] row);
}
