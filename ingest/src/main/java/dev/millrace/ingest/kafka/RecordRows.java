package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.SourceContext.OutputRows;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.ingest.DeadLetters;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Turns records into rows of a source's output: what the envelope makes of them, then metadata,
/// then the value's fields that came later. What cannot be used becomes a dead letter. Confined to
/// the source's thread.
final class RecordRows {

  /// Index of the main output and of the dead letters in the source's description.
  static final int MAIN = 0;

  static final int DEAD = 1;

  private final RecordMeaning meaning;
  private final List<Metadata> metadata;
  private final List<OutputColumn> columns = new ArrayList<>();
  private final List<SqlType> types;
  private final List<OutputRows> full = new ArrayList<>();

  /// Columns of the meaning before those of metadata; the others lie behind them.
  private final int leading;

  private Chunk rows;

  /// The columns of `rows` in the order of the meaning.
  private Column[] target;

  private Chunk dead = DeadLetters.chunk();
  private int deadCount;
  private int count;

  RecordRows(SourceSpec spec, Registries registries) {
    this.meaning = RecordMeaning.of(spec, registries);
    this.metadata =
        spec.includes().stream()
            .filter(include -> !RecordMeaning.isKey(include))
            .map(Metadata::of)
            .toList();
    List<OutputColumn> own = meaning.columns();
    this.leading = own.size() - spec.addedFields();
    columns.addAll(own.subList(0, leading));
    metadata.forEach(m -> columns.add(m.column()));
    columns.addAll(own.subList(leading, own.size()));
    refuseDuplicates();
    this.types = columns.stream().map(OutputColumn::type).toList();
    this.rows = Chunk.of(types, 256);
    this.target = target(rows);
  }

  private Column[] target(Chunk chunk) {
    if (leading + metadata.size() == columns.size()) {
      return chunk.columns;
    }
    Column[] own = Arrays.copyOf(chunk.columns, columns.size() - metadata.size());
    System.arraycopy(chunk.columns, leading + metadata.size(), own, leading, own.length - leading);
    return own;
  }

  private void begin(int capacity) {
    rows = Chunk.of(types, capacity);
    target = target(rows);
  }

  private void refuseDuplicates() {
    Set<String> names = new HashSet<>();
    for (OutputColumn column : columns) {
      if (!names.add(column.name())) {
        throw new DatabaseException(
            SqlState.DUPLICATE_COLUMN, "column \"" + column.name() + "\" specified more than once");
      }
    }
  }

  /// The output's columns.
  List<OutputColumn> columns() {
    return columns;
  }

  /// Which columns are the key; empty where rows have none.
  List<Integer> key() {
    return meaning.key();
  }

  /// Adds a record's row, or its dead letter. A RegistryUnavailableException leaves nothing behind.
  void add(ConsumerRecord<byte[], byte[]> record) {
    try {
      append(record);
      if (rows.size() >= Chunk.CAPACITY) {
        full.add(new OutputRows(MAIN, rows));
        begin(Chunk.CAPACITY);
      }
    } catch (DatabaseException e) {
      takeBack();
      DeadLetters.add(
          dead,
          record.key(),
          record.value(),
          e,
          new DeadLetters.Origin(
              record.topic(),
              record.partition(),
              record.offset(),
              Metadata.micros(Math.max(record.timestamp(), 0))));
      deadCount++;
    } catch (RuntimeException e) {
      takeBack();
      throw e;
    }
    count++;
  }

  private void takeBack() {
    for (Column column : rows.columns) {
      column.truncate(rows.size());
    }
  }

  private void append(ConsumerRecord<byte[], byte[]> record) {
    int weight = meaning.append(record, target);
    if (weight == 0) {
      takeBack();
      return;
    }
    int at = leading;
    for (Metadata m : metadata) {
      m.append(record, rows.columns[at++]);
    }
    rows.endRow(weight);
  }

  /// Records added since the last [#take].
  int count() {
    return count;
  }

  /// Dead letters among them.
  int deadCount() {
    return deadCount;
  }

  /// Hands over what was added and starts anew.
  List<OutputRows> take() {
    List<OutputRows> taken = new ArrayList<>(full);
    full.clear();
    if (rows.size() > 0) {
      taken.add(new OutputRows(MAIN, rows));
      begin(256);
    }
    if (dead.size() > 0) {
      taken.add(new OutputRows(DEAD, dead));
      dead = DeadLetters.chunk();
    }
    count = 0;
    deadCount = 0;
    return taken;
  }
}
