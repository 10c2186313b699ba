package dev.millrace.sql.port;

/// The overall format of a COPY.
public enum CopyFormat {
  /// Text and CSV.
  TEXT,
  /// PGCOPY binary.
  BINARY
}
