package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.ingest.format.Decoder;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// ENVELOPE DEBEZIUM: a record is a change of a row upstream, by its key. The row after the change
/// is the key's row; where there is none (a delete, and the tombstone behind it) the key's row
/// ends. The row before is not looked at: what is stored says what was there, so that a change that
/// comes twice, or whose forerunner was compacted away, does no harm.
///
/// Every column of the key is a column of the row, by name and type.
final class ChangeRecords implements RecordMeaning {

  private final Decoder key;
  private final Decoder value;

  /// The column of the row that each column of the key is.
  private final int[] keyColumns;

  private final List<OutputColumn> columns;

  /// The key of the record at hand.
  private final Column[] keyValues;

  /// @param value fills the columns of the row after a change
  ChangeRecords(Decoder key, Decoder value) {
    this.key = key;
    this.value = value;
    this.columns = new ArrayList<>(value.columns());
    this.keyColumns = new int[key.columns().size()];
    this.keyValues = key.columns().stream().map(c -> Column.of(c.type(), 1)).toArray(Column[]::new);
    for (int i = 0; i < keyColumns.length; i++) {
      OutputColumn column = key.columns().get(i);
      keyColumns[i] = columnOf(column);
      columns.set(keyColumns[i], new OutputColumn(column.name(), column.type(), false));
    }
  }

  private int columnOf(OutputColumn column) {
    for (int i = 0; i < columns.size(); i++) {
      OutputColumn candidate = columns.get(i);
      if (candidate.name().equals(column.name()) && candidate.type().equals(column.type())) {
        return i;
      }
    }
    throw new DatabaseException(
        SqlState.INVALID_PARAMETER_VALUE,
        "the rows of ENVELOPE DEBEZIUM have no column \""
            + column.name()
            + "\" of the key, of type "
            + column.type().displayName());
  }

  @Override
  public List<OutputColumn> columns() {
    return columns;
  }

  @Override
  public List<Integer> key() {
    List<Integer> all = new ArrayList<>();
    for (int column : keyColumns) {
      all.add(column);
    }
    return all;
  }

  @Override
  public int append(ConsumerRecord<byte[], byte[]> record, Column[] target) {
    byte[] keyBytes = record.key();
    if (keyBytes == null) {
      throw new DatabaseException(
          SqlState.NULL_VALUE_NOT_ALLOWED, "record with NULL key in DEBEZIUM source");
    }
    for (Column column : keyValues) {
      column.clear();
    }
    if (!key.decode(keyBytes, keyValues, 0)) {
      return 0;
    }
    int row = target[0].size();
    byte[] bytes = record.value();
    if (bytes != null && value.decode(bytes, target, 0)) {
      checkKey(target, row);
      return 1;
    }
    appendKeyAlone(target, row);
    return -1;
  }

  /// A row under another key than its own would never leave again.
  private void checkKey(Column[] target, int row) {
    for (int i = 0; i < keyColumns.length; i++) {
      Object stored = target[keyColumns[i]].value(row);
      if (stored == null || !Objects.equals(stored, keyValues[i].value(0))) {
        throw new DatabaseException(
            SqlState.DATA_EXCEPTION,
            "column \"" + key.columns().get(i).name() + "\" differs from the record's key");
      }
    }
  }

  private void appendKeyAlone(Column[] target, int row) {
    for (int i = 0; i < keyColumns.length; i++) {
      if (keyValues[i].isNull(0)) {
        throw new DatabaseException(
            SqlState.NULL_VALUE_NOT_ALLOWED, "record with NULL in its key in DEBEZIUM source");
      }
      Column column = target[keyColumns[i]];
      if (column.size() == row) {
        column.appendFrom(keyValues[i], 0);
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      if (target[i].size() == row) {
        target[i].appendNull();
      }
    }
  }
}
