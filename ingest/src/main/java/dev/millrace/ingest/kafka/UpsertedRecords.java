package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.ingest.format.Decoder;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.RecordValue;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// ENVELOPE UPSERT: a record is the new row of its key, without a value the end of the key's row.
///
/// With VALUE DECODING ERRORS = INLINE a value that cannot be decoded is a row, too: its columns
/// are NULL, and a column behind the key says why. Otherwise it is a dead letter, and the key keeps
/// the row it had.
final class UpsertedRecords implements RecordMeaning {

  /// The option that carries the name of the column for errors.
  private static final String INLINE = "VALUE DECODING ERRORS";

  private static final RecordType ERROR =
      new RecordType(List.of(new RecordType.Field("description", ScalarType.TEXT)));

  private final Decoder key;
  private final Decoder value;
  private final int keyColumns;

  /// The first column of the value; one behind `keyColumns` if there is a column for errors.
  private final int valueStart;

  private final List<OutputColumn> columns = new ArrayList<>();

  /// @param errorColumn null unless errors are to be rows
  UpsertedRecords(Decoder key, Decoder value, @Nullable String errorColumn) {
    this.key = key;
    this.value = value;
    columns.addAll(key.columns());
    this.keyColumns = columns.size();
    if (errorColumn == null) {
      columns.addAll(value.columns());
    } else {
      columns.add(new OutputColumn(errorColumn, ERROR, true));
      value.columns().forEach(c -> columns.add(new OutputColumn(c.name(), c.type(), true)));
    }
    this.valueStart = columns.size() - value.columns().size();
  }

  /// The column for errors that a source's options ask for.
  static @Nullable String errorColumn(Map<String, OptionValue> options) {
    return options.get(INLINE) instanceof OptionValue.Text(String name) ? name : null;
  }

  @Override
  public List<OutputColumn> columns() {
    return columns;
  }

  @Override
  public List<Integer> key() {
    return IntStream.range(0, keyColumns).boxed().toList();
  }

  @Override
  public int append(ConsumerRecord<byte[], byte[]> record, Column[] target) {
    byte[] keyBytes = record.key();
    if (keyBytes == null) {
      throw new DatabaseException(
          SqlState.NULL_VALUE_NOT_ALLOWED, "record with NULL key in UPSERT source");
    }
    if (!key.decode(keyBytes, target, 0)) {
      return 0;
    }
    byte[] bytes = record.value();
    if (bytes == null) {
      appendNulls(target, keyColumns);
      return -1;
    }
    return valueStart == keyColumns ? plain(bytes, target) : inline(bytes, target);
  }

  private int plain(byte[] bytes, Column[] target) {
    return value.decode(bytes, target, valueStart) ? 1 : 0;
  }

  private int inline(byte[] bytes, Column[] target) {
    int before = target[keyColumns].size();
    try {
      target[keyColumns].appendNull();
      return plain(bytes, target);
    } catch (DatabaseException e) {
      for (int i = keyColumns; i < columns.size(); i++) {
        target[i].truncate(before);
      }
      target[keyColumns].append(RecordValue.of(Slice.utf8(e.message())));
      appendNulls(target, valueStart);
      return 1;
    }
  }

  private void appendNulls(Column[] target, int from) {
    for (int i = from; i < columns.size(); i++) {
      target[i].appendNull();
    }
  }
}
