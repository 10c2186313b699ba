package dev.millrace.ingest.format;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.ingest.registry.SchemaRegistry;
import dev.millrace.ingest.registry.SchemaRegistry.Registered;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;

/// FORMAT AVRO with Confluent's header: a zero byte, the writer schema's id (4 bytes, big-endian),
/// Avro's binary encoding. The reader schema was fixed when the source was created; a record
/// written with another one is resolved by Avro's rules. Records written with the reader schema
/// itself, nearly all, are read field by field into the columns. Confined to one thread.
final class AvroDecoder implements Decoder {

  private static final int HEADER_BYTES = 5;

  /// Most bytes, characters or items a length inside a record may claim of the library's reader.
  private static final String LIMIT = Integer.toString(64 << 20);

  static {
    for (String what : List.of("bytes", "string", "collectionItems")) {
      System.getProperties().putIfAbsent("org.apache.avro.limits." + what + ".maxLength", LIMIT);
    }
  }

  private final Schema reader;
  private final SchemaRegistry registry;
  private final List<OutputColumn> columns;
  private final AvroFieldReader[] fields;
  private final Map<Integer, Schema> writers = new HashMap<>();
  private final AvroBytes in = new AvroBytes();

  /// @param column name of the one column of a value that is no record
  AvroDecoder(Schema reader, String column, SchemaRegistry registry) {
    this.reader = reader;
    this.registry = registry;
    this.columns = AvroTypes.columns(reader, column);
    this.fields =
        reader.getType() == Schema.Type.RECORD
            ? reader.getFields().stream()
                .map(field -> AvroFieldReader.of(field.schema()))
                .toArray(AvroFieldReader[]::new)
            : new AvroFieldReader[] {AvroFieldReader.of(reader)};
  }

  @Override
  public List<OutputColumn> columns() {
    return columns;
  }

  @Override
  public boolean decode(byte[] bytes, Column[] target, int first) {
    if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
      throw AvroBytes.malformed("the record does not begin with a schema id");
    }
    Schema writer = writer(ByteBuffer.wrap(bytes, 1, 4).getInt());
    if (writer == reader) {
      decodeSame(bytes, target, first);
    } else {
      decodeResolving(writer, bytes, target, first);
    }
    return true;
  }

  private void decodeSame(byte[] bytes, Column[] target, int first) {
    in.reset(bytes, HEADER_BYTES);
    for (int i = 0; i < fields.length; i++) {
      fields[i].read(in, target[first + i]);
    }
    if (in.remaining() > 0) {
      throw AvroBytes.malformed(in.remaining() + " bytes are left over");
    }
  }

  private void decodeResolving(Schema writer, byte[] bytes, Column[] target, int first) {
    try {
      Object value =
          new GenericDatumReader<Object>(writer, reader)
              .read(
                  null,
                  DecoderFactory.get()
                      .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
      if (reader.getType() == Schema.Type.RECORD) {
        IndexedRecord record = (IndexedRecord) value;
        for (int i = 0; i < fields.length; i++) {
          Schema field = reader.getFields().get(i).schema();
          target[first + i].append(AvroValues.stored(field, record.get(i)));
        }
      } else {
        target[first].append(AvroValues.stored(reader, value));
      }
    } catch (IOException | AvroRuntimeException | ArithmeticException e) {
      throw AvroBytes.malformed(String.valueOf(e.getMessage()));
    }
  }

  /// The schema with an id, the very object `reader` if it equals it.
  private Schema writer(int id) {
    Schema known = writers.get(id);
    if (known != null) {
      return known;
    }
    Registered registered =
        registry
            .byId(id)
            .orElseThrow(() ->
                new DatabaseException(
                    SqlState.UNDEFINED_OBJECT, "schema registry has no schema with id " + id));
    Schema parsed = AvroTypes.parse(registered.schema(), registered.references());
    Schema writer = parsed.equals(reader) ? reader : parsed;
    writers.put(id, writer);
    return writer;
  }
}
