package dev.millrace.model.function;

import org.jspecify.annotations.Nullable;

/// What functions of kind CATALOG may ask while a one-shot query runs. Implemented by the catalog;
/// consistent for the whole query.
public interface Environment {

  /// Evaluates a catalog function such as `pg_get_userbyid`.
  ///
  /// @param function the function's name
  /// @param arguments boxed values, null for SQL NULL
  @Nullable Object call(String function, @Nullable Object... arguments);
}
