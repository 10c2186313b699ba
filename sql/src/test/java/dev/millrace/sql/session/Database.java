package dev.millrace.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.dataflow.connector.Connector;
import dev.millrace.dataflow.port.Engine;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.execute.Instance;
import dev.millrace.sql.port.ConnectRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// A session on a server of its own, for tests that speak SQL.
final class Database implements AutoCloseable {

  /// What open transactions may write together.
  private static final long WRITE_BYTES = 32 << 20;

  private static int lastProcess;

  final Instance instance;
  final SqlSession session;
  final RecordingSink sink = new RecordingSink();

  private Database(Instance instance) {
    this.instance = instance;
    this.session =
        SqlSession.open(
            instance,
            new ConnectRequest("materialize", "materialize", Map.of(), "127.0.0.1", ++lastProcess),
            sink);
    sink.take();
  }

  static Database open(Engine engine, Path directory) {
    return open(engine, directory, List.of());
  }

  static Database open(Engine engine, Path directory, List<? extends Connector> connectors) {
    Instance instance =
        Instance.open(
            new Instance.Parts(
                engine,
                directory,
                List.copyOf(connectors),
                (_, _) -> {},
                WRITE_BYTES,
                Clock.systemUTC()));
    instance.start();
    return new Database(instance);
  }

  static Database open(Path directory) {
    return open(new ModelEngine(), directory);
  }

  /// Another session of the same server.
  Database another() {
    return new Database(instance);
  }

  Query sql(String text) {
    return new Query(text);
  }

  /// Statements that must succeed.
  Database run(String... statements) {
    for (String statement : statements) {
      session.simpleQuery(statement, sink);
      session.sync(sink);
      sink.take();
    }
    return this;
  }

  @Override
  public void close() {
    session.close();
  }

  /// One string of SQL.
  final class Query {
    private final String text;

    private Query(String text) {
      this.text = text;
    }

    /// Everything the client is sent, as lines.
    void answers(String expected) {
      session.simpleQuery(text, sink);
      assertThat(sink.take()).isEqualTo(expected.strip());
    }

    /// The rows, fields parted by a bar, without columns and tag.
    void returns(String expected) {
      session.simpleQuery(text, sink);
      assertThat(sink.takeRows()).isEqualTo(expected.strip());
    }

    void fails(SqlState state, String message) {
      DatabaseException failure =
          catchThrowableOfType(DatabaseException.class, () -> session.simpleQuery(text, sink));
      sink.take();
      assertThat(failure).as(text).isNotNull();
      assertThat(failure.message()).isEqualTo(message);
      assertThat(failure.state()).isEqualTo(state);
    }
  }
}
