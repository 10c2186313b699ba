package dev.millrace.ingest.format;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.ingest.registry.SchemaRegistry;
import dev.millrace.ingest.registry.SchemaRegistry.Registered;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// FORMAT AVRO. With Confluent's header (a zero byte, the writer schema's id in 4 bytes,
/// big-endian) the schema a record was written with comes from the registry; without one, or
/// without a registry, records were written with the reader schema, which was fixed when the source
/// was created. What was written with another schema is resolved by Avro's rules ([AvroProgram]).
/// Confined to one thread.
final class AvroDecoder implements Decoder {

  private static final int HEADER_BYTES = 5;

  /// Writer schemas kept; a topic has a handful.
  private static final int WRITERS_MAX = 1000;

  /// Most bytes, characters or items a length inside a record may claim of the library's reader.
  private static final String LIMIT = Integer.toString(64 << 20);

  static {
    for (String what : List.of("bytes", "string", "collectionItems")) {
      System.getProperties().putIfAbsent("org.apache.avro.limits." + what + ".maxLength", LIMIT);
    }
  }

  /// What a source's format says about its bytes.
  ///
  /// @param schema the reader schema
  /// @param column name of the one column of a value that is no record
  /// @param hasHeader true for Confluent's wire format
  /// @param isChange true for Debezium's envelopes
  record Shape(Schema schema, String column, boolean hasHeader, boolean isChange) {}

  /// What a schema makes of its records: a program, or why there is none.
  private record Writer(@Nullable AvroProgram program, @Nullable DatabaseException refusal) {}

  private final Shape shape;
  private final @Nullable SchemaRegistry registry;
  private final AvroColumns columns;
  private final Writer same;
  private final AvroBytes in = new AvroBytes();
  private final Map<Integer, Writer> writers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Writer> eldest) {
          return size() > WRITERS_MAX;
        }
      };

  AvroDecoder(Shape shape, @Nullable SchemaRegistry registry) {
    this.shape = shape;
    this.registry = registry;
    Schema row = shape.isChange() ? Debezium.rowOf(shape.schema()) : shape.schema();
    this.columns = AvroColumns.of(row, shape.column());
    this.same = writer(shape.schema());
  }

  @Override
  public List<OutputColumn> columns() {
    return columns.columns();
  }

  @Override
  public boolean decode(byte[] bytes, Column[] target, int first) {
    Writer writer = same;
    if (shape.hasHeader()) {
      if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
        throw AvroBytes.malformed("the record does not begin with a schema id");
      }
      if (registry != null) {
        writer = writer(ByteBuffer.wrap(bytes, 1, 4).getInt(), registry);
      }
    }
    if (writer.program() == null) {
      DatabaseException refusal = Objects.requireNonNull(writer.refusal());
      throw new DatabaseException(refusal.state(), refusal.message());
    }
    in.reset(bytes, shape.hasHeader() ? HEADER_BYTES : 0);
    boolean isRow = writer.program().run(in, target, first);
    if (in.remaining() > 0) {
      throw AvroBytes.malformed(in.remaining() + " bytes are left over");
    }
    return isRow;
  }

  private Writer writer(int id, SchemaRegistry from) {
    Writer known = writers.get(id);
    if (known != null) {
      return known;
    }
    Registered registered =
        from.byId(id)
            .orElseThrow(() ->
                new DatabaseException(
                    SqlState.UNDEFINED_OBJECT, "schema registry has no schema with id " + id));
    Schema parsed = AvroTypes.parse(registered);
    Writer writer = parsed.equals(shape.schema()) ? same : writer(parsed);
    writers.put(id, writer);
    return writer;
  }

  private Writer writer(Schema schema) {
    try {
      AvroProgram program =
          shape.isChange() ? AvroProgram.ofAfter(schema, columns) : AvroProgram.of(schema, columns);
      return new Writer(program, null);
    } catch (DatabaseException e) {
      return new Writer(null, e);
    }
  }
}
