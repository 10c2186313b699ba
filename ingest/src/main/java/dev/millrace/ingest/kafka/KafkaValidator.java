package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.ConnectionValidator;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.ingest.registry.RegistryUnavailableException;
import dev.millrace.ingest.registry.SchemaRegistry;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/// Checks KAFKA and CONFLUENT SCHEMA REGISTRY connections by asking them something cheap.
public final class KafkaValidator implements ConnectionValidator {

  @Override
  public void validate(ConnectionSpec connection, SecretStore secrets) {
    switch (connection.type().toUpperCase(Locale.ROOT)) {
      case "KAFKA" -> {
        try (Admin admin = KafkaClients.admin(connection, secrets)) {
          KafkaClients.await(admin.describeCluster().clusterId(), "");
        } catch (KafkaException e) {
          throw KafkaClients.failure(e);
        }
      }
      case "CONFLUENT SCHEMA REGISTRY" -> {
        try (SchemaRegistry registry = SchemaRegistry.of(connection, secrets)) {
          registry.check();
        } catch (RegistryUnavailableException e) {
          throw new DatabaseException(SqlState.SYSTEM_ERROR, String.valueOf(e.getMessage()));
        }
      }
      default ->
          throw DatabaseException.notSupported("CREATE CONNECTION TO " + connection.type(), 0);
    }
  }
}
