package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.error.SqlState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sessions move money between accounts at random while the server is killed: whoever looks, in a
/// transaction, by a peek or through a subscription, sees all of the money, always. Longer with
/// `-Dmillrace.bank.kills=`.
final class BankTest {

  private static final int ACCOUNTS = 12;
  private static final int TOTAL = ACCOUNTS * 100;
  private static final int WRITERS = 4;
  private static final int READERS = 2;
  private static final int TRANSFERS_PER_KILL = 60;

  private final long seed = Long.getLong("millrace.seed", System.nanoTime());
  private final AtomicLong nextTransfer = new AtomicLong();
  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong checks = new AtomicLong();
  private final AtomicLong conflicts = new AtomicLong();

  @TempDir private Path directory;

  @Test
  void allOfTheMoneyIsThereWheneverAnyoneLooks() throws Exception {
    Random random = new Random(seed);
    prepare();
    int kills = Integer.getInteger("millrace.bank.kills", 2);
    for (int kill = 0; kill < kills; kill++) {
      try (ServerProcess server = ServerProcess.start(directory)) {
        checkAfterStart(server);
        run(server, random);
      }
      assertThat(failures).as("seed " + seed).isEmpty();
    }
    try (ServerProcess server = ServerProcess.start(directory)) {
      checkAfterStart(server);
      assertThat(server.stop()).isEqualTo(143);
    }
    assertThat(checks.get()).as("looks of readers").isPositive();
  }

  private void prepare() throws Exception {
    try (ServerProcess server = ServerProcess.start(directory);
        Database db = server.db()) {
      db.run(
          "CREATE TABLE accounts (id int, balance int)",
          "CREATE INDEX ON accounts (id)",
          "CREATE TABLE transfers (number bigint, source int, target int, amount int)",
          "CREATE MATERIALIZED VIEW totals AS SELECT sum(balance) AS total FROM accounts",
          "INSERT INTO accounts SELECT n, 100 FROM generate_series(1, " + ACCOUNTS + ") n");
    }
  }

  /// Everybody works until enough was transferred; then the server is killed.
  private void run(ServerProcess server, Random random) throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    try (Database first = server.db();
        Database second = server.db();
        Follower totals = first.follow("SUBSCRIBE totals", server.port());
        Follower accounts = second.follow("SUBSCRIBE accounts", server.port())) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        threads.add(start(server, random.nextLong(), isOver, this::transfer));
      }
      for (int i = 0; i < READERS; i++) {
        threads.add(start(server, random.nextLong(), isOver, this::look));
      }
      long wanted = (long) acknowledged.size() + TRANSFERS_PER_KILL;
      while (acknowledged.size() < wanted && failures.isEmpty()) {
        assertThat(threads).as("seed " + seed).anyMatch(Thread::isAlive);
        LockSupport.parkNanos(1_000_000);
      }
      accounts.awaitStates(5);
      LockSupport.parkNanos(random.nextInt(20_000_000));
      isOver.set(true);
      server.kill();
      for (Thread thread : threads) {
        thread.join();
      }
      checkTotals(totals);
      checkAccounts(accounts);
    }
  }

  private void checkTotals(Follower totals) {
    for (Map<String, Integer> state : totals.states()) {
      assertThat(state).as("seed " + seed).isEqualTo(Map.of(String.valueOf(TOTAL), 1));
    }
  }

  private void checkAccounts(Follower accounts) {
    assertThat(accounts.states()).isNotEmpty();
    for (Map<String, Integer> state : accounts.states()) {
      long sum = 0;
      int rows = 0;
      for (Map.Entry<String, Integer> row : state.entrySet()) {
        assertThat(row.getValue()).isPositive();
        sum += (long) row.getValue() * Integer.parseInt(row.getKey().split("\t")[1]);
        rows += row.getValue();
      }
      assertThat(rows).as("seed " + seed).isEqualTo(ACCOUNTS);
      assertThat(sum).as("seed " + seed).isEqualTo(TOTAL);
    }
  }

  /// What was acknowledged is there, once, and every transfer that is there is whole.
  private void checkAfterStart(ServerProcess server) throws SQLException {
    try (Database db = server.db()) {
      db.sql("SELECT sum(balance), count(*) FROM accounts").returns(TOTAL + "|" + ACCOUNTS);
      db.sql("SELECT total FROM totals").returns(String.valueOf(TOTAL));
      List<String> numbers = db.sql("SELECT number FROM transfers").rows();
      assertThat(numbers).as("seed " + seed).doesNotHaveDuplicates();
      assertThat(numbers)
          .as("seed " + seed)
          .containsAll(acknowledged.stream().map(String::valueOf).toList());
      db.sql(
              "SELECT id, 100 + coalesce(in_, 0) - coalesce(out_, 0) - balance FROM accounts"
                  + " LEFT JOIN"
                  + " (SELECT target, sum(amount) AS in_ FROM transfers GROUP BY target) i"
                  + " ON i.target = id"
                  + " LEFT JOIN"
                  + " (SELECT source, sum(amount) AS out_ FROM transfers GROUP BY source) o"
                  + " ON o.source = id"
                  + " WHERE balance <> 100 + coalesce(in_, 0) - coalesce(out_, 0)")
          .returns();
    }
  }

  @FunctionalInterface
  private interface Deed {
    void run(Connection connection, Random random) throws SQLException;
  }

  private Thread start(ServerProcess server, long ownSeed, AtomicBoolean isOver, Deed deed)
      throws SQLException {
    Connection connection = server.connect();
    Random random = new Random(ownSeed);
    return Thread.ofPlatform()
        .start(() -> {
          try (connection) {
            while (!isOver.get()) {
              deed.run(connection, random);
            }
          } catch (SQLException e) {
            boolean isConnectionLost = String.valueOf(e.getSQLState()).startsWith("08");
            if (!isOver.get() && !isConnectionLost) {
              failures.add(e);
            }
          } catch (Throwable e) {
            failures.add(e);
          }
        });
  }

  /// Moves an amount in one of several ways.
  private void transfer(Connection connection, Random random) throws SQLException {
    long number = nextTransfer.incrementAndGet();
    int source = 1 + random.nextInt(ACCOUNTS);
    int target = 1 + (source + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
    int amount = 1 + random.nextInt(9);
    connection.setAutoCommit(false);
    try {
      boolean isReadFirst = random.nextBoolean();
      if (isReadFirst) {
        moveByReading(connection, source, target, amount);
      } else {
        move(connection, source, -amount);
        Savepoint savepoint = connection.setSavepoint();
        move(connection, 1 + random.nextInt(ACCOUNTS), 1_000_000);
        connection.rollback(savepoint);
        move(connection, target, amount);
      }
      note(connection, number, source, target, amount);
      if (random.nextInt(10) == 0) {
        connection.rollback();
      } else {
        connection.commit();
        acknowledged.add(number);
      }
    } catch (SQLException e) {
      if (!SqlState.SERIALIZATION_FAILURE.code().equals(e.getSQLState())) {
        throw e;
      }
      conflicts.incrementAndGet();
      connection.rollback();
    }
  }

  private static void moveByReading(Connection connection, int source, int target, int amount)
      throws SQLException {
    int from = balance(connection, source);
    int to = balance(connection, target);
    set(connection, source, from - amount);
    set(connection, target, to + amount);
  }

  private static int balance(Connection connection, int id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT balance FROM accounts WHERE id = ?")) {
      statement.setInt(1, id);
      try (ResultSet result = statement.executeQuery()) {
        assertThat(result.next()).isTrue();
        return result.getInt(1);
      }
    }
  }

  private static void set(Connection connection, int id, int balance) throws SQLException {
    update(connection, "UPDATE accounts SET balance = ? WHERE id = ?", balance, id);
  }

  private static void move(Connection connection, int id, int amount) throws SQLException {
    update(connection, "UPDATE accounts SET balance = balance + ? WHERE id = ?", amount, id);
  }

  private static void update(Connection connection, String sql, int value, int id)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, value);
      statement.setInt(2, id);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  private static void note(Connection connection, long number, int source, int target, int amount)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO transfers VALUES (?, ?, ?, ?)")) {
      statement.setLong(1, number);
      statement.setInt(2, source);
      statement.setInt(3, target);
      statement.setInt(4, amount);
      statement.executeUpdate();
    }
  }

  /// Looks at the money in several ways in one transaction, and once more outside of any.
  private void look(Connection connection, Random random) throws SQLException {
    connection.setAutoCommit(false);
    long transfers = number(connection, "SELECT count(*) FROM transfers");
    assertThat(number(connection, "SELECT sum(balance) FROM accounts")).isEqualTo(TOTAL);
    assertThat(number(connection, "SELECT total FROM totals")).isEqualTo(TOTAL);
    assertThat(sumInPieces(connection, 1 + random.nextInt(5))).isEqualTo(TOTAL);
    long moved = number(connection, "SELECT count(*) FROM transfers");
    assertThat(moved).as("seed " + seed).isEqualTo(transfers);
    connection.commit();
    connection.setAutoCommit(true);
    assertThat(number(connection, "SELECT total FROM totals")).isEqualTo(TOTAL);
    assertThat(number(connection, "SELECT sum(balance) FROM accounts")).isEqualTo(TOTAL);
    checks.incrementAndGet();
  }

  /// Through a portal that is fetched in pieces.
  private static long sumInPieces(Connection connection, int rows) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(rows);
      try (ResultSet result = statement.executeQuery("SELECT balance FROM accounts")) {
        long sum = 0;
        while (result.next()) {
          sum += result.getInt(1);
        }
        return sum;
      }
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }
}
