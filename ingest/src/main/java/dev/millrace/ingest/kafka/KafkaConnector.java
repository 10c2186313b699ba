package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.Connector;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceDescription;
import dev.millrace.dataflow.connector.SourceDescription.Output;
import dev.millrace.dataflow.connector.SourceDescription.Role;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceSpec.Envelope;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.dataflow.connector.WiderSource;
import dev.millrace.dataflow.port.Action.Keeping;
import dev.millrace.ingest.DeadLetters;
import dev.millrace.ingest.format.AddedField;
import dev.millrace.ingest.format.Formats.Part;
import dev.millrace.ingest.format.ReaderSchemas;
import dev.millrace.ingest.registry.RegistryUnavailableException;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/// `CREATE SOURCE … FROM KAFKA CONNECTION`.
public final class KafkaConnector implements Connector {

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public SourceDescription describe(SourceSpec spec, SecretStore secrets) {
    TopicOptions topic = TopicOptions.of(spec);
    try (Admin admin = KafkaClients.admin(connection(spec), secrets)) {
      KafkaClients.describe(admin, topic.name());
    } catch (KafkaException e) {
      throw KafkaClients.failure(e);
    }
    SourceSpec resolved = resolve(spec, topic.name(), secrets);
    try (Registries registries = Registries.of(resolved, secrets)) {
      RecordRows rows = new RecordRows(resolved, registries);
      return new SourceDescription(
          resolved,
          List.of(
              new Output(Role.MAIN, "", rows.columns(), keeping(spec), rows.key()),
              DeadLetters.OUTPUT));
    }
  }

  private static Keeping keeping(SourceSpec spec) {
    String retain = spec.keeping();
    if (spec.envelope() == Envelope.NONE) {
      return "NONE".equals(retain) ? Keeping.NONE : Keeping.LOG;
    }
    if (retain != null) {
      throw DatabaseException.notSupported("RETAIN of a source that keeps a row per key", 0);
    }
    return Keeping.KEYED;
  }

  @Override
  public Source open(SourceSpec spec, SecretStore secrets) {
    return new KafkaSource(spec, TopicOptions.of(spec), secrets);
  }

  @Override
  public WiderSource widen(SourceSpec spec, String column, SecretStore secrets) {
    FormatSpec value = spec.valueFormat();
    if (value == null) {
      throw new IllegalStateException("a source without a format");
    }
    try {
      ReaderSchemas schemas = new ReaderSchemas(TopicOptions.of(spec).name(), secrets);
      AddedField added = schemas.add(value, column, spec.envelope() == Envelope.DEBEZIUM);
      SourceSpec wider = spec.withAddedField(added.format());
      try (Registries registries = Registries.of(wider, secrets)) {
        RecordRows rows = new RecordRows(wider, registries);
        return new WiderSource(wider, rows.columns().getLast(), added.missing());
      }
    } catch (RegistryUnavailableException e) {
      throw new DatabaseException(SqlState.SYSTEM_ERROR, String.valueOf(e.getMessage()));
    }
  }

  static ConnectionSpec connection(SourceSpec spec) {
    ConnectionSpec connection = spec.connection();
    if (connection == null || !connection.type().toUpperCase(Locale.ROOT).equals("KAFKA")) {
      throw new DatabaseException(SqlState.WRONG_OBJECT_TYPE, "source requires a KAFKA connection");
    }
    return connection;
  }

  private static SourceSpec resolve(SourceSpec spec, String topic, SecretStore secrets) {
    ReaderSchemas schemas = new ReaderSchemas(topic, secrets);
    FormatSpec value = spec.valueFormat();
    FormatSpec key = spec.keyFormat();
    boolean hasKey =
        spec.envelope() != Envelope.NONE || spec.includes().stream().anyMatch(RecordMeaning::isKey);
    try {
      FormatSpec resolvedKey =
          key == null && value != null && hasKey
              ? schemas.impliedKey(value)
              : key == null ? null : schemas.resolve(key, Part.KEY);
      return new SourceSpec(
          spec.connector(),
          spec.generator(),
          spec.options(),
          spec.connection(),
          resolvedKey,
          value == null ? null : schemas.resolve(value, Part.VALUE),
          spec.includes(),
          spec.envelope(),
          spec.keeping());
    } catch (RegistryUnavailableException e) {
      throw new DatabaseException(SqlState.SYSTEM_ERROR, String.valueOf(e.getMessage()));
    }
  }
}
