package dev.millrace.pgwire;

import org.jspecify.annotations.Nullable;

/// A message that is not an error.
///
/// @param severity DEBUG, LOG, INFO, NOTICE or WARNING
/// @param code SQLSTATE
public record Notice(
    String severity, String code, String message, @Nullable String detail, @Nullable String hint) {}
