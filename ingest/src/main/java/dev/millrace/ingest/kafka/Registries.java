package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.ingest.registry.SchemaRegistry;
import org.jspecify.annotations.Nullable;

/// The schema registries that a source's formats need; owns their clients.
record Registries(@Nullable SchemaRegistry key, @Nullable SchemaRegistry value)
    implements AutoCloseable {

  static Registries of(SourceSpec spec, SecretStore secrets) {
    return new Registries(client(spec.keyFormat(), secrets), client(spec.valueFormat(), secrets));
  }

  private static @Nullable SchemaRegistry client(@Nullable FormatSpec format, SecretStore secrets) {
    ConnectionSpec connection = format == null ? null : format.registry();
    return connection == null ? null : SchemaRegistry.of(connection, secrets);
  }

  @Override
  public void close() {
    if (key != null) {
      key.close();
    }
    if (value != null) {
      value.close();
    }
  }
}
