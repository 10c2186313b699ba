package dev.millrace.ingest.format;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.json.JsonText;
import java.util.List;

/// The formats of one column: BYTES, TEXT and JSON.
final class PlainDecoder implements Decoder {

  /// What the bytes are.
  enum Kind {
    BYTES,
    TEXT,
    JSON
  }

  private final Kind kind;
  private final List<OutputColumn> columns;

  PlainDecoder(Kind kind, String column) {
    this.kind = kind;
    ScalarType type =
        switch (kind) {
          case BYTES -> ScalarType.BYTEA;
          case TEXT -> ScalarType.TEXT;
          case JSON -> ScalarType.JSONB;
        };
    this.columns = List.of(new OutputColumn(column, type, false));
  }

  @Override
  public List<OutputColumn> columns() {
    return columns;
  }

  @Override
  public boolean decode(byte[] bytes, Column[] target, int first) {
    BytesColumn column = (BytesColumn) target[first];
    switch (kind) {
      case BYTES -> column.append(bytes, 0, bytes.length);
      case TEXT -> {
        StrictUtf8.check(bytes, 0, bytes.length);
        column.append(bytes, 0, bytes.length);
      }
      case JSON -> column.append(JsonText.canonical(StrictUtf8.decode(bytes, 0, bytes.length)));
    }
    return true;
  }
}
