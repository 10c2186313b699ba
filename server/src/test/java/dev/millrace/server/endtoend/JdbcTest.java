package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLException;

/// What Java programs do with pgjdbc.
final class JdbcTest {

  /// Runs for hours unless it is stopped.
  private static final String ENDLESS =
      "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b";

  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    server = TestServer.start(directory);
    server
        .db()
        .run(
            "CREATE TABLE pets (id int NOT NULL, name varchar(20), weight numeric(6,2))",
            "CREATE VIEW heavy AS SELECT * FROM pets WHERE weight > 10",
            "CREATE MATERIALIZED VIEW total AS SELECT count(*) AS n FROM pets",
            "CREATE INDEX heavy_id ON heavy (id)",
            "COMMENT ON TABLE pets IS 'who lives here'");
  }

  @AfterAll
  static void stop() throws SQLException {
    server.close();
  }

  private static Connection connection() {
    return server.db().connection();
  }

  private static List<String> column(ResultSet result, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    try (result) {
      while (result.next()) {
        values.add(result.getString(name));
      }
    }
    return values;
  }

  @Test
  void metadataTellsWhatIsThere() throws SQLException {
    DatabaseMetaData about = connection().getMetaData();
    assertThat(about.getDatabaseMajorVersion()).isEqualTo(15);
    assertThat(column(about.getCatalogs(), "TABLE_CAT")).contains("materialize");
    assertThat(column(about.getSchemas(), "TABLE_SCHEM")).contains("public", "pg_catalog");
    assertThat(column(about.getTables(null, "public", "%", null), "TABLE_NAME"))
        .contains("pets", "heavy", "total");
    assertThat(column(about.getTables(null, "public", "%", new String[] {"VIEW"}), "TABLE_NAME"))
        .containsExactly("heavy");
    assertThat(column(about.getTables(null, "public", "pets", null), "REMARKS"))
        .containsExactly("who lives here");
    assertThat(column(about.getColumns(null, "public", "pets", "%"), "COLUMN_NAME"))
        .containsExactly("id", "name", "weight");
    assertThat(column(about.getColumns(null, "public", "pets", "%"), "COLUMN_SIZE"))
        .containsExactly("10", "20", "6");
    assertThat(column(about.getColumns(null, "public", "pets", "%"), "IS_NULLABLE"))
        .containsExactly("NO", "YES", "YES");
    assertThat(column(about.getIndexInfo(null, "public", "heavy", false, true), "INDEX_NAME"))
        .contains("heavy_id");
    assertThat(column(about.getTypeInfo(), "TYPE_NAME")).contains("int4", "text", "numeric");
    assertThat(column(about.getFunctions(null, null, "upper"), "FUNCTION_NAME")).contains("upper");
    assertThat(column(about.getPrimaryKeys(null, "public", "heavy"), "COLUMN_NAME")).isEmpty();
    assertThat(column(about.getImportedKeys(null, "public", "pets"), "FKCOLUMN_NAME")).isEmpty();
    assertThat(column(about.getTablePrivileges(null, "public", "pets"), "PRIVILEGE")).isNotNull();
  }

  @Test
  void resultsTellTheirColumns() throws SQLException {
    try (PreparedStatement statement =
        connection().prepareStatement("SELECT id, name, weight * 2 AS twice FROM pets")) {
      var columns = statement.getMetaData();
      assertThat(columns.getColumnTypeName(1)).isEqualTo("int4");
      assertThat(columns.getTableName(2)).isEqualTo("pets");
      assertThat(columns.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
      assertThat(columns.getTableName(3)).isEmpty();
      assertThat(columns.getPrecision(2)).isEqualTo(20);
      assertThat(columns.getColumnLabel(3)).isEqualTo("twice");
    }
  }

  @Test
  void resultsTellWhereTheirColumnsComeFrom() throws SQLException {
    assertThat(origins("SELECT * FROM pets")).isEqualTo("pets.id pets.name pets.weight");
    assertThat(origins("SELECT p.name AS n, (id), id + 0 FROM pets p"))
        .isEqualTo("pets.name pets.id -");
    assertThat(
            origins(
                "SELECT x, y FROM (SELECT id AS x, (SELECT max(id) FROM pets) AS y FROM pets) s"))
        .isEqualTo("pets.id -");
    assertThat(origins("SELECT (SELECT name FROM pets LIMIT 1)")).isEqualTo("-");
    assertThat(origins("WITH w AS (SELECT id FROM pets) SELECT * FROM w")).isEqualTo("pets.id");
    assertThat(origins("SELECT id FROM pets UNION ALL SELECT 1")).isEqualTo("-");
    assertThat(origins("SELECT DISTINCT name, count(*) FROM pets GROUP BY name"))
        .isEqualTo("pets.name -");
    assertThat(origins("SELECT id, h.name, p.name FROM heavy h JOIN pets p USING (id)"))
        .isEqualTo("heavy.id heavy.name pets.name");
    assertThat(origins("SELECT id FROM heavy h FULL JOIN pets p USING (id)")).isEqualTo("-");
    assertThat(origins("TABLE total")).isEqualTo("total.n");
    assertThat(origins("SELECT relname FROM pg_catalog.pg_class")).isEqualTo("pg_class.relname");
    assertThat(origins("DELETE FROM pets WHERE false RETURNING name, 1")).isEqualTo("pets.name -");
  }

  private static String origins(String query) throws SQLException {
    List<String> origins = new ArrayList<>();
    try (PreparedStatement statement = connection().prepareStatement(query)) {
      PGResultSetMetaData columns = (PGResultSetMetaData) statement.getMetaData();
      for (int i = 1; i <= ((ResultSetMetaData) columns).getColumnCount(); i++) {
        String table = columns.getBaseTableName(i);
        origins.add(table.isEmpty() ? "-" : table + "." + columns.getBaseColumnName(i));
      }
    }
    return String.join(" ", origins);
  }

  @Test
  void resultsCanBeUpdated() throws SQLException {
    server
        .db()
        .run(
            "CREATE TABLE notes (gone int, id int PRIMARY KEY, body text)",
            "ALTER TABLE notes DROP COLUMN gone",
            "INSERT INTO notes VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    try (Statement statement =
            connection()
                .createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet rows = statement.executeQuery("SELECT id, body FROM notes ORDER BY id")) {
      rows.next();
      rows.updateString("body", "A");
      rows.updateRow();
      assertThat(rows.getString("body")).isEqualTo("A");
      rows.next();
      rows.deleteRow();
      rows.moveToInsertRow();
      rows.updateInt("id", 4);
      rows.updateString("body", "d");
      rows.insertRow();
    }
    try (Statement statement = connection().createStatement()) {
      assertThat(
              column(statement.executeQuery("SELECT id || body AS x FROM notes ORDER BY id"), "x"))
          .containsExactly("1A", "3c", "4d");
    }
  }

  @Test
  void valuesOfEveryTypeGoThereAndBackAsTextAndInBinary() throws SQLException {
    server
        .db()
        .run(
            "CREATE TABLE kinds (b bool, s int2, i int, l int8, f float4, d float8, n numeric,"
                + " t text, y bytea, u uuid, day date, at timestamp, zoned timestamptz,"
                + " a int[], j jsonb)");
    UUID uuid = UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
    OffsetDateTime zoned = OffsetDateTime.of(2024, 2, 29, 10, 0, 0, 123_456_000, ZoneOffset.UTC);
    try (PreparedStatement insert =
        connection()
            .prepareStatement(
                "INSERT INTO kinds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)")) {
      // From the fifth execution on pgjdbc sends and asks for binary values.
      for (int run = 1; run <= 7; run++) {
        Object[] values = {
          true,
          (short) run,
          run,
          1L << 40,
          1.5f,
          2.25,
          new BigDecimal("12345.678"),
          "tëxt",
          new byte[] {0, 1, -1},
          uuid,
          LocalDate.of(2024, 2, 29),
          LocalDateTime.of(2024, 2, 29, 10, 0, 0, 500_000),
          zoned,
          connection().createArrayOf("int4", new Object[] {1, null, run}),
          "{\"a\":1}"
        };
        for (int i = 0; i < values.length; i++) {
          insert.setObject(i + 1, values[i]);
        }
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
    }
    try (PreparedStatement select =
        connection().prepareStatement("SELECT * FROM kinds WHERE i = ?")) {
      for (int run = 1; run <= 7; run++) {
        select.setInt(1, run);
        try (ResultSet row = select.executeQuery()) {
          assertThat(row.next()).isTrue();
          checkKinds(row, run, uuid, zoned);
        }
      }
    }
  }

  private static void checkKinds(ResultSet row, int run, UUID uuid, OffsetDateTime zoned)
      throws SQLException {
    assertThat(row.getBoolean("b")).isTrue();
    assertThat(row.getShort("s")).isEqualTo((short) run);
    assertThat(row.getLong("l")).isEqualTo(1L << 40);
    assertThat(row.getFloat("f")).isEqualTo(1.5f);
    assertThat(row.getDouble("d")).isEqualTo(2.25);
    assertThat(row.getBigDecimal("n")).isEqualByComparingTo("12345.678");
    assertThat(row.getString("t")).isEqualTo("tëxt");
    assertThat(row.getBytes("y")).containsExactly(0, 1, -1);
    assertThat(row.getObject("u")).isEqualTo(uuid);
    assertThat(row.getObject("day", LocalDate.class)).isEqualTo("2024-02-29");
    assertThat(row.getObject("at", LocalDateTime.class))
        .isEqualTo(LocalDateTime.of(2024, 2, 29, 10, 0, 0, 500_000));
    assertThat(row.getObject("zoned", OffsetDateTime.class)).isEqualTo(zoned);
    assertThat((Object[]) row.getArray("a").getArray()).containsExactly(1, null, run);
    assertThat(row.getString("j")).isEqualTo("{\"a\":1}");
  }

  @Test
  void aBatchInsertsAllOrNothing() throws SQLException {
    server.db().run("CREATE TABLE batched (n int)");
    try (Database other = server.another()) {
      other.connection().setAutoCommit(false);
      try (PreparedStatement insert =
          other.connection().prepareStatement("INSERT INTO batched VALUES (?::int)")) {
        for (int i = 0; i < 500; i++) {
          insert.setString(1, String.valueOf(i));
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).hasSize(500).containsOnly(1);
        other.connection().commit();
        insert.setString(1, "1000");
        insert.addBatch();
        insert.setString(1, "no number");
        insert.addBatch();
        BatchUpdateException failure =
            catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
        assertThat(failure.getSQLState()).isEqualTo("22P02");
        other.connection().rollback();
      }
    }
    server.db().sql("SELECT count(*), max(n) FROM batched").returns("500|499");
  }

  @Test
  void aResultIsFetchedInParts() throws SQLException {
    try (Database other = server.another()) {
      other.connection().setAutoCommit(false);
      try (Statement statement = other.connection().createStatement()) {
        statement.setFetchSize(100);
        try (ResultSet rows = statement.executeQuery("SELECT generate_series(1, 1050) AS n")) {
          int count = 0;
          while (rows.next()) {
            count++;
          }
          assertThat(count).isEqualTo(1050);
        }
      }
    }
  }

  @Test
  void anErrorCarriesItsStateAndPosition() {
    PSQLException failure =
        catchThrowableOfType(
            PSQLException.class, () -> server.db().run("SELECT id, colour FROM pets"));
    assertThat(failure.getSQLState()).isEqualTo("42703");
    assertThat(failure.getServerErrorMessage().getPosition()).isEqualTo(12);
  }

  @Test
  void copyGoesInAndOutAndCanBeGivenUp() throws Exception {
    server.db().run("CREATE TABLE copied (n int, t text)");
    var copy = connection().unwrap(PGConnection.class).getCopyAPI();
    assertThat(copy.copyIn("COPY copied FROM STDIN", new StringReader("1\ta\n2\t\\N\n")))
        .isEqualTo(2);
    StringWriter out = new StringWriter();
    assertThat(copy.copyOut("COPY (SELECT * FROM copied ORDER BY n) TO STDOUT", out)).isEqualTo(2);
    assertThat(out).hasToString("1\ta\n2\t\\N\n");
    CopyIn given = copy.copyIn("COPY copied FROM STDIN");
    byte[] row = "3\tc\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    given.writeToCopy(row, 0, row.length);
    given.cancelCopy();
    assertThatThrownBy(() -> copy.copyIn("COPY copied FROM STDIN", new StringReader("x\ty\n")))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22P02"));
    server.db().sql("SELECT count(*) FROM copied").returns("2");
  }

  @Test
  void aRunningQueryIsCancelledAndTheConnectionGoesOn() throws Exception {
    try (Database other = server.another();
        Statement statement = other.connection().createStatement()) {
      CompletableFuture<String> state =
          CompletableFuture.supplyAsync(() -> {
            try {
              statement.executeQuery(ENDLESS).close();
              return "finished";
            } catch (SQLException e) {
              return String.valueOf(e.getSQLState());
            }
          });
      server
          .db()
          .sql(
              "SELECT count(*) FROM pg_stat_activity"
                  + " WHERE state = 'active' AND query LIKE '%1000000) b'")
          .becomes("1");
      statement.cancel();
      assertThat(state.get()).isEqualTo("57014");
      other.sql("SELECT 1").returns("1");
    }
  }

  @Test
  void aQueryThatTakesTooLongIsStopped() throws SQLException {
    try (Database other = server.another()) {
      other.run("SET statement_timeout = '200ms'");
      assertThatThrownBy(() -> other.run(ENDLESS))
          .hasMessage("ERROR: canceling statement due to statement timeout");
      other.sql("SELECT 1").returns("1");
    }
  }

  @Test
  void aViewThatTakesTooLongToBuildIsStoppedAndLeavesNothing() throws SQLException {
    String endless = "SELECT a.g FROM wide a, wide b, wide c WHERE a.g + b.g + c.g = 0";
    try (Database other = server.another()) {
      other.run("CREATE TABLE wide AS SELECT g FROM generate_series(1, 3000) g");
      other.run("SET statement_timeout = '200ms'");
      assertThatThrownBy(() -> other.run("CREATE MATERIALIZED VIEW endless AS " + endless))
          .hasMessage("ERROR: canceling statement due to statement timeout");
      other.sql("SELECT count(*) FROM pg_class WHERE relname = 'endless'").returns("0");
      other.run("DROP TABLE wide");
    }
  }

  @Test
  void aSessionThatIsIdleForTooLongIsEnded() throws Exception {
    try (Database other = server.another()) {
      other.run("SET application_name = 'sleeper'", "SET idle_session_timeout = '100ms'");
      server
          .db()
          .sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'sleeper'")
          .becomes("0");
      assertThatThrownBy(() -> other.run("SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isIn("57P05", "08006"));
    }
  }

  @Test
  void aSavepointTakesBackWhatCameAfterIt() throws SQLException {
    server.db().run("CREATE TABLE saved (n int)");
    try (Database other = server.another()) {
      other.connection().setAutoCommit(false);
      other.run("INSERT INTO saved VALUES (1)");
      var savepoint = other.connection().setSavepoint();
      other.run("INSERT INTO saved VALUES (2)");
      other.connection().rollback(savepoint);
      other.connection().commit();
    }
    server.db().sql("SELECT n FROM saved").returns("1");
  }

  @Test
  void aReadOnlyConnectionCannotWrite() throws SQLException {
    try (Database other = server.another()) {
      other.connection().setReadOnly(true);
      other.connection().setAutoCommit(false);
      assertThatThrownBy(() -> other.run("INSERT INTO pets VALUES (9, 'x', 1)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
      other.connection().rollback();
      assertThat(other.connection().isValid(5)).isTrue();
    }
  }

  @Test
  void explainTellsWhatOperatorsDidAndWhen() throws SQLException {
    try (var statement = connection().createStatement()) {
      statement.execute("INSERT INTO pets VALUES (70, 'whale', 900), (71, 'ant', 0)");
      List<String> operators =
          column(
              statement.executeQuery("EXPLAIN ANALYZE CPU, MEMORY FOR INDEX heavy_id"), "operator");
      assertThat(operators).anyMatch(o -> o.contains("Read stored") && o.contains("pets"));
      assertThat(
              column(
                  statement.executeQuery("EXPLAIN ANALYZE MEMORY FOR MATERIALIZED VIEW total"),
                  "total_records"))
          .contains("1");
      assertThat(
              column(
                      statement.executeQuery("EXPLAIN TIMESTAMP FOR SELECT * FROM pets"),
                      "Timestamp")
                  .getFirst())
          .contains("can respond immediately: true")
          .contains("source materialize.public.pets (u")
          .contains("storage):");
      assertThat(
              column(statement.executeQuery("EXPLAIN TIMESTAMP AS JSON FOR SELECT 1"), "Timestamp")
                  .getFirst())
          .contains("\"timeline\":\"None\"");
      assertThat(
              column(
                  statement.executeQuery("EXPLAIN ANALYZE SELECT * FROM pets WHERE id >= 70"),
                  "QUERY PLAN"))
          .contains("Rows: 2")
          .anyMatch(line -> line.startsWith("Execution Time: "));
      statement.execute("DELETE FROM pets WHERE id >= 70");
    }
  }
}
