package dev.millrace.sql.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sql.bind.RandomQueries.Kind;
import dev.millrace.sql.bind.RandomQueries.Table;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The law of the SQL side: a random query answers what PostgreSQL 15 answers. `-Dmillrace.seed=`
/// runs one again, `-Dmillrace.seeds=` that many times as many.
final class RandomQueriesTest {

  private static final int QUERIES = 400;

  private static final List<Table> TABLES =
      List.of(
          new Table("t", List.of("a", "b"), List.of(Kind.INT, Kind.TEXT)),
          new Table("s", List.of("a", "c", "d"), List.of(Kind.INT, Kind.INT, Kind.BOOL)),
          new Table("k", List.of("id", "name"), List.of(Kind.INT, Kind.TEXT)),
          new Table("e", List.of("a", "b"), List.of(Kind.INT, Kind.TEXT)));

  private static final String SETUP =
      """
      create table t (a int, b text);
      insert into t values (1, 'x'), (2, 'y'), (2, 'y'), (3, null), (null, 'x');
      create table s (a int, c int, d bool);
      insert into s values (1, 1, true), (1, 2, false), (2, 2, null), (2, 3, true), (null, 0, true);
      create table k (id int primary key, name text not null);
      insert into k values (1, 'x'), (2, 'Y'), (3, '');
      create table e (a int not null, b text);
      """;

  private static EmbeddedPostgres postgres;
  private static Connection connection;

  @BeforeAll
  static void startPostgres() throws IOException, SQLException {
    postgres = EmbeddedPostgres.start();
    connection = postgres.getPostgresDatabase().getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETUP);
    }
  }

  @AfterAll
  static void stopPostgres() throws IOException, SQLException {
    connection.close();
    postgres.close();
  }

  @Test
  void aRandomQueryAnswersAsInPostgres() {
    Long asked = Long.getLong("millrace.seed");
    long last = asked != null ? asked : QUERIES * Long.getLong("millrace.seeds", 1);
    Workbench workbench = workbench();
    int answered = 0;
    List<String> wrong = new ArrayList<>();
    for (long seed = asked != null ? asked : 1; seed <= last; seed++) {
      String query = new RandomQueries(new Random(seed), TABLES).query();
      List<String> expected = theirs(query);
      if (expected == null) {
        continue;
      }
      answered++;
      List<String> actual = ours(workbench, query);
      if (!actual.equals(expected) && wrong.size() < 40) {
        wrong.add(
            "-Dmillrace.seed=%s: %s\n  expected %s\n   but was %s"
                .formatted(seed, query, expected, actual));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(answered).as("queries that PostgreSQL answered").isGreaterThan((int) (last / 2));
  }

  /// Found by random queries, made small.
  @Test
  void whatOnceWentWrongAnswersAsInPostgres() {
    for (String query :
        List.of(
            "select s.a, x.n from s left join (select count(*) as n from k group by id) x"
                + " on s.a is not distinct from x.n",
            "select s.a, x.n from s join (select count(*) as n from k group by id) x on s.a = x.n",
            "select exists (select max(t.b) filter (where s.a = t.a) from s group by s.c) from t",
            "select t.a, l.n from t left join lateral (select case when s.c > 1 then t.a end as n"
                + " from s where s.a is distinct from t.a or s.c = t.a) l on true",
            "select l.m from t left join lateral (select x.a as m from (select t.a + s.c as a"
                + " from s where s.a <> t.a) x group by x.a) l on true")) {
      assertThat(ours(workbench(), query)).as(query).isEqualTo(theirs(query));
    }
  }

  private static Workbench workbench() {
    return new Workbench()
        .table("t", "a int, b text", "1|x", "2|y", "2|y", "3|NULL", "NULL|x")
        .table("s", "a int, c int, d bool", "1|1|t", "1|2|f", "2|2|NULL", "2|3|t", "NULL|0|t")
        .table("k", "id int not null, name text not null, primary key id", "1|x", "2|Y", "3|")
        .table("e", "a int not null, b text");
  }

  private static List<String> ours(Workbench workbench, String query) {
    try {
      List<String> rows = new ArrayList<>(workbench.query(query));
      sortUnlessOrdered(query, rows);
      return rows;
    } catch (RuntimeException | StackOverflowError e) {
      return List.of(e.getClass().getSimpleName() + " " + e.getMessage());
    }
  }

  /// Null where PostgreSQL refuses the query: the generator does not know every rule.
  private static List<String> theirs(String query) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String cell = result.getString(i);
          cells.add(cell == null ? "NULL" : cell);
        }
        rows.add(String.join("|", cells));
      }
      sortUnlessOrdered(query, rows);
      return rows;
    } catch (SQLException e) {
      return null;
    }
  }

  private static void sortUnlessOrdered(String query, List<String> rows) {
    if (!query.contains("order by")) {
      rows.sort(null);
    }
  }
}
