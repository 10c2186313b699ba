package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
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

  @Test
  void aBlockOfDefinitionsHappensAsAWholeOrNotAtAll() throws Exception {
    long seed = Long.getLong("millrace.seed", System.nanoTime());
    Random random = new Random(seed);
    AtomicInteger acknowledged = new AtomicInteger();
    try (ServerProcess server = ServerProcess.start(directory);
        Database db = server.db()) {
      db.run("CREATE TABLE round (n int)", "INSERT INTO round VALUES (0)");
      db.run("CREATE TABLE rows_0 (a int)", "CREATE MATERIALIZED VIEW sum_0 AS SELECT 0 AS s");
      server.kill();
    }
    for (int kill = 0; kill < KILLS; kill++) {
      try (ServerProcess server = ServerProcess.start(directory)) {
        int first = checkBlocks(server, acknowledged.get(), "seed " + seed);
        Thread worker = Thread.ofPlatform().start(() -> commitBlocks(server, first, acknowledged));
        int wanted = first + 3 + random.nextInt(10);
        while (acknowledged.get() < wanted) {
          assertThat(worker.isAlive()).as("seed " + seed).isTrue();
          LockSupport.parkNanos(1_000_000);
        }
        LockSupport.parkNanos(random.nextInt(20_000_000));
        server.kill();
        worker.join();
      }
    }
    try (ServerProcess server = ServerProcess.start(directory)) {
      checkBlocks(server, acknowledged.get(), "seed " + seed);
      assertThat(server.stop()).isEqualTo(143);
    }
  }

  /// Replaces one generation of objects by the next until the server is gone.
  private static void commitBlocks(ServerProcess server, int first, AtomicInteger acknowledged) {
    try (Database db = server.db()) {
      for (int n = first + 1; ; n++) {
        db.run(
            "BEGIN",
            "CREATE TABLE rows_" + n + " (id serial PRIMARY KEY, a int)",
            "INSERT INTO rows_" + n + " (a) SELECT n FROM generate_series(1, " + n + ") n",
            "CREATE MATERIALIZED VIEW sum_" + n + " AS SELECT sum(a) AS s FROM rows_" + n,
            "DROP MATERIALIZED VIEW sum_" + (n - 1),
            "DROP TABLE rows_" + (n - 1),
            "UPDATE round SET n = " + n,
            "COMMIT");
        acknowledged.set(n);
      }
    } catch (SQLException _) {
      // The server is gone.
    }
  }

  /// Returns the generation that is there, all of it and nothing else.
  private static int checkBlocks(ServerProcess server, int atLeast, String what) throws Exception {
    try (Database db = server.db()) {
      int n = Integer.parseInt(db.sql("SELECT n FROM round").rows().getFirst());
      assertThat(n).as(what).isBetween(atLeast, atLeast + 1);
      assertThat(
              db.sql("SELECT relname FROM pg_class WHERE relname ~ '^(rows|sum)_[0-9]+$'").rows())
          .as(what)
          .containsExactlyInAnyOrder("rows_" + n, "sum_" + n);
      if (n > 0) {
        db.sql("SELECT s FROM sum_" + n).returns(String.valueOf(n * (n + 1) / 2));
        int next =
            Integer.parseInt(
                db.sql("INSERT INTO rows_" + n + " (a) VALUES (0) RETURNING id").rows().getFirst());
        assertThat(next).as(what).isGreaterThan(n);
      }
      return n;
    }
  }
}
