package dev.millrace.model.function.text;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.List;

/// The rows of `csv_extract`: lines of a text as RFC 4180 separates and quotes them, each as an
/// array of text. Lines with another number of fields are left out.
public final class CsvRows {

  private final String text;
  private int at;

  private CsvRows(String text) {
    this.text = text;
  }

  /// @param width fields that a row must have
  public static List<Slice> of(int width, Slice csv) {
    if (width < 1) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE, "csv_extract number of columns must be positive");
    }
    CsvRows reader = new CsvRows(csv.toUtf8());
    List<Slice> rows = new ArrayList<>();
    while (reader.at < reader.text.length()) {
      List<Slice> fields = reader.line();
      if (fields.size() == width) {
        rows.add(ArrayValue.stored(fields));
      }
    }
    return rows;
  }

  private List<Slice> line() {
    List<Slice> fields = new ArrayList<>();
    while (true) {
      fields.add(Slice.utf8(field()));
      if (at < text.length() && text.charAt(at) == ',') {
        at++;
        continue;
      }
      if (text.startsWith("\r\n", at)) {
        at++;
      }
      at++;
      return fields;
    }
  }

  private String field() {
    if (at == text.length() || text.charAt(at) != '"') {
      int start = at;
      while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }
    StringBuilder out = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        out.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        out.append('"');
        at++;
      } else {
        break;
      }
    }
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      out.append(text.charAt(at++));
    }
    return out.toString();
  }
}
