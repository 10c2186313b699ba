package dev.millrace.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.ErrorPlace;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Scripts over tables run on Millrace and on PostgreSQL 15, statement by statement: rows, counts,
/// and failures with all their fields are the same. `-- restart` restarts Millrace only.
final class TablesAgainstPostgresTest {

  private static EmbeddedPostgres postgres;

  @TempDir Path directory;

  @BeforeAll
  static void startPostgres() throws IOException {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stopPostgres() throws IOException {
    postgres.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "constraints",
        "keys",
        "defaults",
        "sequences",
        "generated",
        "conflict",
        "merge",
        "writes",
        "returning",
        "alter",
        "types"
      })
  void everyStatementDoesWhatItDoesInPostgres(String script) throws Exception {
    String url = postgres.getJdbcUrl("postgres", "postgres") + "&preferQueryMode=simple";
    SoftAssertions all = new SoftAssertions();
    try (DurableDatabase ours = new DurableDatabase(directory);
        Connection theirs = java.sql.DriverManager.getConnection(url)) {
      theirs(theirs, "drop schema public cascade; create schema public");
      for (String statement : statements(script)) {
        if (statement.equals("-- restart")) {
          ours.restart();
          continue;
        }
        String expected = theirs(theirs, statement);
        all.assertThat(ours(ours, statement)).as(statement).isEqualTo(expected);
      }
    }
    all.assertAll();
  }

  private static List<String> statements(String script) throws IOException {
    try (InputStream in =
        TablesAgainstPostgresTest.class.getResourceAsStream("tables/" + script + ".sql")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      List<String> statements = new ArrayList<>();
      for (String each : text.split(";\n")) {
        String one = each.strip();
        if (one.startsWith("-- restart")) {
          statements.add("-- restart");
          one = one.substring("-- restart".length()).strip();
        }
        if (!one.isEmpty()) {
          statements.add(one);
        }
      }
      assertThat(statements).isNotEmpty();
      return statements;
    }
  }

  private static String ours(DurableDatabase database, String statement) {
    try {
      return ordered(statement, database.answer(statement));
    } catch (DatabaseException e) {
      ErrorPlace p = e.place();
      return failure(
          e.state().code(),
          e.message(),
          e.detail(),
          e.hint(),
          e.position(),
          p == null ? "" : p.table() + "." + p.column() + "." + p.constraint());
    }
  }

  private static String failure(
      String state,
      @Nullable String message,
      @Nullable String detail,
      @Nullable String hint,
      int position,
      String place) {
    return "%s %s @%d%n%s%n%s%n%s".formatted(state, message, position, detail, hint, place);
  }

  private static String theirs(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "" + statement.getUpdateCount();
      }
      List<String> lines = new ArrayList<>();
      try (ResultSet rows = statement.getResultSet()) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          List<String> cells = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            cells.add(cell(rows.getString(i), rows.getMetaData().getColumnType(i)));
          }
          lines.add(String.join("|", cells));
        }
      }
      return ordered(sql, lines);
    } catch (PSQLException e) {
      ServerErrorMessage m = Objects.requireNonNull(e.getServerErrorMessage());
      boolean hasPlace = m.getConstraint() != null || m.getColumn() != null;
      return failure(
          String.valueOf(e.getSQLState()),
          m.getMessage(),
          m.getDetail(),
          m.getHint(),
          m.getPosition(),
          hasPlace ? m.getTable() + "." + m.getColumn() + "." + m.getConstraint() : "");
    }
  }

  /// Without ORDER BY the order of rows is nobody's promise.
  private static String ordered(String sql, List<String> lines) {
    return sql.contains("order by")
        ? String.join("\n", lines)
        : String.join("\n", lines.stream().sorted().toList());
  }

  private static String cell(@Nullable String value, int type) {
    if (value == null) {
      return "NULL";
    }
    // Ours are normalised; the scale is no part of the value.
    return type == Types.NUMERIC
        ? new BigDecimal(value).stripTrailingZeros().toPlainString()
        : value;
  }
}
