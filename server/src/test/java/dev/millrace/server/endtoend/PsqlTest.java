package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person types into psql. Skipped where there is no psql on the PATH.
final class PsqlTest {

  private static final long PATIENCE_SECONDS = 60;

  @TempDir private static Path directory;

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(isThere("psql"), "there is no psql on the PATH");
    server = TestServer.start(directory.resolve("data"));
    server
        .db()
        .run(
            "CREATE TABLE pets (id int NOT NULL, name text DEFAULT 'Rex',"
                + " weight numeric(6,2) CHECK (weight > 0))",
            "CREATE VIEW heavy AS SELECT * FROM pets WHERE weight > 10",
            "CREATE INDEX ON heavy (id)",
            "CREATE MATERIALIZED VIEW total AS SELECT sum(weight) FROM pets",
            "INSERT INTO pets VALUES (1, 'Ida', 12.5), (2, NULL, 1)");
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void backslashCommandsDescribeWhatIsThere() throws Exception {
    assertThat(psql("-c", "\\d pets"))
        .contains("Table \"public.pets\"")
        .containsPattern("id +\\| integer +\\| +\\| not null \\|")
        .containsPattern("name +\\| text +\\| +\\| +\\| 'Rex'")
        .containsPattern("weight +\\| numeric\\(6,2\\)")
        .containsPattern("Check constraints:\\s+\"pets_weight_check\" CHECK \\(+weight > 0\\)+");
    assertThat(psql("-c", "\\d")).contains("pets", "heavy", "total").doesNotContain("mz_");
    assertThat(psql("-c", "\\dt")).contains("pets").doesNotContain("heavy");
    assertThat(psql("-c", "\\dv")).contains("heavy").doesNotContain("pets");
    assertThat(psql("-c", "\\dm")).contains("total").doesNotContain("pets");
    assertThat(psql("-c", "\\di")).contains("heavy_id_idx");
    assertThat(psql("-c", "\\dn")).contains("public");
    assertThat(psql("-c", "\\l")).contains("materialize");
    assertThat(psql("-c", "\\d nothing")).contains("Did not find any relation named \"nothing\".");
  }

  @Test
  void expandedOutputAndScriptsWork() throws Exception {
    Path script = directory.resolve("script.sql");
    Files.writeString(
        script,
        """
        -- a comment; with a semicolon
        CREATE TABLE script (text text); INSERT INTO script VALUES ('a;b');
        \\x on
        SELECT text, NULL AS nothing FROM script;
        """);
    assertThat(psql("-f", script.toString()))
        .contains("CREATE TABLE", "INSERT 0 1", "-[ RECORD 1 ]", "text    | a;b");
  }

  @Test
  void anErrorPointsAtItsPlace() throws Exception {
    assertThat(psql("-c", "SELECT id, colour FROM pets"))
        .contains("ERROR:  column \"colour\" does not exist")
        .contains("LINE 1: SELECT id, colour FROM pets")
        .contains("                   ^");
  }

  @Test
  void controlCEndsACopyOfASubscription() throws Exception {
    assumeTrue(isThere("sh") && isThere("kill"), "there is no kill on the PATH");
    Process psql = start("-c", "COPY (SUBSCRIBE (SELECT id, name FROM pets)) TO STDOUT");
    // psql prints into a pipe only when its buffer is full or it ends, so the server is asked.
    server.db().sql("SELECT count(*) FROM mz_internal.mz_subscriptions").becomes("1");
    new ProcessBuilder("kill", "-INT", String.valueOf(psql.pid())).start().waitFor();
    assertThat(psql.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    String printed = new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed).contains("ERROR:  canceling statement due to user request");
    server.db().sql("SELECT count(*) FROM mz_internal.mz_subscriptions").becomes("0");
    server.db().sql("SELECT count(*) FROM pets").returns("2");
  }

  /// All that psql prints, both streams together.
  private static String psql(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return printed;
  }

  private static Process start(String... arguments) throws IOException {
    int port = server.server().sqlAddress().getPort();
    List<String> command = new ArrayList<>();
    command.addAll(List.of("psql", "-X", "-P", "pager=off"));
    command.add("postgres://materialize@127.0.0.1:" + port + "/materialize");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }

  static boolean isThere(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
