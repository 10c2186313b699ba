package dev.millrace.sql.execute;

import dev.millrace.dataflow.connector.ConnectionValidator;
import dev.millrace.dataflow.connector.Connector;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.port.Engine;
import dev.millrace.dataflow.port.EngineStatus;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.sql.bind.Binder;
import dev.millrace.sql.catalog.Catalog;
import dev.millrace.sql.catalog.relation.LiveState;
import dev.millrace.sql.catalog.relation.SystemRelations;
import dev.millrace.sql.execute.define.DefineConnections;
import dev.millrace.sql.execute.define.Restoration;
import dev.millrace.sql.execute.define.place.TemporaryObjects;
import dev.millrace.sql.execute.sequence.Sequences;
import dev.millrace.sql.secret.SecretVault;
import dev.millrace.sql.source.SourceRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// What all sessions of a server share. Any thread.
public record Instance(
    Engine engine,
    Catalog catalog,
    SystemRelations relations,
    FunctionRegistry functions,
    Binder binder,
    SecretVault vault,
    SourceRunner sources,
    ConnectionValidator connections,
    SessionList sessions,
    PlanCache plans,
    Sequences sequences,
    WriteBudget writeBudget,
    Clock clock)
    implements LiveState, AutoCloseable {

  /// What an instance is built over.
  ///
  /// @param directory the data directory, for the key file of secrets
  /// @param writeBytesMax memory for rows that open transactions have written
  public record Parts(
      Engine engine,
      Path directory,
      List<Connector> connectors,
      ConnectionValidator connections,
      long writeBytesMax,
      Clock clock) {
    public Parts {
      connectors = List.copyOf(connectors);
    }
  }

  /// Reads the recovered catalog and sets its collections up in the engine, which has not started.
  public static Instance open(Parts parts) {
    FunctionRegistry functions = FunctionRegistry.standard();
    Catalog catalog = Catalog.recover(parts.engine());
    parts.engine().restore(Restoration.actions(catalog.current(), functions));
    SecretVault vault = SecretVault.open(parts.directory());
    SecretStore secrets = DefineConnections.secrets(catalog::current, vault);
    return new Instance(
        parts.engine(),
        catalog,
        new SystemRelations(),
        functions,
        new Binder(functions),
        vault,
        new SourceRunner(parts.engine(), parts.connectors(), secrets, parts.clock()),
        parts.connections(),
        new SessionList(),
        new PlanCache(),
        Sequences.recover(parts.engine()),
        new WriteBudget(parts.writeBytesMax()),
        parts.clock());
  }

  /// Starts the engine, then the sources.
  public void start() {
    engine.start();
    catalog.bootstrap();
    TemporaryObjects.dropAll(this);
    sources.startAll(catalog.current());
  }

  /// Stops the sources; the engine is closed by whoever opened it.
  @Override
  public void close() {
    sources.close();
    sequences.close();
  }

  @Override
  public EngineStatus engineStatus() {
    return engine.status();
  }

  @Override
  public long nowMillis() {
    return clock.millis();
  }

  @Override
  public List<SourceSample> sourceSamples() {
    return sources.samples();
  }

  @Override
  public List<SessionSample> sessionSamples() {
    return sessions.samples();
  }

  @Override
  public List<TransactionSample> transactionSamples() {
    return sessions.transactions();
  }

  @Override
  public List<SubscriptionSample> subscriptionSamples() {
    return sessions.subscriptions();
  }
}
