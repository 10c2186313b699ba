package dev.millrace.sql.execute.copy;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;

/// How COPY data is written.
///
/// @param nullText what stands for NULL
/// @param quote only with CSV
public record CopyOptions(
    Format format, byte delimiter, String nullText, byte quote, byte escape, boolean hasHeader) {

  /// The format of the whole.
  public enum Format {
    TEXT,
    CSV,
    BINARY
  }

  /// The values as given; null where nothing was.
  public record Given(
      @org.jspecify.annotations.Nullable String format,
      @org.jspecify.annotations.Nullable String delimiter,
      @org.jspecify.annotations.Nullable String nullText,
      @org.jspecify.annotations.Nullable String quote,
      @org.jspecify.annotations.Nullable String escape,
      boolean hasHeader) {}

  /// Checks what was given and fills in the format's defaults.
  public static CopyOptions of(Given given) {
    Format format =
        switch (given.format() == null
            ? "text"
            : given.format().toLowerCase(java.util.Locale.ROOT)) {
          case "text" -> Format.TEXT;
          case "csv" -> Format.CSV;
          case "binary" -> Format.BINARY;
          default ->
              throw new DatabaseException(
                  SqlState.INVALID_PARAMETER_VALUE,
                  "COPY format \"" + given.format() + "\" not recognized");
        };
    boolean isCsv = format == Format.CSV;
    if (!isCsv && given.quote() != null) {
      throw onlyCsv("quote");
    }
    if (!isCsv && given.escape() != null) {
      throw onlyCsv("escape");
    }
    byte quote = given.quote() == null ? (byte) '"' : single("quote", given.quote());
    byte delimiter =
        given.delimiter() == null
            ? (byte) (isCsv ? ',' : '\t')
            : single("delimiter", given.delimiter());
    if (isCsv && delimiter == quote) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE, "COPY delimiter and quote must be different");
    }
    return new CopyOptions(
        format,
        delimiter,
        given.nullText() == null ? (isCsv ? "" : "\\N") : given.nullText(),
        quote,
        given.escape() == null ? quote : single("escape", given.escape()),
        given.hasHeader());
  }

  private static DatabaseException onlyCsv(String what) {
    return new DatabaseException(
        SqlState.FEATURE_NOT_SUPPORTED, "COPY " + what + " available only in CSV mode");
  }

  private static byte single(String what, String value) {
    if (value.length() != 1 || value.charAt(0) > 127) {
      throw new DatabaseException(
          SqlState.FEATURE_NOT_SUPPORTED, "COPY " + what + " must be a single one-byte character");
    }
    return (byte) value.charAt(0);
  }
}
