package dev.millrace.ingest.format;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.ingest.registry.SchemaRegistry;
import dev.millrace.ingest.registry.SchemaRegistry.Registered;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// Makes decoders from a statement's formats, and looks up reader schemas when a source is created.
public final class Formats {

  /// A registry is asked for the newest schema under `<topic>-key` or `<topic>-value`.
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

    private String subject(String topic) {
      return topic + "-" + name().toLowerCase(Locale.ROOT);
    }
  }

  private Formats() {}

  /// The format with its reader schema looked up, if it needs one and has none.
  public static FormatSpec resolve(
      FormatSpec format, Part part, String topic, SecretStore secrets) {
    if (!name(format).equals("AVRO") || format.schema() != null) {
      return format;
    }
    ConnectionSpec connection = registryOf(format);
    try (SchemaRegistry registry = SchemaRegistry.of(connection, secrets)) {
      String subject = part.subject(topic);
      Registered latest =
          registry
              .latest(subject)
              .orElseThrow(() ->
                  new DatabaseException(
                      SqlState.UNDEFINED_OBJECT,
                      "schema registry has no subject \"" + subject + "\""));
      if (!latest.type().equals("AVRO")) {
        throw DatabaseException.notSupported(
            "schema of type " + latest.type() + " for FORMAT AVRO", 0);
      }
      Schema schema = AvroTypes.parse(latest.schema(), latest.references());
      return new FormatSpec(format.format(), format.options(), connection, schema.toString());
    }
  }

  /// The decoder of a resolved format.
  ///
  /// @param registry null unless the format is AVRO
  public static Decoder decoder(FormatSpec format, Part part, @Nullable SchemaRegistry registry) {
    String name = name(format);
    return switch (name) {
      case "BYTES" -> new PlainDecoder(PlainDecoder.Kind.BYTES, part.column(name));
      case "TEXT" -> new PlainDecoder(PlainDecoder.Kind.TEXT, part.column(name));
      case "JSON" -> new PlainDecoder(PlainDecoder.Kind.JSON, part.column(name));
      case "CSV" -> CsvDecoder.of(format);
      case "REGEX" -> RegexDecoder.of(format);
      case "AVRO" -> {
        String schema = format.schema();
        if (schema == null || registry == null) {
          throw new IllegalStateException("AVRO without a schema");
        }
        yield new AvroDecoder(AvroTypes.parse(schema, List.of()), part.column(name), registry);
      }
      default -> throw DatabaseException.notSupported("FORMAT " + name, 0);
    };
  }

  /// The registry connection of an AVRO format.
  public static ConnectionSpec registryOf(FormatSpec format) {
    ConnectionSpec connection = format.registry();
    if (connection == null) {
      throw DatabaseException.notSupported(
          "FORMAT AVRO without CONFLUENT SCHEMA REGISTRY CONNECTION", 0);
    }
    return connection;
  }

  private static String name(FormatSpec format) {
    return format.format().toUpperCase(Locale.ROOT);
  }
}
