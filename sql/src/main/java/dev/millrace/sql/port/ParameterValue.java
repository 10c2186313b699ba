package dev.millrace.sql.port;

import org.jspecify.annotations.Nullable;

/// A bound parameter as it came: null bytes mean SQL NULL.
public record ParameterValue(byte @Nullable [] bytes, boolean isBinary) {}
