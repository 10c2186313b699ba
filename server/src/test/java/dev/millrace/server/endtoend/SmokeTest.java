package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.error.SqlState;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/// Through every room over a real socket.
final class SmokeTest {

  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    server = TestServer.start(directory);
  }

  @AfterAll
  static void stop() throws SQLException {
    server.close();
  }

  private static Database db() {
    return server.db();
  }

  private static int port() {
    return server.server().sqlAddress().getPort();
  }

  @Test
  void rowsInsertedAreInTheViewAtOnce() throws SQLException {
    db().run(
            "CREATE TABLE pets (name text, kind text, weight numeric)",
            "CREATE VIEW kinds AS SELECT kind, count(*), sum(weight) FROM pets GROUP BY kind",
            "CREATE INDEX ON kinds (kind)",
            "INSERT INTO pets VALUES ('Rex', 'dog', 12.50), ('Tom', 'cat', 4.0)");
    db().sql("SELECT * FROM kinds ORDER BY kind").returns("cat|1|4", "dog|1|12.5");
    db().run("INSERT INTO pets VALUES ('Ida', 'dog', 1.5), ('Eve', NULL, NULL)");
    db().sql("SELECT * FROM kinds WHERE kind = 'dog'").returns("dog|2|14");
    db().sql("SELECT * FROM kinds WHERE kind IS NULL").returns("∅|1|∅");
  }

  @Test
  void tablesAreUpdatedAndDeletedFrom() throws SQLException {
    db().run(
            "CREATE TABLE stock (item text, number int)",
            "INSERT INTO stock VALUES ('nut', 1), ('nut', 1), ('bolt', 7)",
            "UPDATE stock SET number = number + 10 WHERE item = 'nut'",
            "DELETE FROM stock WHERE item = 'bolt'");
    db().sql("SELECT * FROM stock").returns("nut|11", "nut|11");
  }

  @Test
  void whatFailsSaysSoInPostgresWords() throws SQLException {
    db().sql("SELECT * FROM nowhere")
        .failsWith(SqlState.UNDEFINED_TABLE, "relation \"nowhere\" does not exist");
    db().sql("SELEC 1").failsWith(SqlState.SYNTAX_ERROR, "syntax error at or near \"SELEC\"");
    db().sql("SELECT 1/0").failsWith(SqlState.DIVISION_BY_ZERO, "division by zero");
    db().sql("SELECT 1").returns("1");
  }

  @Test
  void aSubscriptionFollowsAViewAndEndsWhenCancelled() throws SQLException {
    db().run(
            "CREATE TABLE visits (page text)",
            "CREATE MATERIALIZED VIEW hits AS SELECT page, count(*) AS n FROM visits GROUP BY page",
            "INSERT INTO visits VALUES ('home')");
    try (Follower follower = db().follow("SUBSCRIBE hits", port())) {
      follower.sees("home\t1");
      db().run("INSERT INTO visits VALUES ('home'), ('help')");
      follower.sees("home\t2", "help\t1");
      db().run("DELETE FROM visits WHERE page = 'help'");
      follower.sees("home\t2");
      assertThat(follower.cancel()).isEqualTo("57014");
    }
    db().sql("SELECT n FROM hits").returns("2");
  }

  @Test
  void rowsLeaveATimeWindowWithoutNewInput() throws SQLException {
    db().run(
            "CREATE TABLE pulses (id int, at timestamp)",
            "CREATE VIEW recent AS SELECT id FROM pulses"
                + " WHERE mz_now() >= at AND mz_now() <= at + INTERVAL '2 seconds'",
            "CREATE INDEX ON recent (id)");
    try (Follower follower = db().follow("SUBSCRIBE recent", port())) {
      db().run("INSERT INTO pulses SELECT 1, now()::timestamp");
      follower.sees("1");
      follower.sees();
    }
    db().sql("SELECT count(*) FROM pulses").returns("1");
    db().sql("SELECT * FROM recent").returns();
  }

  @Test
  void copyGoesInAndOut() throws Exception {
    db().run("CREATE TABLE lines (number int, word text)");
    CopyManager copy = new CopyManager(db().connection().unwrap(BaseConnection.class));
    assertThat(copy.copyIn("COPY lines FROM STDIN", new StringReader("1\tone\n2\t\\N\n")))
        .isEqualTo(2);
    db().sql("SELECT * FROM lines ORDER BY number").returns("1|one", "2|∅");
  }

  @Test
  void preparedStatementsTakeParametersAndFetchInParts() throws SQLException {
    db().run(
            "CREATE TABLE numbers (n int)",
            "INSERT INTO numbers SELECT * FROM generate_series(1, 1000)");
    try (PreparedStatement statement =
        db().connection().prepareStatement("SELECT n FROM numbers WHERE n > ? ORDER BY n")) {
      for (int from : new int[] {990, 995, 0, 1, 2, 3, 4, 5}) {
        statement.setInt(1, from);
        int count = 0;
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            count++;
            assertThat(rows.getInt(1)).isEqualTo(from + count);
          }
        }
        assertThat(count).isEqualTo(1000 - from);
      }
    }
  }

  @Test
  void metricsAndHealthAnswerOverHttp() throws Exception {
    assertThat(http("/api/livez")).isEqualTo("alive\n");
    assertThat(http("/api/readyz")).isEqualTo("ready\n");
    assertThat(http("/metrics"))
        .contains("millrace_steps_total", "millrace_connections", "millrace_journal_bytes_total");
  }

  private static String http(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.server().httpAddress().getPort() + path);
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
