package dev.millrace.ingest.format;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.ingest.Options;
import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// FORMAT CSV: a record is one line of text, its fields are columns of type text. A field may stand
/// in double quotes, a double quote inside them is written twice (RFC 4180). With HEADER, a record
/// that consists of the columns' names is the header and no row. Confined to one thread.
///
/// Records come one by one and are short; the libraries at hand set up buffers of kilobytes and a
/// String per field for each. This reader copies bytes from the record into the columns.
final class CsvDecoder implements Decoder {

  /// As many columns as a table of PostgreSQL may have.
  private static final int COLUMNS_MAX = 1600;

  private final List<OutputColumn> columns;
  private final byte delimiter;
  private final byte @Nullable [][] header;
  private byte[] unquoted = new byte[64];
  private int unquotedLength;

  private CsvDecoder(List<String> names, byte delimiter, boolean hasHeader) {
    this.columns = names.stream().map(n -> new OutputColumn(n, ScalarType.TEXT, false)).toList();
    this.delimiter = delimiter;
    this.header =
        hasHeader
            ? names.stream().map(n -> n.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new)
            : null;
  }

  /// The decoder of `CSV WITH HEADER (names) | WITH n COLUMNS [DELIMITED BY 'c']`.
  static CsvDecoder of(FormatSpec format) {
    Options options = new Options("FORMAT CSV", format.options());
    boolean hasHeader = options.flag("HEADER", false);
    List<String> names = options.texts("COLUMNS");
    int count = (int) options.number("COLUMN COUNT", 0, 0, COLUMNS_MAX);
    String delimiter = options.text("DELIMITER", ",");
    options.rejectUnknown();
    if (hasHeader && names.isEmpty()) {
      throw DatabaseException.notSupported("FORMAT CSV WITH HEADER without column names", 0);
    }
    if (!hasHeader && count == 0) {
      throw options.invalid("COLUMNS", "there must be at least one");
    }
    if (names.size() > COLUMNS_MAX) {
      throw options.invalid("HEADER", "there may be at most " + COLUMNS_MAX + " columns");
    }
    if (delimiter.length() != 1 || delimiter.charAt(0) > 127 || "\"\r\n".contains(delimiter)) {
      throw options.invalid(
          "DELIMITED BY", "must be one ASCII character, no double quote and no line break");
    }
    List<String> all =
        hasHeader ? names : IntStream.rangeClosed(1, count).mapToObj(n -> "column" + n).toList();
    return new CsvDecoder(new ArrayList<>(all), (byte) delimiter.charAt(0), hasHeader);
  }

  @Override
  public List<OutputColumn> columns() {
    return columns;
  }

  @Override
  public boolean decode(byte[] bytes, Column[] target, int first) {
    int end = lineEnd(bytes);
    int at = 0;
    int count = 0;
    while (true) {
      BytesColumn column = count < columns.size() ? (BytesColumn) target[first + count] : null;
      at =
          at < end && bytes[at] == '"'
              ? quoted(bytes, at, end, column)
              : plain(bytes, at, end, column);
      count++;
      if (at == end) {
        break;
      }
      at++;
    }
    if (count != columns.size()) {
      throw malformed("expected " + columns.size() + " columns, got " + count);
    }
    return header == null || !isHeader(header, target, first);
  }

  private static int lineEnd(byte[] bytes) {
    int end = bytes.length;
    if (end > 0 && bytes[end - 1] == '\n') {
      end--;
      if (end > 0 && bytes[end - 1] == '\r') {
        end--;
      }
    }
    return end;
  }

  /// Appends a field without quotes and returns where it ends: a delimiter or `end`.
  private int plain(byte[] bytes, int start, int end, @Nullable BytesColumn column) {
    int at = start;
    while (at < end && bytes[at] != delimiter) {
      if (bytes[at] == '\n' || bytes[at] == '\r') {
        throw malformed("the record holds more than one line");
      }
      at++;
    }
    append(bytes, start, at - start, column);
    return at;
  }

  /// Appends a field in quotes and returns where it ends.
  private int quoted(byte[] bytes, int start, int end, @Nullable BytesColumn column) {
    unquotedLength = 0;
    int from = start + 1;
    for (int at = from; at < end; at++) {
      if (bytes[at] != '"') {
        continue;
      }
      keep(bytes, from, at - from);
      from = at + 1;
      if (from < end && bytes[from] == '"') {
        // The second quote begins what is kept next.
        at = from;
        continue;
      }
      if (from < end && bytes[from] != delimiter) {
        throw malformed("a quoted field goes on after its closing quote");
      }
      append(unquoted, 0, unquotedLength, column);
      return from;
    }
    throw malformed("unterminated CSV quoted field");
  }

  private void keep(byte[] bytes, int offset, int length) {
    if (unquotedLength + length > unquoted.length) {
      unquoted = Arrays.copyOf(unquoted, Math.max(unquoted.length * 2, unquotedLength + length));
    }
    System.arraycopy(bytes, offset, unquoted, unquotedLength, length);
    unquotedLength += length;
  }

  private static void append(byte[] bytes, int offset, int length, @Nullable BytesColumn column) {
    if (column != null) {
      StrictUtf8.check(bytes, offset, length);
      column.append(bytes, offset, length);
    }
  }

  private static boolean isHeader(byte[][] header, Column[] target, int first) {
    for (int i = 0; i < header.length; i++) {
      BytesColumn column = (BytesColumn) target[first + i];
      int from = column.offsets[column.size() - 1];
      int to = column.offsets[column.size()];
      if (!Arrays.equals(header[i], 0, header[i].length, column.heap, from, to)) {
        return false;
      }
    }
    return true;
  }

  private static DatabaseException malformed(String why) {
    return new DatabaseException(SqlState.BAD_COPY_FILE_FORMAT, "invalid CSV record: " + why);
  }
}
