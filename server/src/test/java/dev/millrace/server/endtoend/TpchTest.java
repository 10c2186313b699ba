package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.random.Tpch;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TPC-H's 22 queries, each kept as a materialized view while the tables change, and each compared
/// with PostgreSQL 15 after every batch of changes.
final class TpchTest {

  private static final int QUERIES = 22;
  private static final int BATCHES = 6;

  /// Digits in which quotients agree: PostgreSQL rounds them by the scales of their operands, which
  /// ours do not keep.
  private static final MathContext DIGITS = new MathContext(15);

  /// How many rows an operator may put out for every row that was ever put into a table or taken
  /// out of one. A join on part alone gives a line three suppliers; anything that compared each row
  /// with each other one would give hundreds.
  private static final long ROWS_OUT_PER_CHANGE = 12;

  @Test
  void everyQueryFollowsTheTablesAsAView(@TempDir Path directory) throws Exception {
    long seed = Long.getLong("millrace.seed", 1);
    Tpch tpch = new Tpch(seed);
    List<String> queries = queries();
    Set<Integer> answered = new HashSet<>();
    try (EmbeddedPostgres postgres = start();
        Database oracle = new Database(postgres.getPostgresDatabase().getConnection());
        TestServer server = TestServer.start(directory)) {
      Database db = server.db();
      oracle.run(Tpch.SCHEMA);
      db.run(Tpch.SCHEMA);
      for (int i = 0; i < QUERIES / 2; i++) {
        install(db, i, queries.get(i));
      }
      long changes = runAll(oracle, db, tpch.load());
      for (int i = QUERIES / 2; i < QUERIES; i++) {
        install(db, i, queries.get(i));
      }
      compare(oracle, db, queries, "-Dmillrace.seed=" + seed + " at first", answered);
      for (int batch = 1; batch <= BATCHES; batch++) {
        changes += runAll(oracle, db, tpch.refresh());
        String where = "-Dmillrace.seed=" + seed + " after batch " + batch;
        compare(oracle, db, queries, where, answered);
      }
      assertThat(answered).as("queries that ever had rows").hasSize(QUERIES);
      assertThat(excessive(db, changes)).as("operators that multiply their input").isEmpty();
    }
  }

  private static EmbeddedPostgres start() throws IOException {
    return EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start();
  }

  private static List<String> queries() throws IOException {
    try (InputStream in = TpchTest.class.getResourceAsStream("tpch.sql")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      List<String> queries = Arrays.stream(text.split(";\n")).map(String::strip).toList();
      assertThat(queries).hasSize(QUERIES);
      return queries;
    }
  }

  private static void install(Database db, int number, String query) throws SQLException {
    db.run("create materialized view q" + (number + 1) + " as " + query);
  }

  /// How many rows the statements changed.
  private static long runAll(Database oracle, Database db, List<String> statements)
      throws SQLException {
    long changes = 0;
    for (String statement : statements) {
      oracle.run(statement);
      try (Statement update = db.connection().createStatement()) {
        changes += update.executeUpdate(statement);
      }
    }
    return changes;
  }

  private static void compare(
      Database oracle, Database db, List<String> queries, String where, Set<Integer> answered)
      throws SQLException {
    for (int i = 0; i < QUERIES; i++) {
      List<String> expected = rows(oracle, queries.get(i));
      List<String> actual = rows(db, "select * from q" + (i + 1));
      assertThat(actual).as("query %d %s", i + 1, where).isEqualTo(expected);
      if (!expected.isEmpty() && !expected.getFirst().contains("∅")) {
        answered.add(i);
      }
    }
  }

  private static List<String> rows(Database database, String query) throws SQLException {
    try (Statement statement = database.connection().createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      int width = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= width; i++) {
          String value = result.getString(i);
          boolean isNumeric = result.getMetaData().getColumnType(i) == Types.NUMERIC;
          row.add(value == null ? "∅" : isNumeric ? rounded(value) : value);
        }
        rows.add(String.join("|", row));
      }
      rows.sort(null);
      return rows;
    }
  }

  private static String rounded(String number) {
    return new BigDecimal(number).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  /// Operators that put out more rows than the changes of the tables explain.
  private static List<String> excessive(Database db, long changes) throws SQLException {
    String operators = "select description, rows_in, rows_out from mz_internal.millrace_operators";
    assertThat(db.sql(operators + " where rows_out > 0").rows()).isNotEmpty();
    return db.sql(operators + " where rows_out > " + changes * ROWS_OUT_PER_CHANGE).rows();
  }
}
