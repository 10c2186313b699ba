package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;

/// Reads `COPY (SUBSCRIBE …) TO STDOUT` on a thread of its own and keeps what the rows add up to
/// after every timestamp. Rows are the tab-separated values behind time and weight.
final class Follower implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final Connection connection;
  private final CopyOut copy;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Integer> rows = new TreeMap<>();
  private final List<Map<String, Integer>> states = new ArrayList<>();
  private long millis = -1;
  private String ending = "";

  private Follower(Connection connection, CopyOut copy) {
    this.connection = connection;
    this.copy = copy;
    this.thread = Thread.ofPlatform().name("follower").unstarted(this::read);
  }

  static Follower start(Connection connection, String subscribe) throws SQLException {
    CopyOut copy =
        new CopyManager(connection.unwrap(BaseConnection.class))
            .copyOut("COPY (" + subscribe + ") TO STDOUT");
    Follower follower = new Follower(connection, copy);
    follower.thread.start();
    return follower;
  }

  private void read() {
    try {
      for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
        take(new String(line, StandardCharsets.UTF_8).stripTrailing());
      }
      end("complete");
    } catch (SQLException e) {
      end(String.valueOf(e.getSQLState()));
    }
  }

  private void take(String line) {
    String[] parts = line.split("\t", 3);
    long time = Long.parseLong(parts[0]);
    lock.lock();
    try {
      if (time != millis && millis >= 0) {
        states.add(new HashMap<>(rows));
      }
      assertThat(time).isGreaterThanOrEqualTo(millis);
      millis = time;
      rows.merge(
          parts[2],
          Integer.parseInt(parts[1]),
          (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end(String why) {
    lock.lock();
    try {
      ending = why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the rows add up to these.
  void sees(String... expected) {
    Map<String, Integer> wanted = new TreeMap<>();
    for (String row : expected) {
      wanted.merge(row, 1, Integer::sum);
    }
    await(() -> rows.equals(wanted));
  }

  /// What the rows added up to after every timestamp but the last, which may not be complete.
  List<Map<String, Integer>> states() {
    lock.lock();
    try {
      return List.copyOf(states);
    } finally {
      lock.unlock();
    }
  }

  /// Waits until so many timestamps were seen.
  void awaitStates(int count) {
    await(() -> states.size() >= count);
  }

  /// Cancels it as psql does at Ctrl-C and returns the SQLSTATE it ended with.
  String cancel() throws SQLException {
    connection.unwrap(BaseConnection.class).cancelQuery();
    await(() -> !ending.isEmpty());
    return ending;
  }

  private void await(BooleanSupplier condition) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!condition.getAsBoolean()) {
        assertThat(left).as("rows %s, ended %s", rows, ending).isPositive();
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.unwrap(BaseConnection.class).cancelQuery();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }
}
