package dev.millrace.ingest.format;

import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.ingest.Options;
import dev.millrace.ingest.format.protobuf.ProtobufDecoder;
import dev.millrace.ingest.format.protobuf.ProtobufSchema;
import dev.millrace.ingest.registry.SchemaRegistry;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes decoders of a statement's formats, once [ReaderSchemas] has looked up what they need.
public final class Formats {

  /// Which bytes of a record a format is for.
  public enum Part {
    KEY,
    VALUE;

    /// The column of a format without names of its own.
    private String column(String format) {
      if (this == KEY) {
        return "key";
      }
      return format.equals("TEXT") ? "text" : "data";
    }
  }

  private Formats() {}

  /// The decoder of a resolved format.
  ///
  /// @param registry null unless the format has one
  public static Decoder decoder(FormatSpec format, Part part, @Nullable SchemaRegistry registry) {
    String name = name(format);
    return switch (name) {
      case "BYTES" -> new PlainDecoder(PlainDecoder.Kind.BYTES, part.column(name));
      case "TEXT" -> new PlainDecoder(PlainDecoder.Kind.TEXT, part.column(name));
      case "JSON" -> new PlainDecoder(PlainDecoder.Kind.JSON, part.column(name));
      case "CSV" -> CsvDecoder.of(format);
      case "REGEX" -> RegexDecoder.of(format);
      case "AVRO" -> new AvroDecoder(shape(format, part.column(name), false), registry);
      case "PROTOBUF" -> protobuf(format);
      default -> throw DatabaseException.notSupported("FORMAT " + name, 0);
    };
  }

  /// The decoder of values that are Debezium's envelopes: the columns of the row after a change.
  public static Decoder changes(FormatSpec format, @Nullable SchemaRegistry registry) {
    if (!name(format).equals("AVRO")) {
      throw new DatabaseException(
          SqlState.FEATURE_NOT_SUPPORTED,
          "ENVELOPE DEBEZIUM requires that VALUE FORMAT is set to AVRO");
    }
    return new AvroDecoder(shape(format, Part.VALUE.column("AVRO"), true), registry);
  }

  private static AvroDecoder.Shape shape(FormatSpec format, String column, boolean isChange) {
    Options options = new Options("FORMAT AVRO", format.options());
    boolean hasHeader = options.flag("CONFLUENT WIRE FORMAT", true);
    options.rejectUnknown();
    String schema = Objects.requireNonNull(format.schema(), "AVRO without a schema");
    return new AvroDecoder.Shape(AvroTypes.parse(schema, List.of()), column, hasHeader, isChange);
  }

  private static Decoder protobuf(FormatSpec format) {
    Options options = new Options("FORMAT PROTOBUF", format.options());
    String message = options.required("MESSAGE");
    options.rejectUnknown();
    String descriptors = Objects.requireNonNull(format.schema(), "PROTOBUF without a schema");
    return new ProtobufDecoder(new ProtobufSchema(descriptors, message), format.registry() != null);
  }

  static String name(FormatSpec format) {
    return format.format().toUpperCase(Locale.ROOT);
  }
}
