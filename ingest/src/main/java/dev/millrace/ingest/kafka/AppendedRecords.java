package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.ingest.format.Decoder;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// ENVELOPE NONE: every record is one more row. The key's columns, if INCLUDE KEY asks for them,
/// are NULL where a record has none.
final class AppendedRecords implements RecordMeaning {

  private final @Nullable Decoder key;
  private final Decoder value;
  private final int keyColumns;
  private final List<OutputColumn> columns = new ArrayList<>();

  AppendedRecords(@Nullable Decoder key, Decoder value) {
    this.key = key;
    this.value = value;
    if (key != null) {
      key.columns().forEach(c -> columns.add(new OutputColumn(c.name(), c.type(), true)));
    }
    this.keyColumns = columns.size();
    columns.addAll(value.columns());
  }

  @Override
  public List<OutputColumn> columns() {
    return columns;
  }

  @Override
  public List<Integer> key() {
    return List.of();
  }

  @Override
  public int append(ConsumerRecord<byte[], byte[]> record, Column[] target) {
    byte[] keyBytes = record.key();
    if (key != null && keyBytes != null) {
      if (!key.decode(keyBytes, target, 0)) {
        return 0;
      }
    } else {
      for (int i = 0; i < keyColumns; i++) {
        target[i].appendNull();
      }
    }
    byte[] bytes = record.value();
    if (bytes == null) {
      throw new DatabaseException(SqlState.NULL_VALUE_NOT_ALLOWED, "record with NULL value");
    }
    return value.decode(bytes, target, keyColumns) ? 1 : 0;
  }
}
