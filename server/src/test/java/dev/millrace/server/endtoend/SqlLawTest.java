package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.random.RandomQueries;
import dev.millrace.server.random.RandomQueries.Kind;
import dev.millrace.server.random.RandomQueries.Table;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The law through SQL: a random query answers what PostgreSQL 15 answers, asked once, and kept as
/// a materialized view while the tables change, and after a restart. `-Dmillrace.seed=` runs one
/// seed again, `-Dmillrace.seeds=` that many times as many.
final class SqlLawTest {

  private static final int QUERIES = 400;
  private static final int ROUNDS = 4;
  private static final int VIEWS = 8;
  private static final int CHANGES = 8;

  private static final List<Table> TABLES =
      List.of(
          new Table("t", List.of("a", "b"), List.of(Kind.INT, Kind.TEXT)),
          new Table("s", List.of("a", "c", "d"), List.of(Kind.INT, Kind.INT, Kind.BOOL)),
          new Table("k", List.of("id", "name"), List.of(Kind.INT, Kind.TEXT)),
          new Table("e", List.of("a", "b"), List.of(Kind.INT, Kind.TEXT)));

  private static final String[] SETUP = {
    "create table t (a int, b text)",
    "create table s (a int, c int, d bool)",
    "create table k (id int not null, name text not null)",
    "create table e (a int not null, b text)",
    "insert into t values (1, 'x'), (2, 'y'), (2, 'y'), (3, null), (null, 'x')",
    "insert into s values (1, 1, true), (1, 2, false), (2, 2, null), (2, 3, true), (null, 0, true)",
    "insert into k values (1, 'x'), (2, 'Y'), (3, '')"
  };

  private static EmbeddedPostgres postgres;
  private static Database oracle;

  private TestServer server;

  @BeforeAll
  static void startPostgres() throws IOException, SQLException {
    postgres = EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start();
    oracle = new Database(postgres.getPostgresDatabase().getConnection());
    oracle.run("drop schema public cascade", "create schema public");
  }

  @AfterAll
  static void stopPostgres() throws IOException, SQLException {
    oracle.close();
    postgres.close();
  }

  @BeforeEach
  void beginAnew() throws SQLException {
    oracle.run("drop schema public cascade", "create schema public").run(SETUP);
  }

  private static long firstSeed() {
    return Long.getLong("millrace.seed", 1);
  }

  private static long lastSeed(int count) {
    return Long.getLong("millrace.seed", count * Long.getLong("millrace.seeds", 1));
  }

  @Test
  void aRandomQueryAnswersAsInPostgres(@TempDir Path directory) throws Exception {
    try (TestServer started = TestServer.start(directory)) {
      server = started;
      server.db().run(SETUP);
      List<String> wrong = new ArrayList<>();
      int answered = 0;
      for (long seed = firstSeed(); seed <= lastSeed(QUERIES) && wrong.size() < 20; seed++) {
        String query = new RandomQueries(new Random(seed), TABLES).query();
        List<String> expected = rows(oracle, query, false);
        if (expected != null) {
          answered++;
          compare(query, "-Dmillrace.seed=" + seed, query, expected, wrong);
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(answered).isPositive();
    }
  }

  @Test
  void aRandomViewFollowsItsTablesAndSurvivesARestart(@TempDir Path directory) throws Exception {
    List<String> wrong = new ArrayList<>();
    for (long seed = firstSeed(); seed <= lastSeed(ROUNDS) && wrong.isEmpty(); seed++) {
      beginAnew();
      maintain(directory.resolve("round" + seed), seed, wrong);
    }
    assertThat(wrong).isEmpty();
  }

  private void maintain(Path directory, long seed, List<String> wrong) throws Exception {
    Random random = new Random(seed);
    Map<String, String> views = new LinkedHashMap<>();
    String where = "-Dmillrace.seed=" + seed;
    try (TestServer started = TestServer.start(directory)) {
      server = started;
      server.db().run(SETUP);
      while (views.size() < VIEWS) {
        String query = new RandomQueries(random, TABLES).query();
        Integer width = width(query);
        if (width != null) {
          String name = "v" + views.size();
          views.put(name, query);
          install(name, query, width);
        }
      }
      compareAll(views, where + " at first", wrong);
      for (int change = 0; change < CHANGES && wrong.isEmpty(); change++) {
        String statement = change(random);
        oracle.run(statement);
        server.db().run(statement);
        compareAll(views, where + " after " + statement, wrong);
      }
    }
    if (wrong.isEmpty()) {
      try (TestServer again = TestServer.start(directory)) {
        server = again;
        compareAll(views, where + " after the restart", wrong);
      }
    }
  }

  private void install(String name, String query, int width) throws SQLException {
    String columns =
        IntStream.range(0, width).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    server.db().run("create materialized view " + name + " (" + columns + ") as " + query);
  }

  private void compareAll(Map<String, String> views, String where, List<String> wrong) {
    views.forEach((name, query) -> {
      List<String> expected = rows(oracle, query, true);
      if (expected != null) {
        compare("select * from " + name, where, query, expected, wrong);
      }
    });
  }

  private void compare(
      String asked, String where, String query, List<String> expected, List<String> wrong) {
    boolean isView = !asked.equals(query);
    List<String> actual = rows(server.db(), asked, isView);
    if (!expected.equals(actual)) {
      String failure = actual == null ? lastFailure : String.valueOf(actual);
      wrong.add(where + ": " + query + "\n  expected " + expected + "\n   but was " + failure);
    }
  }

  private static String lastFailure = "";

  /// The rows, in order only if the query says which; null if it fails.
  private static @Nullable List<String> rows(Database database, String query, boolean isView) {
    try {
      List<String> rows = new ArrayList<>(database.sql(query).rows());
      if (isView || !RandomQueries.isOrdered(query)) {
        rows.sort(null);
      }
      return rows;
    } catch (SQLException e) {
      lastFailure = e.getSQLState() + " " + e.getMessage();
      return null;
    }
  }

  /// How many columns PostgreSQL gives the query; null if it refuses it.
  private static @Nullable Integer width(String query) {
    try (var statement = oracle.connection().createStatement();
        var result = statement.executeQuery(query)) {
      return result.getMetaData().getColumnCount();
    } catch (SQLException e) {
      return null;
    }
  }

  private static String change(Random random) {
    int number = random.nextInt(4);
    String text = List.of("'x'", "'y'", "''", "'Y'").get(random.nextInt(4));
    String table = List.of("t", "e").get(random.nextInt(2));
    return switch (random.nextInt(9)) {
      case 0, 1 ->
          "insert into %s values (%d, %s), (%d, null)"
              .formatted(table, number, text, random.nextInt(3));
      case 2 -> "insert into s values (%d, %d, true), (null, 1, null)".formatted(number, number);
      case 3 -> "insert into k values (%d, %s)".formatted(number + 3, text);
      case 4 -> "delete from %s where a = %d or b = %s".formatted(table, number, text);
      case 5 -> "delete from s where c >= %d or d".formatted(number);
      case 6 -> "update t set b = coalesce(b, '') || 'x', a = %d where a = 2".formatted(number);
      case 7 -> "update s set c = a, d = not d where c <> %d".formatted(number);
      default -> "delete from " + List.of("t", "s", "k", "e").get(number);
    };
  }
}
