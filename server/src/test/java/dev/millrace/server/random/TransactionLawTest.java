package dev.millrace.server.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.Server;
import dev.millrace.server.ServerConfig;
import dev.millrace.server.random.RandomTransactions.State;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.core.BaseConnection;

/// Random transactions of several sessions, statement by statement in one order on both sides, do
/// what they do on PostgreSQL 15 under REPEATABLE READ: rows, counts, SQLSTATEs, and whether the
/// block is open, failed or over. In the end tables are equal, and so are views that were there
/// from the beginning and views made afterwards. `-Dmillrace.seed=` runs one seed again,
/// `-Dmillrace.seeds=` that many times as many.
final class TransactionLawTest {

  private static final int SEEDS = 5;
  private static final int STATEMENTS = 240;
  private static final int SESSIONS = RandomTransactions.WRITERS + 1;

  /// One session on both sides.
  private record Both(Connection ours, Connection theirs, List<String> savepoints) {}

  @Test
  void randomTransactionsDoWhatTheyDoInPostgres(@TempDir Path directory) throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", "off")
                .start();
        Server server = Server.start(ServerConfig.local(directory).withPorts(0, 0))) {
      String ours =
          "jdbc:postgresql://127.0.0.1:%d/materialize?user=materialize&password=x"
              .formatted(server.sqlAddress().getPort());
      String theirs = postgres.getJdbcUrl("postgres", "postgres");
      long first = Long.getLong("millrace.seed", 1);
      long last = Long.getLong("millrace.seed", SEEDS * Long.getLong("millrace.seeds", 1));
      for (long seed = first; seed <= last; seed++) {
        run(seed, ours, theirs);
      }
    }
  }

  private static void run(long seed, String ours, String theirs) throws SQLException {
    Random random = new Random(seed);
    int writers = 1 + random.nextInt(RandomTransactions.WRITERS);
    List<Both> sessions = new ArrayList<>();
    try {
      for (int i = 0; i < SESSIONS; i++) {
        sessions.add(
            new Both(
                DriverManager.getConnection(ours),
                DriverManager.getConnection(theirs),
                new ArrayList<>()));
        execute(
            sessions.get(i).theirs,
            "set session characteristics as transaction isolation level repeatable read");
        execute(sessions.get(i).theirs, "set lock_timeout = '5s'");
        execute(sessions.get(i).theirs, "set timezone = 'UTC'");
      }
      Both first = sessions.getFirst();
      setUp(first);
      RandomTransactions transactions = new RandomTransactions(random, writers);
      for (int i = 0; i < STATEMENTS; i++) {
        int session = transactions.session();
        step(seed, session, sessions.get(session), transactions);
      }
      for (Both both : sessions) {
        same(seed, both, "commit");
      }
      compare(seed, first);
      for (int i = 0; i < RandomTransactions.views().size(); i++) {
        execute(first.theirs, "drop view before" + i);
        execute(first.ours, "drop materialized view before" + i);
        execute(first.ours, "drop materialized view after" + i);
      }
      same(seed, first, "drop table acc");
      same(seed, first, "drop table log");
      same(seed, first, "drop table fixed");
    } finally {
      for (Both both : sessions) {
        both.ours.close();
        both.theirs.close();
      }
    }
  }

  private static void setUp(Both both) throws SQLException {
    for (Connection side : List.of(both.ours, both.theirs)) {
      for (String table : RandomTransactions.tables()) {
        execute(side, table);
      }
    }
    for (int i = 0; i < RandomTransactions.views().size(); i++) {
      String query = RandomTransactions.views().get(i);
      execute(both.ours, "create materialized view before" + i + " as " + query);
      execute(both.theirs, "create view before" + i + " as " + query);
    }
  }

  private static void step(long seed, int session, Both both, RandomTransactions transactions)
      throws SQLException {
    State state = state(both.theirs);
    String statement = transactions.next(session, state, both.savepoints.size());
    same(seed, both, statement);
    if (statement.equals("begin")) {
      // The state that the block reads is chosen by its first read.
      same(seed, both, "select count(*) from fixed");
      both.savepoints.clear();
    } else if (statement.startsWith("savepoint") && state == State.OPEN) {
      both.savepoints.add(statement);
    } else if (statement.startsWith("rollback to") || statement.startsWith("release")) {
      int number = Integer.parseInt(statement.substring(statement.lastIndexOf('s') + 1));
      int kept = statement.startsWith("release") ? number : number + 1;
      while (both.savepoints.size() > kept) {
        both.savepoints.removeLast();
      }
    }
  }

  private static State state(Connection connection) throws SQLException {
    return switch (connection.unwrap(BaseConnection.class).getTransactionState()) {
      case IDLE -> State.IDLE;
      case OPEN -> State.OPEN;
      case FAILED -> State.FAILED;
    };
  }

  private static void same(long seed, Both both, String statement) throws SQLException {
    String theirs = answer(both.theirs, statement);
    String ours = answer(both.ours, statement);
    assertThat(ours).as("-Dmillrace.seed=%d: %s", seed, statement).isEqualTo(theirs);
    assertThat(state(both.ours)).as(statement).isEqualTo(state(both.theirs));
  }

  private static void compare(long seed, Both both) throws SQLException {
    same(seed, both, "select * from acc order by id");
    same(seed, both, "select * from log");
    for (int i = 0; i < RandomTransactions.views().size(); i++) {
      String query = RandomTransactions.views().get(i);
      execute(both.ours, "create materialized view after" + i + " as " + query);
      String expected = answer(both.theirs, "select * from before" + i + "");
      for (String view : List.of("before", "after")) {
        assertThat(answer(both.ours, "select * from " + view + i + ""))
            .as("-Dmillrace.seed=%d: %s", seed, query)
            .isEqualTo(expected);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// A value as text; a numeric without zeros at its end, which views do not keep.
  private static String cell(@Nullable String value, int type) {
    return value != null && type == Types.NUMERIC && !value.equals("NaN")
        ? new BigDecimal(value).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  /// Rows, or the count of the command tag, or an SQLSTATE.
  private static String answer(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "" + statement.getUpdateCount();
      }
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.getResultSet()) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<String> cells = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            cells.add(cell(result.getString(i), result.getMetaData().getColumnType(i)));
          }
          rows.add(String.join("|", cells));
        }
      }
      rows.sort(null);
      return String.join("\n", rows);
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }
}
