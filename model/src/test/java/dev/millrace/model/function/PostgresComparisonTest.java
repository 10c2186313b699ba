package dev.millrace.model.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Calls every immutable function, operator and cast that PostgreSQL has too with random values of
/// a pool and compares values and SQLSTATEs with a real PostgreSQL 15.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresComparisonTest {

  private static final int CASES_PER_FUNCTION = Integer.getInteger("millrace.cases", 40);
  private static final int SHOWN_MAX = Integer.getInteger("millrace.shown", 2);
  private static final long SEED = Long.getLong("millrace.seed", 20_261_121L);

  private EmbeddedPostgres postgres;
  private Connection connection;
  private Statement statement;

  @BeforeAll
  void start() throws Exception {
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    connection = postgres.getPostgresDatabase().getConnection();
    statement = connection.createStatement();
    statement.execute("create database c template template0 lc_collate 'C' lc_ctype 'C.UTF-8'");
    connection.close();
    connection = postgres.getDatabase("postgres", "c").getConnection();
    statement = connection.createStatement();
    statement.execute("set timezone = 'UTC'");
  }

  @AfterAll
  void stop() throws Exception {
    connection.close();
    postgres.close();
  }

  @Test
  void everyFunctionAgreesWithPostgres() throws Exception {
    Map<String, List<String>> differences = new TreeMap<>();
    int compared = 0;
    for (ScalarFunction function : FunctionRegistry.standard().allFunctions()) {
      if (!isComparable(function)) {
        continue;
      }
      Random random = new Random(SEED ^ function.id().hashCode());
      int cases = function.arguments().isEmpty() ? 1 : CASES_PER_FUNCTION;
      for (int i = 0; i < cases; i++) {
        List<String> arguments = Pools.arguments(function, random);
        String sql = Calls.sql(function, arguments);
        Outcome theirs = theirs(sql);
        if (theirs.isUnknownFunction()) {
          break;
        }
        Outcome ours = ours(function, arguments);
        compared++;
        if (!Outcome.agree(function, ours, theirs)) {
          differences
              .computeIfAbsent(function.id(), id -> new ArrayList<>())
              .add(sql + "\n    ours   " + ours + "\n    theirs " + theirs);
        }
      }
    }
    assertThat(compared).isGreaterThan(1000);
    String report =
        differences.entrySet().stream()
            .map(e ->
                e.getKey()
                    + " "
                    + e.getValue().size()
                    + "\n  "
                    + String.join(
                        "\n  ", e.getValue().subList(0, Math.min(e.getValue().size(), SHOWN_MAX))))
            .collect(Collectors.joining("\n"));
    assertThat(report).as("seed %d, %d cases", SEED, compared).isEmpty();
  }

  private static boolean isComparable(ScalarFunction function) {
    return function.volatility() == Volatility.IMMUTABLE
        && function.kind() != FunctionKind.CATALOG
        && !function.isVariadic()
        && Pools.has(function.result())
        && function.arguments().stream().allMatch(Pools::has)
        && !Calls.DIFFERENT.contains(function.id());
  }

  private Outcome theirs(String sql) {
    try (ResultSet rows = statement.executeQuery("select " + sql)) {
      rows.next();
      return new Outcome(rows.getString(1), null);
    } catch (SQLException e) {
      return new Outcome(null, e.getSQLState() + " " + e.getMessage());
    }
  }

  private static Outcome ours(ScalarFunction function, List<String> arguments) throws Exception {
    try {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < arguments.size(); i++) {
        String text = arguments.get(i);
        values.add(text == null ? null : TextFormat.parse(function.arguments().get(i), text));
      }
      Object result = Calls.invoke(function, values);
      return new Outcome(result == null ? null : TextFormat.text(function.result(), result), null);
    } catch (DatabaseException e) {
      return new Outcome(null, e.state().code() + " " + e.message());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof DatabaseException d) {
        return new Outcome(null, d.state().code() + " " + d.message());
      }
      return new Outcome(null, "bug " + e.getCause());
    }
  }

  @Test
  void aggregatesAgreeWithPostgres() throws Exception {
    List<String> differences = new ArrayList<>();
    for (AggregateCase c : AggregateCase.all(SEED)) {
      Outcome theirs = theirs(c.sql());
      Outcome ours = c.ours();
      if (!theirs.isUnknownFunction() && !Outcome.agreeAs(c.function().result(), ours, theirs)) {
        differences.add(c.sql() + "\n    ours   " + ours + "\n    theirs " + theirs);
      }
    }
    assertThat(differences).isEmpty();
  }

  static SqlType array(SqlType element) {
    return new ArrayType(element);
  }

  static boolean isFloat(SqlType type) {
    return type instanceof ScalarType s && (s.id() == TypeId.FLOAT4 || s.id() == TypeId.FLOAT8);
  }
}
