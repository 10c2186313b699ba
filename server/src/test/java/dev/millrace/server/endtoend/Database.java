package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.model.error.SqlState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// A client over pgjdbc, in the words of tests. Rows are written with `|` between values and `∅`
/// for NULL, in the order of the result unless a test says otherwise.
final class Database implements AutoCloseable {

  /// How long a test waits for what must come; far more than it takes.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long POLL_NANOS = 20_000_000;

  private final Connection connection;

  Database(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /// Runs statements that must succeed, one by one.
  Database run(String... statements) throws SQLException {
    for (String text : statements) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(text);
      }
    }
    return this;
  }

  Query sql(String text) {
    return new Query(text);
  }

  /// Follows a SUBSCRIBE on a connection of its own.
  Follower follow(String subscribe, int port) throws SQLException {
    return Follower.start(TestServer.connect(port), subscribe);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /// One statement and what is expected of it.
  final class Query {
    private final String text;

    private Query(String text) {
      this.text = text;
    }

    /// Its rows.
    List<String> rows() throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(text)) {
        List<String> rows = new ArrayList<>();
        int width = result.getMetaData().getColumnCount();
        while (result.next()) {
          StringJoiner row = new StringJoiner("|");
          for (int i = 1; i <= width; i++) {
            String value = result.getString(i);
            row.add(value == null ? "∅" : value);
          }
          rows.add(row.toString());
        }
        return rows;
      }
    }

    /// Exactly these rows in this order.
    void returns(String... rows) throws SQLException {
      assertThat(rows()).as(text).containsExactly(rows);
    }

    /// Exactly these rows in any order.
    void returnsInAnyOrder(String... rows) throws SQLException {
      assertThat(rows()).as(text).containsExactlyInAnyOrder(rows);
    }

    /// Asks again until the rows satisfy a condition; returns them.
    List<String> await(Predicate<List<String>> condition) throws SQLException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (true) {
        List<String> rows = rows();
        if (condition.test(rows)) {
          return rows;
        }
        assertThat(System.nanoTime()).as("%s still gives %s", text, rows).isLessThan(deadline);
        LockSupport.parkNanos(POLL_NANOS);
      }
    }

    /// Asks again until exactly these rows come, in any order.
    void becomes(String... rows) throws SQLException {
      List<String> expected = List.of(rows).stream().sorted().toList();
      await(actual -> actual.stream().sorted().toList().equals(expected));
    }

    private void execute() throws SQLException {
      run(text);
    }

    /// Fails with a state and a message that begins so.
    void failsWith(SqlState state, String message) {
      SQLException failure = catchThrowableOfType(SQLException.class, this::execute);
      assertThat((Throwable) failure).as(text).isNotNull();
      assertThat(failure.getMessage()).matches("(ERROR|FATAL): \\Q" + message + "\\E(?s).*");
      assertThat(failure.getSQLState()).as(failure.getMessage()).isEqualTo(state.code());
    }
  }
}
