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
import dev.millrace.sql.catalog.RetainText;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Options;
import dev.millrace.sql.statement.CreateStatement.CreateSource;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.Option;
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
          "TRANSACTIONAL SNAPSHOT",
          "VALUE SIZE",
          "PARTITIONS",
          "BATCH SIZE");

  private final CreateSource statement;
  private final Names names;
  private final Frame frame;
  private final ConnectorOptions options;
  private final Set<Long> used = new HashSet<>();

  /// A specification and the items it needs.
  record Resolved(SourceSpec spec, Set<Long> uses) {}

  private SourceSpecs(CreateSource statement, Names names, Frame frame) {
    this.statement = statement;
    this.names = names;
    this.frame = frame;
    this.options = new ConnectorOptions(names);
  }

  static Resolved resolve(CreateSource statement, Names names, Frame frame) {
    SourceSpecs specs = new SourceSpecs(statement, names, frame);
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
      case SourceOrigin.Webhook webhook -> {
        WebhookSpecs.Resolved resolved =
            WebhookSpecs.resolve(webhook, statement.clauses(), names, frame);
        used.addAll(resolved.uses());
        yield resolved.spec();
      }
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
    String keeping = keeping(with);
    with.take("timestamp interval");
    with.refuseRest("CREATE SOURCE");
    FormatSpecs formats = new FormatSpecs(this::connection, options);
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
        withErrors(values, clauses.envelope()),
        connection,
        formats.key(clauses.keyFormat()),
        formats.value(clauses.valueFormat(), clauses.keyFormat() != null),
        includes,
        envelope(clauses.envelope()),
        keeping);
  }

  /// What RETAIN says.
  static @Nullable String keeping(Options with) {
    Option retain = with.take("retain");
    if (retain == null) {
      return null;
    }
    try {
      return RetainText.canonical(Options.text(retain));
    } catch (DatabaseException e) {
      throw e.withPosition(retain.position());
    }
  }

  /// The connector's options with the column for values that cannot be decoded, if asked for.
  private static Map<String, OptionValue> withErrors(
      Map<String, OptionValue> values, SourceClauses.@Nullable Envelope envelope) {
    if (envelope == null || !envelope.inlineErrors()) {
      return values;
    }
    Map<String, OptionValue> all = new TreeMap<>(values);
    String column = envelope.errorColumn();
    all.put("VALUE DECODING ERRORS", new OptionValue.Text(column == null ? "error" : column));
    return all;
  }

  private static SourceSpec.Envelope envelope(SourceClauses.@Nullable Envelope envelope) {
    if (envelope == null) {
      return SourceSpec.Envelope.NONE;
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
