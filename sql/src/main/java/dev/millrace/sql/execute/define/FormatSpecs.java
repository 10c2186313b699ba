package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.statement.FormatSpec;
import dev.millrace.sql.statement.FormatSpec.RegistryAddress;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.Option;
import dev.millrace.sql.statement.OptionSetting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  /// The format of keys; null if there is none of their own.
  SourceSpec.@Nullable FormatSpec key(@Nullable FormatSpec format) {
    return format(format, Part.KEY);
  }

  /// The format of values.
  ///
  /// @param hasKey true if keys have a format of their own
  SourceSpec.@Nullable FormatSpec value(@Nullable FormatSpec format, boolean hasKey) {
    return format(format, hasKey ? Part.VALUE : Part.BOTH);
  }

  /// What a format is for; one for values alone tells of keys as well, if they have none.
  private enum Part {
    KEY,
    VALUE,
    BOTH
  }

  private SourceSpec.@Nullable FormatSpec format(@Nullable FormatSpec format, Part part) {
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
      case FormatSpec.Registry r -> registry(r, part);
      case FormatSpec.Inline i -> inline(i);
      case FormatSpec.Csv csv -> csv(csv);
      case FormatSpec.Regex(String pattern) ->
          new SourceSpec.FormatSpec(
              "REGEX", Map.of("PATTERN", new OptionValue.Text(pattern)), null, null);
    };
  }

  private static SourceSpec.FormatSpec plain(String name) {
    return new SourceSpec.FormatSpec(name, Map.of(), null, null);
  }

  private SourceSpec.FormatSpec registry(FormatSpec.Registry r, Part part) {
    String name = r.kind().toUpperCase(Locale.ROOT);
    ConnectionSpec connection =
        switch (r.registry()) {
          case RegistryAddress.ByConnection c ->
              connections.apply(c.name(), "CONFLUENT SCHEMA REGISTRY");
          case RegistryAddress.ByAddress a ->
              new ConnectionSpec(
                  "CONFLUENT SCHEMA REGISTRY", Map.of("URL", new OptionValue.Text(a.url())));
        };
    Map<String, OptionValue> values =
        new TreeMap<>(options.read(r.options(), Set.of(), "FORMAT " + name));
    ReaderChoice key = choice(r.seed(), "key strategy", r.seed().keySchema());
    ReaderChoice value = choice(r.seed(), "value strategy", r.seed().valueSchema());
    ReaderChoice own = part == Part.KEY ? key : value;
    if (part == Part.BOTH) {
      key.strategy().ifPresent(s -> values.put("KEY STRATEGY", new OptionValue.Text(s)));
      key.schema().ifPresent(s -> values.put("KEY SCHEMA", new OptionValue.Text(s)));
    }
    own.strategy().ifPresent(s -> values.put("STRATEGY", new OptionValue.Text(s)));
    return new SourceSpec.FormatSpec(name, values, connection, own.schema().orElse(null));
  }

  /// Which reader schema a statement asks for: one it holds, or one that a registry has.
  private record ReaderChoice(Optional<String> strategy, Optional<String> schema) {}

  private static ReaderChoice choice(FormatSpec.Seed seed, String name, @Nullable String seeded) {
    List<Option> given = seed.strategies().stream().filter(o -> o.name().equals(name)).toList();
    if (given.isEmpty()) {
      return new ReaderChoice(Optional.empty(), Optional.ofNullable(seeded));
    }
    Option option = given.getFirst();
    if (given.size() > 1 || seeded != null) {
      throw DatabaseException.at(
          option.position(),
          SqlState.SYNTAX_ERROR,
          name.toUpperCase(Locale.ROOT) + " specified more than once");
    }
    return switch (option.value()) {
      case OptionSetting.Text(String schema) ->
          new ReaderChoice(Optional.empty(), Optional.of(schema));
      case OptionSetting.Number(String id) ->
          new ReaderChoice(Optional.of("ID " + id), Optional.empty());
      default -> new ReaderChoice(Optional.of("LATEST"), Optional.empty());
    };
  }

  private SourceSpec.FormatSpec inline(FormatSpec.Inline i) {
    String message = i.message();
    Map<String, OptionValue> values =
        message == null
            ? options.read(i.options(), Set.of("CONFLUENT WIRE FORMAT"), "FORMAT AVRO")
            : Map.of("MESSAGE", new OptionValue.Text(message));
    String name = i.kind().toUpperCase(Locale.ROOT);
    return new SourceSpec.FormatSpec(name, values, null, i.schema());
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
