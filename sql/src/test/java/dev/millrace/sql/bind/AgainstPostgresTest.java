package dev.millrace.sql.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.error.DatabaseException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every query of the corpus (`queries.sql`, `functions.sql`, `forms.sql`, `recursion.sql`) answers
/// as PostgreSQL 15 does: the same rows, or the same SQLSTATE and message at the same position.
final class AgainstPostgresTest {

  private static final String SETUP =
      """
      create table t (a int not null, b text);
      insert into t values (1, 'x'), (2, 'y'), (2, 'y'), (3, null), (4, 'x');
      create table s (a int, c int);
      insert into s values (1, 10), (1, 20), (2, 20), (2, 30), (null, 40), (5, 50);
      create table u (a int not null, c int);
      insert into u values (1, 10), (2, 30), (4, null);
      create table k (id int primary key, name text not null);
      insert into k values (1, 'one'), (2, 'two'), (3, 'three');
      create view v as select b, count(*) as n from t group by b;
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

  private static Workbench workbench() {
    return new Workbench()
        .table("t", "a int not null, b text", "1|x", "2|y", "2|y", "3|NULL", "4|x")
        .table("s", "a int, c int", "1|10", "1|20", "2|20", "2|30", "NULL|40", "5|50")
        .table("u", "a int not null, c int", "1|10", "2|30", "4|NULL")
        .table(
            "k", "id int not null, name text not null, primary key id", "1|one", "2|two", "3|three")
        .view("v", "select b, count(*) as n from t group by b");
  }

  @TestFactory
  List<DynamicTest> everyQueryAnswersAsPostgres() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String query :
        (read("queries.sql") + read("functions.sql") + read("forms.sql") + read("recursion.sql"))
            .split(";\n")) {
      String one = query.strip();
      tests.add(
          DynamicTest.dynamicTest(one, () -> assertThat(ours(one)).as(one).isEqualTo(theirs(one))));
    }
    return tests;
  }

  private static String read(String resource) throws IOException {
    try (InputStream in = AgainstPostgresTest.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> ours(String query) {
    try {
      Workbench workbench = workbench();
      Bound bound = workbench.bind(query, BindMode.ONE_SHOT);
      List<String> rows = new ArrayList<>(workbench.run(bound));
      sortUnlessOrdered(query, rows);
      rows.add(0, String.join(",", bound.columns().stream().map(c -> c.name()).toList()));
      return rows;
    } catch (DatabaseException e) {
      return List.of(e.state().code() + " " + e.message() + " @" + e.position());
    }
  }

  private static List<String> theirs(String query) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        names.add(result.getMetaData().getColumnLabel(i));
      }
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          String cell = result.getString(i);
          boolean isNumeric = result.getMetaData().getColumnType(i) == Types.NUMERIC;
          // Ours are normalised; the scale is no part of the value.
          cells.add(
              cell == null
                  ? "NULL"
                  : isNumeric ? new BigDecimal(cell).stripTrailingZeros().toPlainString() : cell);
        }
        rows.add(String.join("|", cells));
      }
      sortUnlessOrdered(query, rows);
      rows.add(0, String.join(",", names));
      return rows;
    } catch (org.postgresql.util.PSQLException e) {
      var message = Objects.requireNonNull(e.getServerErrorMessage());
      return List.of(e.getSQLState() + " " + message.getMessage() + " @" + message.getPosition());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sortUnlessOrdered(String query, List<String> rows) {
    // ORDER BY inside parentheses does not order the result.
    String outside = query.toLowerCase(Locale.ROOT);
    for (String before = ""; !before.equals(outside); ) {
      before = outside;
      outside = outside.replaceAll("\\([^()]*\\)", "");
    }
    if (!outside.contains("order by")) {
      rows.sort(null);
    }
  }
}
