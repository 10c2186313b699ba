package dev.millrace.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.error.DatabaseException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Random writes to a table with constraints do on Millrace what they do on PostgreSQL 15, with
/// restarts in between, and views kept up to date over it equal their queries. Replay a seed with
/// `-Dtable.seed=…`; more with `-Dtable.statements=…`.
final class TableLawTest {

  private static final String TABLE =
      "create table t (id int primary key, n int default 7 check (n between 0 and 20),"
          + " u int unique, g int generated always as (n % 3) stored, s text not null default 's')";

  private static final String VIEW =
      "select g, count(*) as rows, sum(n) as total, min(u) as least from t group by g";

  private static final Logger LOG = LoggerFactory.getLogger(TableLawTest.class);

  @TempDir Path directory;

  @Test
  void randomWritesDoWhatTheyDoInPostgres() throws Exception {
    long seed = Long.getLong("table.seed", System.nanoTime());
    int statements = Integer.getInteger("table.statements", 400);
    LOG.info("table.seed={}", seed);
    Random random = new Random(seed);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Connection theirs =
            DriverManager.getConnection(
                postgres.getJdbcUrl("postgres", "postgres") + "&preferQueryMode=simple");
        DurableDatabase ours = new DurableDatabase(directory)) {
      both(ours, theirs, TABLE);
      both(ours, theirs, "create table source (id int, n int)");
      both(ours, theirs, "insert into source values (1, 2), (3, 4), (5, null), (40, 21)");
      ours.answer("create materialized view v as " + VIEW);
      for (int i = 0; i < statements; i++) {
        String statement = statement(random);
        assertThat(outcome(() -> ours.answer(statement).getLast()))
            .as("seed %d: %s", seed, statement)
            .isEqualTo(outcome(() -> theirs(theirs, statement).getLast()));
        if (random.nextInt(40) == 0) {
          ours.restart();
        }
        if (random.nextInt(20) == 0) {
          compare(ours, theirs, seed);
        }
      }
      compare(ours, theirs, seed);
    }
  }

  private static void compare(DurableDatabase ours, Connection theirs, long seed)
      throws SQLException {
    String rows = "select id, n, u, g, s from t order by id";
    assertThat(ours.answer(rows)).as("seed %d", seed).isEqualTo(theirs(theirs, rows));
    List<String> view = theirs(theirs, VIEW + " order by g");
    assertThat(ours.answer("select * from v order by g")).as("seed %d", seed).isEqualTo(view);
  }

  private static String statement(Random random) {
    int id = random.nextInt(40);
    String n = random.nextInt(12) == 0 ? "null" : "" + (random.nextInt(24) - 1);
    String u = random.nextInt(3) == 0 ? "null" : "" + random.nextInt(60);
    return switch (random.nextInt(13)) {
      case 0, 1 -> "insert into t (id, n, u) values (%d, %s, %s)".formatted(id, n, u);
      case 2 ->
          "insert into t (id, n, u, s) values (%d, %s, %s, 'a'), (%d, default, null, 'b')"
              .formatted(id, n, u, random.nextInt(40));
      case 3 -> "insert into t (id, s) values (%d, null)".formatted(id);
      case 4 ->
          "insert into t (id, n, u) values (%d, %s, %s) on conflict do nothing".formatted(id, n, u);
      case 5 ->
          ("insert into t (id, n, u) values (%d, %s, %s) on conflict (id) do update set"
                  + " n = excluded.n, s = t.s || 'x' where length(t.s) < 6")
              .formatted(id, n, u);
      case 6 ->
          ("insert into t (id, n, u) values (%d, %s, %s) on conflict (u) do update set"
                  + " id = excluded.id + 1, u = default")
              .formatted(id, n, u);
      case 7 -> "update t set n = %s, u = %s where id = %d".formatted(n, u, id);
      case 8 -> "update t set id = %d where id = %d".formatted(random.nextInt(40), id);
      case 9 -> "update t set n = n + 1 where id between %d and %d".formatted(id, id + 4);
      case 10 -> "delete from t where id between %d and %d".formatted(id, id + 1);
      case 11 ->
          "update t set n = source.n from source where source.id = t.id and t.id <> %d"
              .formatted(id);
      default ->
          "merge into t using source on t.id = source.id + %d when matched and t.n > 5 then delete"
                  .formatted(id)
              + " when matched then update set s = 'm' when not matched and source.n is not null"
              + " then insert (id, n) values (source.id + %d, source.n)".formatted(id);
    };
  }

  private interface Run {
    String run() throws SQLException;
  }

  private static String outcome(Run run) throws SQLException {
    try {
      return run.run();
    } catch (DatabaseException e) {
      return e.state().code() + " " + e.message();
    } catch (org.postgresql.util.PSQLException e) {
      var message = java.util.Objects.requireNonNull(e.getServerErrorMessage());
      return e.getSQLState() + " " + message.getMessage();
    }
  }

  private static void both(DurableDatabase ours, Connection theirs, String statement)
      throws SQLException {
    ours.answer(statement);
    theirs(theirs, statement);
  }

  private static List<String> theirs(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return List.of("" + statement.getUpdateCount());
      }
      List<String> lines = new ArrayList<>();
      try (ResultSet rows = statement.getResultSet()) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          List<String> cells = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            cells.add(rows.getString(i) == null ? "NULL" : rows.getString(i));
          }
          lines.add(String.join("|", cells));
        }
      }
      return lines;
    }
  }
}
