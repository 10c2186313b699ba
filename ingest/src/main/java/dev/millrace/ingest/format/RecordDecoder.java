package dev.millrace.ingest.format;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.value.RecordValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The columns of another decoder as the fields of one column. Confined to one thread.
public final class RecordDecoder implements Decoder {

  private final Decoder fields;
  private final Column[] scratch;
  private final List<OutputColumn> columns;

  public RecordDecoder(Decoder fields, String column) {
    this.fields = fields;
    this.scratch =
        fields.columns().stream().map(c -> Column.of(c.type(), 1)).toArray(Column[]::new);
    RecordType type =
        new RecordType(
            fields.columns().stream().map(c -> new RecordType.Field(c.name(), c.type())).toList());
    this.columns = List.of(new OutputColumn(column, type, false));
  }

  @Override
  public List<OutputColumn> columns() {
    return columns;
  }

  @Override
  public boolean decode(byte[] bytes, Column[] target, int first) {
    for (Column column : scratch) {
      column.clear();
    }
    if (!fields.decode(bytes, scratch, 0)) {
      return false;
    }
    @Nullable Object[] values = new Object[scratch.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = scratch[i].value(0);
    }
    target[first].append(RecordValue.of(values));
    return true;
  }
}
