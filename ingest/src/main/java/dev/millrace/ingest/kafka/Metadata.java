package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceSpec.IncludeSpec;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.chunk.IntColumn;
import dev.millrace.model.chunk.LongColumn;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.RecordValue;
import dev.millrace.model.value.Slice;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// One column of a record's metadata: INCLUDE PARTITION, OFFSET, TIMESTAMP, HEADERS, HEADER.
final class Metadata {

  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  private static final SqlType HEADERS =
      new ListType(
          new RecordType(
              List.of(
                  new RecordType.Field("key", ScalarType.TEXT),
                  new RecordType.Field("value", ScalarType.BYTEA))));

  private final IncludeSpec spec;
  private final OutputColumn column;

  private Metadata(IncludeSpec spec, SqlType type, boolean isNullable) {
    this.spec = spec;
    String alias = spec.alias();
    String name = alias == null ? spec.what().toLowerCase(Locale.ROOT) : alias;
    this.column = new OutputColumn(name, type, isNullable);
  }

  /// The column of an INCLUDE item other than KEY.
  static Metadata of(IncludeSpec spec) {
    return switch (spec.what().toUpperCase(Locale.ROOT)) {
      case "PARTITION" -> new Metadata(spec, ScalarType.INT4, false);
      case "OFFSET" -> new Metadata(spec, ScalarType.of(TypeId.UINT8), false);
      case "TIMESTAMP" -> new Metadata(spec, ScalarType.TIMESTAMP, true);
      case "HEADERS" -> new Metadata(spec, HEADERS, false);
      case "HEADER" -> new Metadata(spec, spec.bytes() ? ScalarType.BYTEA : ScalarType.TEXT, true);
      default -> throw DatabaseException.notSupported("INCLUDE " + spec.what(), 0);
    };
  }

  OutputColumn column() {
    return column;
  }

  /// Appends the record's value.
  void append(ConsumerRecord<byte[], byte[]> record, Column target) {
    switch (spec.what().toUpperCase(Locale.ROOT)) {
      case "PARTITION" -> ((IntColumn) target).append(record.partition());
      case "OFFSET" -> ((LongColumn) target).append(record.offset());
      case "TIMESTAMP" -> {
        if (record.timestamp() < 0) {
          target.appendNull();
        } else {
          ((LongColumn) target).append(micros(record.timestamp()));
        }
      }
      case "HEADERS" -> target.append(headers(record));
      default -> target.append(header(record));
    }
  }

  /// Milliseconds since 1970 as microseconds since 2000.
  static long micros(long millis) {
    return millis * 1000 - EPOCH_MICROS;
  }

  private static Slice headers(ConsumerRecord<byte[], byte[]> record) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (Header header : record.headers()) {
      byte[] value = header.value();
      elements.add(
          RecordValue.of(Slice.utf8(header.key()), value == null ? null : Slice.of(value)));
    }
    return ListValue.of(elements);
  }

  private @Nullable Slice header(ConsumerRecord<byte[], byte[]> record) {
    String key = String.valueOf(spec.header());
    Header header = record.headers().lastHeader(key);
    if (header == null) {
      throw new DatabaseException(
          SqlState.DATA_EXCEPTION,
          "A header with key '" + key + "' was not found in the message headers");
    }
    byte[] value = header.value();
    if (value == null) {
      return null;
    }
    if (!spec.bytes()) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
      } catch (CharacterCodingException e) {
        throw new DatabaseException(
            SqlState.CHARACTER_NOT_IN_REPERTOIRE,
            "Found ill-formed byte sequence in header '"
                + key
                + "' that cannot be decoded as valid utf-8");
      }
    }
    return Slice.of(value);
  }
}
