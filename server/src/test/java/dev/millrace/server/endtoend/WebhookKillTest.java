package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.http.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL while clients post: every request that was answered with 200 is in the source after the
/// restart, once, and in the view over it.
final class WebhookKillTest {

  private static final int KILLS = 2;
  private static final int CLIENTS = 8;

  @TempDir private Path directory;

  @Test
  void whatWasAnsweredIsThereOnceAfterEveryKill() throws Exception {
    long seed = Long.getLong("millrace.seed", System.nanoTime());
    Random random = new Random(seed);
    AtomicLong[] answered = new AtomicLong[CLIENTS];
    for (int c = 0; c < CLIENTS; c++) {
      answered[c] = new AtomicLong();
    }
    try (ServerProcess server = ServerProcess.start(directory);
        Database db = server.db()) {
      db.run(
          "CREATE SOURCE posts FROM WEBHOOK BODY FORMAT JSON",
          "CREATE VIEW counts AS SELECT body->>'c' AS client, count(*) AS n,"
              + " max((body->>'n')::int) AS last FROM posts GROUP BY 1",
          "CREATE INDEX ON counts (client)");
      server.kill();
    }
    for (int kill = 0; kill < KILLS; kill++) {
      try (ServerProcess server = ServerProcess.start(directory)) {
        check(server, answered, "seed " + seed + ", kill " + kill);
        List<Thread> clients = new ArrayList<>();
        for (int c = 0; c < CLIENTS; c++) {
          clients.add(client(server, c, answered[c]));
        }
        long wanted = sum(answered) + 100 + random.nextInt(500);
        while (sum(answered) < wanted) {
          assertThat(clients).anyMatch(Thread::isAlive);
          LockSupport.parkNanos(1_000_000);
        }
        LockSupport.parkNanos(random.nextInt(20_000_000));
        server.kill();
        for (Thread client : clients) {
          client.join();
        }
      }
    }
    try (ServerProcess server = ServerProcess.start(directory)) {
      check(server, answered, "seed " + seed);
    }
  }

  /// Posts numbered bodies, one at a time, until the server is gone.
  private static Thread client(ServerProcess server, int client, AtomicLong answered)
      throws IOException {
    RawHttp http =
        RawHttp.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.httpPort()));
    return Thread.ofPlatform()
        .start(() -> {
          try (http) {
            while (true) {
              long next = answered.get() + 1;
              String body = "{\"c\": %d, \"n\": %d}".formatted(client, next);
              String head =
                  "POST /api/webhook/materialize/public/posts HTTP/1.1\r\n"
                      + "content-length: %d\r\n\r\n";
              int status = http.send(head.formatted(body.length()) + body).answer().status();
              if (status != 200) {
                throw new IllegalStateException("status " + status);
              }
              answered.set(next);
            }
          } catch (IOException _) {
            // the server is gone
          }
        });
  }

  /// Every client's rows are 1 to n without a gap or a double, where n is what was answered, or one
  /// more: the request whose answer the kill cut off. Then that one counts as answered.
  private static void check(ServerProcess server, AtomicLong[] answered, String seed)
      throws SQLException {
    try (Database db = server.db()) {
      for (int c = 0; c < answered.length; c++) {
        List<String> rows =
            db.sql(
                    "SELECT body->>'n' FROM posts WHERE body->>'c' = '"
                        + c
                        + "'"
                        + " ORDER BY (body->>'n')::int")
                .rows();
        long known = answered[c].get();
        assertThat((long) rows.size()).as(seed).isBetween(known, known + 1);
        for (int i = 0; i < rows.size(); i++) {
          assertThat(rows.get(i)).as(seed).isEqualTo(String.valueOf(i + 1));
        }
        long n = rows.size();
        if (n > 0) {
          db.sql("SELECT * FROM counts WHERE client = '" + c + "'").returns(c + "|" + n + "|" + n);
        }
        answered[c].set(n);
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
