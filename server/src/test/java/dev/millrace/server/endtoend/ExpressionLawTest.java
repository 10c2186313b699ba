package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.random.ExpressionValues;
import dev.millrace.server.random.RandomExpressions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random expressions over all types answer what PostgreSQL 15 answers, value or SQLSTATE: asked
/// once, kept in a view made before the rows, and in a view made after them. `-Dmillrace.seed=`
/// runs one batch again, `-Dmillrace.seeds=` that many times as many.
final class ExpressionLawTest {

  private static final int BATCHES = Integer.getInteger("millrace.batches", 200);
  private static final int BATCH = 20;
  private static final int ZONED = 150;
  private static final int SHOWN_MAX = Integer.getInteger("millrace.shown", 20);

  private static EmbeddedPostgres postgres;
  private static Connection oracle;

  @BeforeAll
  static void startPostgres() throws Exception {
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    try (Connection first = postgres.getPostgresDatabase().getConnection()) {
      first
          .createStatement()
          .execute("create database c template template0 lc_collate 'C' lc_ctype 'C.UTF-8'");
    }
    oracle = postgres.getDatabase("postgres", "c").getConnection();
    new Database(oracle).run("set timezone = 'UTC'", "set statement_timeout = '5s'");
    fill(new Database(oracle), "v");
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    oracle.close();
    postgres.close();
  }

  private static void fill(Database database, String table) throws SQLException {
    database.run("create table " + table + " (" + ExpressionValues.columns() + ")");
    database.run("insert into " + table + " values " + ExpressionValues.rows());
  }

  /// Expressions over one row that both sides can evaluate, to be kept in views.
  private record Batch(String name, int row, List<String> expressions, List<Answer> expected) {

    String select(String table) {
      return "select "
          + expressions.stream().collect(Collectors.joining("), (", "(", ")"))
          + " from "
          + table
          + " where id = "
          + row;
    }

    String create(String table) {
      String columns =
          IntStream.range(0, expressions.size())
              .mapToObj(i -> "c" + i)
              .collect(Collectors.joining(", "));
      return "create materialized view %s_%s (%s) as %s"
          .formatted(name, table, columns, select(table));
    }
  }

  @Test
  void randomExpressionsAnswerAsInPostgresThreeWays(@TempDir Path directory) throws Exception {
    List<String> wrong = new ArrayList<>();
    List<Batch> batches = new ArrayList<>();
    int compared = 0;
    try (TestServer server = TestServer.start(directory)) {
      Database ours = server.db();
      fill(ours, "v");
      ours.run("create table w (" + ExpressionValues.columns() + ")");
      long first = Long.getLong("millrace.seed", 1);
      long last = Long.getLong("millrace.seed", BATCHES * Long.getLong("millrace.seeds", 1));
      for (long seed = first; seed <= last && wrong.size() < SHOWN_MAX; seed++) {
        Random random = new Random(seed);
        RandomExpressions expressions = new RandomExpressions(random);
        int row = random.nextInt(ExpressionValues.ROWS);
        Batch batch = new Batch("m" + seed, row, new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < BATCH; i++) {
          compared++;
          ask(ours, expressions.any(), batch, wrong);
        }
        if (!batch.expressions.isEmpty()) {
          batches.add(batch);
          install(ours, batch, wrong);
        }
      }
      ours.run("insert into w select * from v");
      for (Batch batch : batches) {
        compare(ours, batch, "v", wrong);
        compare(ours, batch, "w", wrong);
      }
    }
    assertThat(wrong.subList(0, Math.min(wrong.size(), SHOWN_MAX))).isEmpty();
    assertThat(compared).isPositive();
  }

  private static void ask(Database ours, String expression, Batch batch, List<String> wrong) {
    String query = "select (" + expression + ") from v where id = " + batch.row;
    Answer theirs = Answer.to(oracle, query);
    if ("57014".equals(theirs.state())) {
      return;
    }
    Answer answer = Answer.to(ours.connection(), query);
    if (!answer.agreesWith(theirs)) {
      wrong.add(batch.name + ": " + query + "\n   theirs " + theirs + "\n   ours   " + answer);
    } else if (!theirs.isError() && !answer.isError()) {
      batch.expressions.add(expression);
      batch.expected.add(theirs);
    }
  }

  /// Dates and times in zones with summer time, half hours, and before time zones were.
  @Test
  void aSessionsTimeZoneIsHeededAsInPostgres(@TempDir Path directory) throws Exception {
    List<String> wrong = new ArrayList<>();
    try (TestServer server = TestServer.start(directory)) {
      Database ours = server.db();
      fill(ours, "v");
      List<String> styles = List.of("postgres", "postgres_verbose", "sql_standard", "iso_8601");
      List<String> zones = List.of("America/New_York", "Asia/Kolkata", "Europe/Berlin", "-3");
      for (int z = 0; z < zones.size(); z++) {
        String zone = zones.get(z);
        String[] settings = {
          "set time zone '" + zone + "'", "set intervalstyle = '" + styles.get(z) + "'"
        };
        new Database(oracle).run(settings);
        ours.run(settings);
        Random random = new Random(zone.hashCode());
        RandomExpressions expressions = new RandomExpressions(random);
        for (int i = 0; i < ZONED && wrong.size() < SHOWN_MAX; i++) {
          int row = random.nextInt(ExpressionValues.ROWS);
          Batch batch = new Batch(zone, row, new ArrayList<>(), new ArrayList<>());
          ask(ours, expressions.ofTimes(), batch, wrong);
        }
      }
    } finally {
      new Database(oracle).run("set timezone = 'UTC'", "set intervalstyle = 'postgres'");
    }
    assertThat(wrong).isEmpty();
  }

  private static void install(Database ours, Batch batch, List<String> wrong) {
    for (String table : List.of("v", "w")) {
      try {
        ours.run(batch.create(table));
      } catch (SQLException e) {
        wrong.add(batch.name + ": " + batch.create(table) + "\n   " + e.getMessage());
      }
    }
  }

  private static void compare(Database ours, Batch batch, String table, List<String> wrong) {
    for (int i = 0; i < batch.expressions.size() && wrong.size() < SHOWN_MAX; i++) {
      Answer answer =
          Answer.to(ours.connection(), "select c%d from %s_%s".formatted(i, batch.name, table));
      if (!answer.agreesWith(batch.expected.get(i))) {
        wrong.add(
            "%s over %s, row %d: %s\n   theirs %s\n   ours   %s"
                .formatted(
                    batch.name,
                    table,
                    batch.row,
                    batch.expressions.get(i),
                    batch.expected.get(i),
                    answer));
      }
    }
  }
}
