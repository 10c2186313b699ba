package dev.millrace.model.function;

import dev.millrace.model.type.SqlType;

/// A way from one type to another. `function` is null-free: binary-coercible pairs have none and
/// are listed with `isBinaryCoercible`.
///
/// @param context from where on the cast applies by itself
public record CastFunction(SqlType from, SqlType to, CastContext context, ScalarFunction function) {

  /// PostgreSQL's `pg_cast.castcontext`.
  public enum CastContext {
    /// In expressions.
    IMPLICIT,
    /// In INSERT and UPDATE.
    ASSIGNMENT,
    /// Only by CAST or `::`.
    EXPLICIT
  }
}
