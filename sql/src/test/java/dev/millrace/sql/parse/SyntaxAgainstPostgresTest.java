package dev.millrace.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// What is a syntax error, what it is called and where it stands is PostgreSQL's decision. Each
/// line of `postgres.txt` goes to both; what PostgreSQL says after parsing does not matter here.
final class SyntaxAgainstPostgresTest {

  private static final int ROUNDS = 4;

  private static final Pattern TOKEN = Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|\\w+|[^\\s\\w]");

  private static final List<String> PUT_IN =
      List.of("select", "from", "where", "table", "(", ")", ",", "1", "'x'", "as", "and", "foo");

  private static EmbeddedPostgres postgres;
  private static Connection connection;

  @BeforeAll
  static void startPostgres() throws IOException, SQLException {
    postgres = EmbeddedPostgres.start();
    // The simple protocol sends the text as it is.
    connection =
        DriverManager.getConnection(
            postgres.getJdbcUrl("postgres", "postgres") + "&preferQueryMode=simple");
    connection.setAutoCommit(false);
  }

  @AfterAll
  static void stopPostgres() throws IOException, SQLException {
    connection.close();
    postgres.close();
  }

  @Test
  void everyLineIsAcceptedOrRefusedAsPostgresDoes() throws IOException, SQLException {
    List<String> differences = new ArrayList<>();
    for (String sql : lines().toList()) {
      String expected = postgresVerdict(sql);
      String actual = ourVerdict(sql);
      if (!expected.equals(actual)) {
        differences.add(sql + "\n    PostgreSQL: " + expected + "\n    Millrace:   " + actual);
      }
    }
    assertThat(String.join("\n", differences)).isEmpty();
  }

  /// Whole statements with a token taken out, doubled or put in, at random.
  @Test
  void brokenStatementsAreRefusedAtTheSameTokenAsByPostgres() throws IOException, SQLException {
    Random random = new Random(Long.getLong("millrace.seed", 1));
    List<String> whole = lines().filter(sql -> ourVerdict(sql).equals("accepted")).toList();
    List<String> differences = new ArrayList<>();
    int broken = 0;
    for (int round = 0; round < ROUNDS * Long.getLong("millrace.seeds", 1); round++) {
      for (String sql : whole) {
        String mutant = mutant(sql, random);
        String expected = parsedByPostgres(mutant);
        if (!expected.equals("accepted")) {
          broken++;
          String actual = ourVerdict(mutant);
          if (!expected.equals(actual)) {
            differences.add(mutant + "\n    " + expected + "\n    " + actual);
          }
        }
      }
    }
    assertThat(broken).isGreaterThanOrEqualTo(500);
    assertThat(differences.size())
        .as("of %d: %s", broken, String.join("\n", differences))
        .isLessThanOrEqualTo(broken / 20);
  }

  private static String mutant(String sql, Random random) {
    List<MatchResult> tokens = TOKEN.matcher(sql).results().toList();
    MatchResult token = tokens.get(random.nextInt(tokens.size()));
    String before = sql.substring(0, token.start());
    String from = sql.substring(token.start());
    return switch (random.nextInt(3)) {
      case 0 -> before + sql.substring(token.end());
      case 1 -> before + token.group() + " " + from;
      default -> before + PUT_IN.get(random.nextInt(PUT_IN.size())) + " " + from;
    };
  }

  /// What PostgreSQL says when it parses a statement. It parses all of a message before it runs the
  /// first statement, which fails here, so that nothing of the rest is run.
  private static String parsedByPostgres(String sql) throws SQLException {
    String stop = "SELECT 1/0; ";
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(stop + sql);
      throw new AssertionError("the statement before was not run: " + sql);
    } catch (PSQLException e) {
      ServerErrorMessage message = Objects.requireNonNull(e.getServerErrorMessage());
      return Objects.equals(e.getSQLState(), SqlState.SYNTAX_ERROR.code())
          ? message.getMessage() + " @" + (message.getPosition() - stop.length())
          : "accepted";
    } finally {
      connection.rollback();
    }
  }

  private static String postgresVerdict(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
      return "accepted";
    } catch (PSQLException e) {
      ServerErrorMessage message = e.getServerErrorMessage();
      if (message == null || !Objects.equals(e.getSQLState(), SqlState.SYNTAX_ERROR.code())) {
        return "accepted";
      }
      return message.getMessage() + " @" + message.getPosition();
    } finally {
      connection.rollback();
    }
  }

  private static String ourVerdict(String sql) {
    try {
      Parser.parse(sql);
      return "accepted";
    } catch (DatabaseException e) {
      return switch (e.state()) {
        case SYNTAX_ERROR -> e.message() + " @" + e.position();
        case FEATURE_NOT_SUPPORTED, UNDEFINED_PARAMETER -> "accepted";
        default -> e.state() + " " + e.message();
      };
    }
  }

  private static Stream<String> lines() throws IOException {
    try (InputStream in =
        SyntaxAgainstPostgresTest.class.getResourceAsStream("/parse/postgres.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList()
          .stream();
    }
  }
}
