package dev.millrace.ingest.format;

import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.codec.TextFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A decoder and the columns it fills, read back as text.
public final class Decoding {

  private final Decoder decoder;
  private final Column[] columns;

  public Decoding(Decoder decoder) {
    this.decoder = decoder;
    this.columns =
        decoder.columns().stream().map(c -> Column.of(c.type(), 4)).toArray(Column[]::new);
  }

  /// The format of a name with options as text.
  public static FormatSpec format(String name, Map<String, String> options) {
    Map<String, OptionValue> values = new HashMap<>();
    options.forEach((option, value) -> values.put(option, new OptionValue.Text(value)));
    return new FormatSpec(name, values, null, null);
  }

  public List<String> names() {
    return decoder.columns().stream().map(OutputColumn::name).toList();
  }

  /// The row of some bytes as text, null for NULL; null if they stand for no row.
  public @Nullable List<@Nullable String> row(byte[] bytes) {
    for (Column column : columns) {
      column.clear();
    }
    if (!decoder.decode(bytes, columns, 0)) {
      return null;
    }
    List<@Nullable String> row = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].size() != 1) {
        throw new IllegalStateException("column " + i + " has " + columns[i].size() + " values");
      }
      Object value = columns[i].value(0);
      row.add(value == null ? null : TextFormat.text(decoder.columns().get(i).type(), value));
    }
    return row;
  }
}
