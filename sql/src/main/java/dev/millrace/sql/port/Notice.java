package dev.millrace.sql.port;

import dev.millrace.model.error.SqlState;
import org.jspecify.annotations.Nullable;

/// A message that is not an error.
///
/// @param severity DEBUG, LOG, INFO, NOTICE or WARNING
/// @param code SQLSTATE
public record Notice(
    String severity, String code, String message, @Nullable String detail, @Nullable String hint) {

  /// A NOTICE.
  public static Notice of(SqlState state, String message) {
    return new Notice("NOTICE", state.code(), message, null, null);
  }

  /// A NOTICE with a DETAIL line.
  public static Notice of(SqlState state, String message, String detail) {
    return new Notice("NOTICE", state.code(), message, detail, null);
  }

  /// A WARNING.
  public static Notice warning(SqlState state, String message) {
    return new Notice("WARNING", state.code(), message, null, null);
  }
}
