package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.SourceContext.OutputRows;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceSpec.Envelope;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.dataflow.connector.SourceSpec.IncludeSpec;
import dev.millrace.ingest.DeadLetters;
import dev.millrace.ingest.format.Decoder;
import dev.millrace.ingest.format.Formats;
import dev.millrace.ingest.format.Formats.Part;
import dev.millrace.ingest.registry.SchemaRegistry;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Turns records into rows of a source's output: key columns, value columns, metadata. What cannot
/// be used becomes a dead letter. Confined to the source's thread.
final class RecordRows {

  /// Index of the main output and of the dead letters in the source's description.
  static final int MAIN = 0;

  static final int DEAD = 1;

  private final Envelope envelope;
  private final @Nullable Decoder key;
  private final Decoder value;
  private final List<Metadata> metadata;
  private final List<OutputColumn> columns = new ArrayList<>();
  private final List<SqlType> types;
  private final int keyColumns;
  private final List<OutputRows> full = new ArrayList<>();
  private Chunk rows;
  private Chunk dead = DeadLetters.chunk();
  private int deadCount;
  private int count;

  /// @param keyRegistry registry of an AVRO key format, else null
  RecordRows(
      SourceSpec spec,
      @Nullable SchemaRegistry keyRegistry,
      @Nullable SchemaRegistry valueRegistry) {
    this.envelope = spec.envelope();
    FormatSpec keyFormat = spec.keyFormat();
    FormatSpec valueFormat = spec.valueFormat();
    if (valueFormat == null) {
      throw new DatabaseException(SqlState.SYNTAX_ERROR, "source must specify a FORMAT");
    }
    IncludeSpec includeKey = includeKey(spec);
    boolean hasKey = envelope == Envelope.UPSERT || includeKey != null;
    if (hasKey && keyFormat == null) {
      throw new DatabaseException(
          SqlState.SYNTAX_ERROR,
          envelope == Envelope.UPSERT
              ? "ENVELOPE UPSERT requires a KEY FORMAT"
              : "INCLUDE KEY requires a KEY FORMAT");
    }
    this.key =
        hasKey && keyFormat != null ? Formats.decoder(keyFormat, Part.KEY, keyRegistry) : null;
    this.value = Formats.decoder(valueFormat, Part.VALUE, valueRegistry);
    this.metadata =
        spec.includes().stream()
            .filter(include -> include != includeKey)
            .map(Metadata::of)
            .toList();
    addKeyColumns(includeKey);
    this.keyColumns = columns.size();
    columns.addAll(value.columns());
    metadata.forEach(m -> columns.add(m.column()));
    refuseDuplicates();
    this.types = columns.stream().map(OutputColumn::type).toList();
    this.rows = Chunk.of(types, 256);
  }

  private static @Nullable IncludeSpec includeKey(SourceSpec spec) {
    return spec.includes().stream()
        .filter(include -> include.what().equalsIgnoreCase("KEY"))
        .findFirst()
        .orElse(null);
  }

  private void addKeyColumns(@Nullable IncludeSpec includeKey) {
    if (key == null) {
      return;
    }
    String alias = includeKey == null ? null : includeKey.alias();
    if (alias != null && key.columns().size() > 1) {
      throw DatabaseException.notSupported("INCLUDE KEY AS for a key of several columns", 0);
    }
    for (OutputColumn column : key.columns()) {
      columns.add(
          new OutputColumn(
              alias == null ? column.name() : alias,
              column.type(),
              column.isNullable() || envelope == Envelope.NONE));
    }
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

  /// Number of leading columns that are the key.
  int keyColumns() {
    return keyColumns;
  }

  /// Adds a record's row, or its dead letter. A RegistryUnavailableException leaves nothing behind.
  void add(ConsumerRecord<byte[], byte[]> record) {
    try {
      append(record);
      if (rows.size() >= Chunk.CAPACITY) {
        full.add(new OutputRows(MAIN, rows));
        rows = Chunk.of(types, Chunk.CAPACITY);
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
    Column[] target = rows.columns;
    int at = appendKey(record, target);
    byte[] bytes = record.value();
    int weight = 1;
    if (bytes != null) {
      value.decode(bytes, target, at);
    } else if (envelope == Envelope.UPSERT) {
      weight = -1;
      for (int i = 0; i < value.columns().size(); i++) {
        target[at + i].appendNull();
      }
    } else {
      throw new DatabaseException(SqlState.NULL_VALUE_NOT_ALLOWED, "record with NULL value");
    }
    at += value.columns().size();
    for (Metadata m : metadata) {
      m.append(record, target[at++]);
    }
    rows.endRow(weight);
  }

  private int appendKey(ConsumerRecord<byte[], byte[]> record, Column[] target) {
    if (key == null) {
      return 0;
    }
    byte[] bytes = record.key();
    if (bytes != null) {
      key.decode(bytes, target, 0);
    } else if (envelope == Envelope.UPSERT) {
      throw new DatabaseException(
          SqlState.NULL_VALUE_NOT_ALLOWED, "record with NULL key in UPSERT source");
    } else {
      for (int i = 0; i < keyColumns; i++) {
        target[i].appendNull();
      }
    }
    return keyColumns;
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
      rows = Chunk.of(types, 256);
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
