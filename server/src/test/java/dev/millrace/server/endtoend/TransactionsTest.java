package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.model.error.SqlState;
import dev.millrace.server.ServerConfig;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/// Transactions as a driver drives them, over the real engine.
final class TransactionsTest {

  @TempDir private Path directory;
  private TestServer server;
  private Database db;

  @BeforeEach
  void startServer() throws Exception {
    server = TestServer.start(directory);
    db = server.db();
    db.run("CREATE TABLE t (a int, b text)", "INSERT INTO t VALUES (1, 'x'), (2, 'y')");
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }

  @Test
  void aCounterLosesNoIncrementOfManySessions() throws Exception {
    db.run("CREATE TABLE counter (n int)", "INSERT INTO counter VALUES (0)");
    ConcurrentLinkedQueue<SQLException> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Database mine = server.another();
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try (mine;
                    PreparedStatement next =
                        mine.connection().prepareStatement("UPDATE counter SET n = n + 1")) {
                  for (int k = 0; k < 50; k++) {
                    next.executeUpdate();
                  }
                } catch (SQLException e) {
                  failures.add(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    db.sql("SELECT n FROM counter").returns("200");
  }

  @Test
  void aBatchIsAllOrNothing() throws Exception {
    try (PreparedStatement insert =
        db.connection().prepareStatement("INSERT INTO t SELECT 10 / ?::int, 'batch' FROM t")) {
      for (int divisor : new int[] {5, 2, 0, 1}) {
        insert.setInt(1, divisor);
        insert.addBatch();
      }
      SQLException failure = catchThrowableOfType(SQLException.class, insert::executeBatch);
      assertThat(failure.getSQLState()).isEqualTo(SqlState.DIVISION_BY_ZERO.code());
    }
    db.sql("SELECT a FROM t ORDER BY a").returns("1", "2");
  }

  @Test
  void aLargeStatementRunsBesideTheEngineAndSeesOneState() throws Exception {
    db.run(
        "INSERT INTO t SELECT n, 'many' FROM generate_series(1, 30000) n",
        "UPDATE t SET b = b || '!' WHERE b = 'many'",
        "DELETE FROM t WHERE a > 29000 AND b = 'many!'",
        "INSERT INTO t SELECT -a, b FROM t WHERE a > 28990");
    db.sql("SELECT count(*), sum(a), count(*) FILTER (WHERE b = 'many!') FROM t")
        .returns("29012|" + (29000L * 29001 / 2 + 3 - (28991L + 29000) * 5) + "|29010");
  }

  @Test
  void aViewOverTheDriverIsReadAtThePinnedStepThroughItsIndex() throws Exception {
    db.run("CREATE VIEW v AS SELECT b, count(*) AS n FROM t GROUP BY b", "CREATE INDEX ON v (b)");
    try (Database other = server.another()) {
      db.connection().setAutoCommit(false);
      db.sql("SELECT n FROM v WHERE b = 'x'").returns("1");
      other.run("INSERT INTO t VALUES (3, 'x'), (4, 'x')");
      db.sql("SELECT n FROM v WHERE b = 'x'").returns("1");
      db.sql("SELECT b, n FROM v ORDER BY b").returns("x|1", "y|1");
      db.run("INSERT INTO t VALUES (5, 'x')");
      db.sql("SELECT n FROM v WHERE b = 'x'").returns("2");
      db.connection().rollback();
      db.sql("SELECT n FROM v WHERE b = 'x'").returns("3");
    }
  }

  @Test
  void aCopyThatCommitsAsItGoesHoldsNoStateOfThePast() throws Exception {
    ServerConfig narrow = ServerConfig.local(directory.resolve("narrow"));
    try (TestServer other = TestServer.start(narrow.withPins(20_000, Duration.ofMinutes(10)))) {
      other.db().run("CREATE TABLE keyed (id int PRIMARY KEY, t text)");
      StringBuilder rows = new StringBuilder();
      for (int i = 0; i < 3_000; i++) {
        rows.append(i).append("\trow ").append(i).append('\n');
      }
      CopyManager copy = new CopyManager(other.db().connection().unwrap(BaseConnection.class));
      copy.copyIn(
          "COPY keyed FROM STDIN WITH (COMMIT EVERY 100)", new StringReader(rows.toString()));
      other.db().sql("SELECT count(*), count(DISTINCT id) FROM keyed").returns("3000|3000");
    }
  }

  @Test
  void theMemoryForRowsNotYetCommittedIsTheServersToSet() throws Exception {
    ServerConfig narrow = ServerConfig.local(directory.resolve("narrow")).withWriteBytes(100_000);
    try (TestServer other = TestServer.start(narrow)) {
      other.db().run("CREATE TABLE wide (t text)");
      other
          .db()
          .sql("INSERT INTO wide SELECT repeat('x', 1000) FROM generate_series(1, 200)")
          .failsWith(SqlState.OUT_OF_MEMORY, "out of memory");
      other.db().run("INSERT INTO wide SELECT repeat('x', 1000) FROM generate_series(1, 20)");
      other.db().sql("SELECT count(*) FROM wide").returns("20");
    }
  }

  @Test
  void isolationLevelsAndReadOnlyOfTheDriverAreTaken() throws Exception {
    Connection connection = db.connection();
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    db.sql("INSERT INTO t VALUES (1)")
        .failsWith(SqlState.READ_ONLY_SQL_TRANSACTION, "cannot execute INSERT");
    connection.rollback();
  }

  @Test
  void whoKeepsABlockOpenInSilenceLosesTheConnection() throws Exception {
    try (Database idle = server.another()) {
      idle.run("SET idle_in_transaction_session_timeout = '50ms'", "BEGIN", "DELETE FROM t");
      db.sql("SELECT count(*) FROM mz_internal.millrace_transactions WHERE state = 'block'")
          .becomes("0");
      idle.sql("SELECT 1")
          .failsWith(
              SqlState.IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
              "terminating connection due to idle-in-transaction timeout");
    }
    db.sql("SELECT count(*) FROM t").returns("2");
  }

  @Test
  void severalTablesChangeInOneTimestamp() throws Exception {
    db.run(
        "CREATE TABLE u (a int)",
        "CREATE MATERIALIZED VIEW both_ AS"
            + " SELECT (SELECT count(*) FROM t) - (SELECT count(*) FROM u) AS n");
    try (Follower follower = db.follow("SUBSCRIBE both_", server.server().sqlAddress().getPort())) {
      follower.sees("2");
      for (int i = 0; i < 20; i++) {
        db.run("BEGIN", "INSERT INTO t VALUES (3, 'z')", "INSERT INTO u VALUES (3)", "COMMIT");
      }
      db.run("DELETE FROM t WHERE a = 1");
      follower.sees("1");
      assertThat(follower.states()).allSatisfy(s -> assertThat(s).containsOnlyKeys("2"));
    }
  }

  @Test
  void aMigrationOfADriverIsOneStep() throws Exception {
    db.run("CREATE MATERIALIZED VIEW m AS SELECT count(*) AS n FROM t");
    Connection connection = db.connection();
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement();
        Database other = server.another()) {
      statement.execute("CREATE TABLE u (id serial PRIMARY KEY, a int)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO u (a) VALUES (?) RETURNING id")) {
        for (int a = 0; a < 50; a++) {
          insert.setInt(1, a);
          try (var keys = insert.executeQuery()) {
            assertThat(keys.next()).isTrue();
            assertThat(keys.getInt(1)).isEqualTo(a + 1);
          }
        }
      }
      statement.execute("CREATE MATERIALIZED VIEW next AS SELECT count(*) AS n FROM u");
      statement.execute("ALTER MATERIALIZED VIEW m SWAP WITH next");
      statement.execute("DROP MATERIALIZED VIEW next; ALTER TABLE u ADD COLUMN c int DEFAULT 4");
      db.sql("SELECT n FROM m").returns("50");
      other.sql("SELECT n FROM m").returns("2");
      connection.commit();
      other.sql("SELECT n, (SELECT sum(c) FROM u WHERE id > 25) FROM m").returns("50|100");
      statement.execute("DROP TABLE t");
      connection.rollback();
      other.run("INSERT INTO t VALUES (3, 'z')", "INSERT INTO u (a) VALUES (1)");
      other.sql("SELECT max(id), count(*) FROM u").returns("51|51");
    }
  }

  @Test
  void aBatchOfDefinitionsIsAllOrNothing() throws Exception {
    try (var statement = db.connection().createStatement()) {
      statement.addBatch("CREATE TABLE u (a int)");
      statement.addBatch("INSERT INTO u VALUES (1)");
      statement.addBatch("CREATE TABLE u (a int)");
      SQLException failure = catchThrowableOfType(SQLException.class, statement::executeBatch);
      assertThat(failure.getSQLState()).isEqualTo(SqlState.DUPLICATE_TABLE.code());
    }
    db.sql("SELECT count(*) FROM pg_class WHERE relname = 'u'").returns("0");
  }
}
