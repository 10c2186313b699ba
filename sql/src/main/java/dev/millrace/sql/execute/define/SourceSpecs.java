package dev.millrace.sql.execute.define;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Names;
import dev.millrace.sql.execute.Options;
import dev.millrace.sql.statement.CreateStatement.CreateSource;
import dev.millrace.sql.statement.FormatSpec;
import dev.millrace.sql.statement.FormatSpec.RegistryAddress;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.SourceClauses;
import dev.millrace.sql.statement.SourceOrigin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// CREATE SOURCE as written, turned into what connectors are given; names are resolved, nothing
/// outside is asked.
final class SourceSpecs {

  private static final Set<String> KAFKA =
      Set.of(
          "TOPIC",
          "GROUP ID PREFIX",
          "START OFFSET",
          "START TIMESTAMP",
          "TOPIC METADATA REFRESH INTERVAL");

  private static final Set<String> GENERATOR =
      Set.of(
          "TICK INTERVAL",
          "AS OF",
          "UP TO",
          "SCALE FACTOR",
          "MAX CARDINALITY",
          "RATE",
          "SEED",
          "USERS",
          "ITEMS",
          "PURCHASES",
          "NULL KEYS",
          "MAX RECORDS",
          "KEYS",
          "SNAPSHOT ROUNDS",
          "VALUE SIZE",
          "PARTITIONS",
          "BATCH SIZE");

  private final CreateSource statement;
  private final Names names;
  private final ConnectorOptions options;
  private final Set<Long> used = new HashSet<>();

  /// A specification and the items it needs.
  record Resolved(SourceSpec spec, Set<Long> uses) {}

  private SourceSpecs(CreateSource statement, Names names) {
    this.statement = statement;
    this.names = names;
    this.options = new ConnectorOptions(names);
  }

  static Resolved resolve(CreateSource statement, Names names) {
    SourceSpecs specs = new SourceSpecs(statement, names);
    SourceSpec spec = specs.spec();
    specs.used.addAll(specs.options.used());
    return new Resolved(spec, Set.copyOf(specs.used));
  }

  private SourceSpec spec() {
    return switch (statement.origin()) {
      case SourceOrigin.Connection c when c.type().equals("kafka") ->
          spec(
              "kafka",
              "",
              options.read(c.options(), KAFKA, "KAFKA source"),
              connection(c.name(), "KAFKA"));
      case SourceOrigin.Connection c ->
          throw DatabaseException.notSupported(
              "CREATE SOURCE FROM " + c.type().toUpperCase(Locale.ROOT), c.name().position());
      case SourceOrigin.KafkaBroker k -> {
        Map<String, OptionValue> all =
            new TreeMap<>(options.read(k.options(), KAFKA, "KAFKA source"));
        all.put("TOPIC", new OptionValue.Text(k.topic()));
        ConnectionSpec broker =
            new ConnectionSpec(
                "KAFKA",
                Map.of(
                    "BROKER",
                    new OptionValue.Text(k.broker()),
                    "SECURITY PROTOCOL",
                    new OptionValue.Text("PLAINTEXT")));
        yield spec("kafka", "", all, broker);
      }
      case SourceOrigin.LoadGenerator g ->
          spec(
              "load-generator",
              g.generator().toUpperCase(Locale.ROOT),
              options.read(
                  g.options(), GENERATOR, g.generator().toUpperCase(Locale.ROOT) + " generator"),
              null);
      case SourceOrigin.Webhook _ ->
          throw DatabaseException.notSupported("CREATE SOURCE FROM WEBHOOK", 0);
    };
  }

  private SourceSpec spec(
      String connector,
      String generator,
      Map<String, OptionValue> values,
      @Nullable ConnectionSpec connection) {
    SourceClauses clauses = statement.clauses();
    if (clauses.progress() != null) {
      throw DatabaseException.notSupported("EXPOSE PROGRESS AS", clauses.progress().position());
    }
    Options with = new Options(clauses.options());
    String keeping = with.text("retain for");
    with.take("timestamp interval");
    with.refuseRest("CREATE SOURCE");
    List<SourceSpec.IncludeSpec> includes = new ArrayList<>();
    for (SourceClauses.Include include : clauses.includes()) {
      includes.add(
          new SourceSpec.IncludeSpec(
              include.kind().toUpperCase(Locale.ROOT),
              include.header(),
              include.alias(),
              include.isBytes()));
    }
    return new SourceSpec(
        connector,
        generator,
        values,
        connection,
        format(clauses.keyFormat()),
        format(clauses.valueFormat()),
        includes,
        envelope(clauses.envelope()),
        keeping);
  }

  private static SourceSpec.Envelope envelope(SourceClauses.@Nullable Envelope envelope) {
    if (envelope == null) {
      return SourceSpec.Envelope.NONE;
    }
    if (envelope.inlineErrors()) {
      throw DatabaseException.notSupported("VALUE DECODING ERRORS = INLINE", envelope.position());
    }
    return switch (envelope.kind()) {
      case "none" -> SourceSpec.Envelope.NONE;
      case "upsert" -> SourceSpec.Envelope.UPSERT;
      case "debezium" -> SourceSpec.Envelope.DEBEZIUM;
      default ->
          throw DatabaseException.notSupported(
              "ENVELOPE " + envelope.kind().toUpperCase(Locale.ROOT), envelope.position());
    };
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
      case FormatSpec.Registry _, FormatSpec.Inline _ ->
          throw DatabaseException.notSupported("FORMAT PROTOBUF", 0);
      case FormatSpec.Regex _ -> throw DatabaseException.notSupported("FORMAT REGEX", 0);
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
          case RegistryAddress.ByConnection c -> connection(c.name(), "CONFLUENT SCHEMA REGISTRY");
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
    if (csv.delimiter() != null) {
      values.put("DELIMITER", new OptionValue.Text(csv.delimiter()));
    }
    return new SourceSpec.FormatSpec("CSV", values, null, null);
  }

  private ConnectionSpec connection(ObjectName name, String type) {
    Item item = names.require(ItemKind.CONNECTION, name.parts(), name.position());
    ConnectionSpec spec = ((ItemBody.Connection) item.body()).spec();
    if (!spec.type().equals(type)) {
      throw DatabaseException.at(
          name.position(),
          SqlState.WRONG_OBJECT_TYPE,
          "connection \"" + name + "\" is not a " + type + " connection");
    }
    used.add(item.id());
    return spec;
  }
}
