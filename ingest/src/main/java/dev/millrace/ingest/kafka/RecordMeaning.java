package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceSpec.Envelope;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.dataflow.connector.SourceSpec.IncludeSpec;
import dev.millrace.ingest.format.Decoder;
import dev.millrace.ingest.format.Formats;
import dev.millrace.ingest.format.Formats.Part;
import dev.millrace.ingest.format.RecordDecoder;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What a record means for the collection, which is what an envelope says: the columns before those
/// of metadata, and the row that a record gives. Confined to the source's thread.
sealed interface RecordMeaning permits AppendedRecords, UpsertedRecords, ChangeRecords {

  /// The columns before those of metadata.
  List<OutputColumn> columns();

  /// Which of the columns are the key; empty where rows have none.
  List<Integer> key();

  /// Appends a value to each of the first columns of `target` and returns the row's weight: 1 for a
  /// row that is there (with a key, instead of the one before), −1 for a key whose row is gone, 0
  /// for nothing. A record that cannot be used fails with a DatabaseException. If it fails or
  /// returns 0, the caller takes back what was appended.
  int append(ConsumerRecord<byte[], byte[]> record, Column[] target);

  /// The meaning of a source's records.
  static RecordMeaning of(SourceSpec spec, Registries registries) {
    FormatSpec valueFormat = spec.valueFormat();
    if (valueFormat == null) {
      throw new DatabaseException(SqlState.SYNTAX_ERROR, "source must specify a FORMAT");
    }
    Decoder key = key(spec, registries);
    return switch (spec.envelope()) {
      case NONE -> new AppendedRecords(key, value(valueFormat, registries));
      case UPSERT ->
          new UpsertedRecords(
              required(key, "UPSERT"),
              value(valueFormat, registries),
              UpsertedRecords.errorColumn(spec.options()));
      case DEBEZIUM -> changes(spec, valueFormat, key, registries);
    };
  }

  private static Decoder value(FormatSpec format, Registries registries) {
    return Formats.decoder(format, Part.VALUE, registries.value());
  }

  private static RecordMeaning changes(
      SourceSpec spec, FormatSpec valueFormat, @Nullable Decoder key, Registries registries) {
    Decoder value = Formats.changes(valueFormat, registries.value());
    for (IncludeSpec include : spec.includes()) {
      if (isKey(include)) {
        throw new DatabaseException(
            SqlState.FEATURE_NOT_SUPPORTED,
            "Cannot use INCLUDE KEY with ENVELOPE DEBEZIUM: Debezium values include all keys.");
      }
      if (include.what().toUpperCase(Locale.ROOT).startsWith("HEADER")) {
        throw DatabaseException.notSupported("INCLUDE HEADERS with ENVELOPE DEBEZIUM", 0);
      }
    }
    return new ChangeRecords(required(key, "DEBEZIUM"), value);
  }

  private static Decoder required(@Nullable Decoder key, String envelope) {
    if (key == null) {
      throw new DatabaseException(
          SqlState.SYNTAX_ERROR, "ENVELOPE " + envelope + " requires a KEY FORMAT");
    }
    return key;
  }

  /// The decoder of keys if the source shows them; INCLUDE KEY AS makes several columns one.
  private static @Nullable Decoder key(SourceSpec spec, Registries registries) {
    IncludeSpec include =
        spec.includes().stream().filter(RecordMeaning::isKey).findFirst().orElse(null);
    FormatSpec format = spec.keyFormat();
    if (format == null && include != null) {
      throw new DatabaseException(SqlState.SYNTAX_ERROR, "INCLUDE KEY requires a KEY FORMAT");
    }
    if (format == null || (include == null && spec.envelope() == Envelope.NONE)) {
      return null;
    }
    Decoder key = Formats.decoder(format, Part.KEY, registries.key());
    String alias = include == null ? null : include.alias();
    if (alias == null) {
      return key;
    }
    return key.columns().size() > 1 ? new RecordDecoder(key, alias) : new RenamedKey(key, alias);
  }

  /// True for INCLUDE KEY.
  static boolean isKey(IncludeSpec include) {
    return include.what().toUpperCase(Locale.ROOT).equals("KEY");
  }

  /// A key of one column under another name.
  record RenamedKey(Decoder key, String name) implements Decoder {
    @Override
    public List<OutputColumn> columns() {
      OutputColumn column = key.columns().getFirst();
      return List.of(new OutputColumn(name, column.type(), column.isNullable()));
    }

    @Override
    public boolean decode(byte[] bytes, Column[] columns, int first) {
      return key.decode(bytes, columns, first);
    }
  }
}
