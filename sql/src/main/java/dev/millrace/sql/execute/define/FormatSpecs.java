package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.statement.FormatSpec;
import dev.millrace.sql.statement.FormatSpec.RegistryAddress;
import dev.millrace.sql.statement.ObjectName;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The formats of a CREATE SOURCE as written, turned into what connectors are given.
final class FormatSpecs {

  private final BiFunction<ObjectName, String, ConnectionSpec> connections;
  private final ConnectorOptions options;

  /// @param connections finds a connection by its name and required type
  FormatSpecs(
      BiFunction<ObjectName, String, ConnectionSpec> connections, ConnectorOptions options) {
    this.connections = connections;
    this.options = options;
  }

  SourceSpec.@Nullable FormatSpec key(@Nullable FormatSpec format) {
    return format(format);
  }

  SourceSpec.@Nullable FormatSpec value(@Nullable FormatSpec format) {
    return format(format);
  }

  private SourceSpec.@Nullable FormatSpec format(@Nullable FormatSpec format) {
    return switch (format) {
      case null -> null;
      case FormatSpec.Bytes _ -> plain("BYTES");
      case FormatSpec.Text _ -> plain("TEXT");
      case FormatSpec.Json(boolean isArray) -> {
        if (isArray) {
          throw new DatabaseException(
              SqlState.FEATURE_NOT_SUPPORTED, "FORMAT JSON ARRAY is for webhooks only");
        }
        yield plain("JSON");
      }
      case FormatSpec.Registry r when r.kind().equals("avro") -> registry(r);
      case FormatSpec.Inline i when i.kind().equals("avro") -> inline(i);
      case FormatSpec.Csv csv -> csv(csv);
      case FormatSpec.Regex(String pattern) ->
          new SourceSpec.FormatSpec(
              "REGEX", Map.of("PATTERN", new OptionValue.Text(pattern)), null, null);
      case FormatSpec.Registry _, FormatSpec.Inline _ ->
          throw DatabaseException.notSupported("FORMAT PROTOBUF", 0);
    };
  }

  private static SourceSpec.FormatSpec plain(String name) {
    return new SourceSpec.FormatSpec(name, Map.of(), null, null);
  }

  private SourceSpec.FormatSpec registry(FormatSpec.Registry r) {
    if (r.seed().keySchema() != null
        || r.seed().valueSchema() != null
        || !r.seed().strategies().isEmpty()) {
      throw DatabaseException.notSupported("a schema strategy of FORMAT AVRO", 0);
    }
    ConnectionSpec connection =
        switch (r.registry()) {
          case RegistryAddress.ByConnection c ->
              connections.apply(c.name(), "CONFLUENT SCHEMA REGISTRY");
          case RegistryAddress.ByAddress a ->
              new ConnectionSpec(
                  "CONFLUENT SCHEMA REGISTRY", Map.of("URL", new OptionValue.Text(a.url())));
        };
    return new SourceSpec.FormatSpec(
        "AVRO", options.read(r.options(), Set.of(), "FORMAT AVRO"), connection, null);
  }

  private SourceSpec.FormatSpec inline(FormatSpec.Inline i) {
    Map<String, OptionValue> values =
        options.read(i.options(), Set.of("CONFLUENT WIRE FORMAT"), "FORMAT AVRO");
    return new SourceSpec.FormatSpec("AVRO", values, null, i.schema());
  }

  private static SourceSpec.FormatSpec csv(FormatSpec.Csv csv) {
    Map<String, OptionValue> values = new TreeMap<>();
    values.put("HEADER", new OptionValue.Text(Boolean.toString(csv.hasHeader())));
    values.put("COLUMN COUNT", new OptionValue.Text(Integer.toString(csv.columnCount())));
    values.put(
        "COLUMNS",
        new OptionValue.Items(
            csv.columns().stream()
                .map(c -> (OptionValue) new OptionValue.Text(c.name()))
                .toList()));
    String delimiter = csv.delimiter();
    if (delimiter != null) {
      values.put("DELIMITER", new OptionValue.Text(delimiter));
    }
    return new SourceSpec.FormatSpec("CSV", values, null, null);
  }
}
