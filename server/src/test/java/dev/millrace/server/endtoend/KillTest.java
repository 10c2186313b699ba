package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL in the middle of work: what was acknowledged is there after a restart, once.
final class KillTest {

  private static final int KILLS = 4;
  private static final int WRITERS = 3;

  @TempDir private Path directory;

  @Test
  void whatWasAcknowledgedIsThereOnceAfterEveryKill() throws Exception {
    long seed = Long.getLong("millrace.seed", System.nanoTime());
    Random random = new Random(seed);
    AtomicLong[] acknowledged = new AtomicLong[WRITERS];
    for (int w = 0; w < WRITERS; w++) {
      acknowledged[w] = new AtomicLong();
    }
    prepare();
    for (int kill = 0; kill < KILLS; kill++) {
      try (ServerProcess server = ServerProcess.start(directory)) {
        check(server, acknowledged, "seed " + seed + ", kill " + kill);
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < WRITERS; w++) {
          writers.add(writer(server, w, acknowledged[w]));
        }
        long before = sum(acknowledged);
        long wanted = before + 20 + random.nextInt(200);
        while (sum(acknowledged) < wanted) {
          assertThat(writers).anyMatch(Thread::isAlive);
          LockSupport.parkNanos(1_000_000);
        }
        LockSupport.parkNanos(random.nextInt(20_000_000));
        server.kill();
        for (Thread writer : writers) {
          writer.join();
        }
      }
    }
    try (ServerProcess server = ServerProcess.start(directory)) {
      check(server, acknowledged, "seed " + seed);
      assertThat(server.stop()).isEqualTo(143);
    }
  }

  private void prepare() throws Exception {
    try (ServerProcess server = ServerProcess.start(directory);
        Database db = server.db()) {
      db.run(
          "CREATE TABLE notes (writer int, number int, text text)",
          "CREATE VIEW counts AS"
              + " SELECT writer, count(*), max(number), sum(number) FROM notes GROUP BY writer",
          "CREATE INDEX ON counts (writer)");
      server.kill();
    }
  }

  /// Writes numbered rows, one statement each, until the server is gone.
  private static Thread writer(ServerProcess server, int writer, AtomicLong acknowledged)
      throws SQLException {
    Connection connection = server.connect();
    Thread thread =
        Thread.ofPlatform()
            .unstarted(() -> {
              try (connection;
                  Statement statement = connection.createStatement()) {
                while (true) {
                  long next = acknowledged.get() + 1;
                  statement.execute(
                      "INSERT INTO notes VALUES (%d, %d, repeat('x', %d))"
                          .formatted(writer, next, next * 37 % 3000));
                  acknowledged.set(next);
                }
              } catch (SQLException _) {
                // the server is gone
              }
            });
    thread.start();
    return thread;
  }

  /// Every writer's rows are 1 to n without a gap or a double, where n is what was acknowledged, or
  /// one more: the statement whose answer the kill cut off. Then that one counts as written.
  private static void check(ServerProcess server, AtomicLong[] acknowledged, String seed)
      throws SQLException {
    try (Database db = server.db()) {
      for (int w = 0; w < acknowledged.length; w++) {
        List<String> rows =
            db.sql("SELECT number FROM notes WHERE writer = " + w + " ORDER BY number").rows();
        long known = acknowledged[w].get();
        assertThat((long) rows.size()).as(seed).isBetween(known, known + 1);
        for (int i = 0; i < rows.size(); i++) {
          assertThat(rows.get(i)).as(seed).isEqualTo(String.valueOf(i + 1));
        }
        long n = rows.size();
        if (n > 0) {
          db.sql("SELECT * FROM counts WHERE writer = " + w)
              .returns(w + "|" + n + "|" + n + "|" + n * (n + 1) / 2);
        }
        acknowledged[w].set(n);
      }
    }
  }

  private static long sum(AtomicLong[] counters) {
    long sum = 0;
    for (AtomicLong counter : counters) {
      sum += counter.get();
    }
    return sum;
  }
}
