package dev.millrace.ingest.format;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.ingest.Options;
import dev.millrace.ingest.format.Formats.Part;
import dev.millrace.ingest.format.protobuf.ProtobufSchema;
import dev.millrace.ingest.registry.SchemaRegistry;
import dev.millrace.ingest.registry.SchemaRegistry.Registered;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds the reader schemas of formats when a source is created. It stays what it was then, but for
/// fields that ALTER SOURCE adds: a topic whose schema goes on changing never changes the columns
/// of a source by itself.
///
/// A registry is asked for the newest schema of `<topic>-key` or `<topic>-value`, unless the
/// statement gives a schema or names one by its id: the options `STRATEGY`, and for the key that a
/// value's format implies, `KEY STRATEGY` and `KEY SCHEMA`.
public final class ReaderSchemas {

  private final String topic;
  private final SecretStore secrets;

  public ReaderSchemas(String topic, SecretStore secrets) {
    this.topic = topic;
    this.secrets = secrets;
  }

  /// The format as it is to be stored: with its schema, without what was needed to find it.
  public FormatSpec resolve(FormatSpec format, Part part) {
    if (!hasSchema(format)) {
      return format;
    }
    return find(format, part).orElseThrow(() -> missing(subject(part)));
  }

  /// The format of keys that a value's format implies: the same registry's schema for keys, if
  /// there is one.
  public @Nullable FormatSpec impliedKey(FormatSpec value) {
    if (!hasSchema(value) || value.registry() == null) {
      return null;
    }
    Map<String, OptionValue> options = new TreeMap<>(value.options());
    Options given = new Options("FORMAT " + Formats.name(value), value.options());
    String strategy = given.text("KEY STRATEGY", "LATEST");
    options.put("STRATEGY", new OptionValue.Text(strategy));
    FormatSpec key =
        new FormatSpec(value.format(), options, value.registry(), given.text("KEY SCHEMA"));
    return find(key, Part.KEY).orElse(null);
  }

  /// The format of values with one more field, as the registry's newest schema has it.
  ///
  /// @param isChange true for Debezium's envelopes, whose rows get the field
  public AddedField add(FormatSpec format, String field, boolean isChange) {
    ConnectionSpec connection = format.registry();
    if (!Formats.name(format).equals("AVRO")) {
      throw DatabaseException.notSupported(
          "ADD COLUMN to a source of FORMAT " + Formats.name(format), 0);
    }
    if (connection == null) {
      throw DatabaseException.notSupported("ADD COLUMN to a source without a schema registry", 0);
    }
    String subject = subject(Part.VALUE);
    try (SchemaRegistry registry = SchemaRegistry.of(connection, secrets)) {
      Registered newest = registry.latest(subject).orElseThrow(() -> missing(subject));
      if (!newest.type().equals("AVRO")) {
        throw DatabaseException.notSupported(
            "schema of type " + newest.type() + " for FORMAT AVRO", 0);
      }
      return AddedField.of(format, field, isChange, AvroTypes.parse(newest));
    }
  }

  private static DatabaseException missing(String subject) {
    return new DatabaseException(
        SqlState.UNDEFINED_OBJECT, "schema registry has no subject \"" + subject + "\"");
  }

  /// True for formats whose columns are those of a schema.
  public static boolean hasSchema(FormatSpec format) {
    return Formats.name(format).equals("AVRO") || isProtobuf(format);
  }

  private static boolean isProtobuf(FormatSpec format) {
    return Formats.name(format).equals("PROTOBUF");
  }

  private Optional<FormatSpec> find(FormatSpec format, Part part) {
    if (format.schema() != null) {
      return Optional.of(given(format, format.schema()));
    }
    ConnectionSpec connection = format.registry();
    if (connection == null) {
      throw new IllegalStateException(format.format() + " without schema and registry");
    }
    try (SchemaRegistry registry = SchemaRegistry.of(connection, secrets)) {
      return lookUp(registry, format, part).map(found -> registered(format, found));
    }
  }

  private Optional<Registered> lookUp(SchemaRegistry registry, FormatSpec format, Part part) {
    Options options = new Options("FORMAT " + Formats.name(format), format.options());
    String strategy = options.text("STRATEGY", "LATEST").toUpperCase(Locale.ROOT);
    if (!strategy.startsWith("ID ")) {
      return registry.latest(subject(part));
    }
    int id = Integer.parseInt(strategy.substring(3));
    Optional<Registered> found = registry.byId(id);
    if (found.isEmpty()) {
      throw new DatabaseException(
          SqlState.UNDEFINED_OBJECT, "schema registry has no schema with id " + id);
    }
    return found;
  }

  private static FormatSpec given(FormatSpec format, String schema) {
    if (!isProtobuf(format)) {
      return stored(format, AvroTypes.parse(schema, List.of()).toString());
    }
    if (format.registry() != null) {
      throw DatabaseException.notSupported("a schema strategy of FORMAT PROTOBUF", 0);
    }
    String message = new Options("FORMAT PROTOBUF", format.options()).required("MESSAGE");
    return stored(format, ProtobufSchema.inline(message, schema));
  }

  private static FormatSpec registered(FormatSpec format, Registered registered) {
    String name = Formats.name(format);
    if (!registered.type().equals(name)) {
      throw DatabaseException.notSupported(
          "schema of type " + registered.type() + " for FORMAT " + name, 0);
    }
    return isProtobuf(format)
        ? stored(format, ProtobufSchema.registered(registered))
        : stored(format, AvroTypes.parse(registered).toString());
  }

  private static FormatSpec stored(FormatSpec format, ProtobufSchema schema) {
    Map<String, OptionValue> options = new TreeMap<>(format.options());
    options.put("MESSAGE", new OptionValue.Text(schema.message()));
    FormatSpec named = new FormatSpec(format.format(), options, format.registry(), null);
    return stored(named, schema.descriptors());
  }

  private static FormatSpec stored(FormatSpec format, String schema) {
    Map<String, OptionValue> options = new TreeMap<>(format.options());
    options.keySet().removeIf(name -> name.endsWith("STRATEGY") || name.equals("KEY SCHEMA"));
    return new FormatSpec(format.format(), options, format.registry(), schema);
  }

  private String subject(Part part) {
    return topic + "-" + part.name().toLowerCase(Locale.ROOT);
  }
}
