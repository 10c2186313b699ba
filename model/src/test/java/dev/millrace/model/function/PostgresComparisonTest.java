package dev.millrace.model.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.codec.BinaryFormat;
import dev.millrace.model.codec.BytesText;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.Slice;
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

  private static final int CASES_PER_FUNCTION = Integer.getInteger("millrace.cases", 20);
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

  @Test
  void setReturningFunctionsAgreeWithPostgres() {
    List<String> differences = new ArrayList<>();
    for (RowCase c : RowCase.all()) {
      Outcome theirs = theirs(c.sql());
      Outcome ours = c.ours();
      boolean isSame =
          theirs.error() == null
              ? java.util.Objects.equals(compact(theirs.value()), compact(ours.value()))
              : Outcome.agreeAs(ScalarType.TEXT, ours, theirs);
      if (!isSame) {
        differences.add(c.sql() + "\n    ours   " + ours + "\n    theirs " + theirs);
      }
    }
    assertThat(differences).isEmpty();
  }

  /// Their jsonb has blanks behind commas and colons, and is quoted in a record because of them;
  /// their numerics keep zeros.
  private static @Nullable String compact(@Nullable String rows) {
    return rows == null
        ? null
        : rows.replace(", ", ",")
            .replace(": ", ":")
            .replace("\"", "")
            .replaceAll("[.]0+(?=,)", "")
            .replaceAll("([.][0-9]*[1-9])0+(?=,)", "$1");
  }

  @Test
  void variadicFunctionsAgreeWithPostgres() throws Exception {
    List<String> differences = new ArrayList<>();
    for (VariadicCase c : VariadicCase.all()) {
      Outcome theirs = theirs(c.sql());
      Outcome ours = c.ours();
      if (!Outcome.agreeAs(c.type(), ours, theirs)) {
        differences.add(c.sql() + "\n    ours   " + ours + "\n    theirs " + theirs);
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void binaryFormatsAreThoseOfPostgres() throws Exception {
    List<String> differences = new ArrayList<>();
    for (Map.Entry<TypeId, String> entry : SENDERS.entrySet()) {
      ScalarType type = ScalarType.of(entry.getKey());
      for (String text : Pools.values(entry.getKey())) {
        List<@Nullable Object> pair = new ArrayList<>();
        pair.add(TextFormat.parse(type, text));
        pair.add(null);
        checkWire(type, pair.getFirst(), entry.getValue(), text, differences);
        SqlType array = new ArrayType(type);
        String literal = TextFormat.text(array, ArrayValue.stored(pair));
        checkWire(array, ArrayValue.stored(pair), "array_send", literal, differences);
      }
    }
    assertThat(differences).isEmpty();
  }

  private void checkWire(
      SqlType type, Object value, String sender, String text, List<String> differences) {
    Slice ours = BinaryFormat.encode(type, value);
    String literal = "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'::";
    Outcome theirs =
        theirs("encode(" + sender + "(" + literal + Calls.typeName(type) + "), 'hex')");
    StringBuilder hex = new StringBuilder();
    BytesText.appendHexDigits(ours, hex);
    boolean isBack = BinaryFormat.decode(type, ours).equals(value);
    boolean isNumber =
        type.is(TypeId.JSONB) || (sender.equals("array_send") && text.contains("\""));
    String wire = theirs.value() == null ? "" : theirs.value().replaceAll("\\s", "");
    if (!isBack || (!isNumber && !wire.equals(hex.toString()))) {
      differences.add(type + " " + text + " ours " + hex + " theirs " + theirs);
    }
  }

  private static final Map<TypeId, String> SENDERS =
      new java.util.EnumMap<>(
          Map.ofEntries(
              Map.entry(TypeId.BOOL, "boolsend"),
              Map.entry(TypeId.INT2, "int2send"),
              Map.entry(TypeId.INT4, "int4send"),
              Map.entry(TypeId.INT8, "int8send"),
              Map.entry(TypeId.FLOAT4, "float4send"),
              Map.entry(TypeId.FLOAT8, "float8send"),
              Map.entry(TypeId.NUMERIC, "numeric_send"),
              Map.entry(TypeId.TEXT, "textsend"),
              Map.entry(TypeId.BYTEA, "byteasend"),
              Map.entry(TypeId.DATE, "date_send"),
              Map.entry(TypeId.TIME, "time_send"),
              Map.entry(TypeId.TIMETZ, "timetz_send"),
              Map.entry(TypeId.INT4RANGE, "range_send"),
              Map.entry(TypeId.NUMRANGE, "range_send"),
              Map.entry(TypeId.TSRANGE, "range_send"),
              Map.entry(TypeId.TIMESTAMP, "timestamp_send"),
              Map.entry(TypeId.TIMESTAMPTZ, "timestamptz_send"),
              Map.entry(TypeId.INTERVAL, "interval_send"),
              Map.entry(TypeId.UUID, "uuid_send"),
              Map.entry(TypeId.JSONB, "jsonb_send"),
              Map.entry(TypeId.OID, "oidsend")));

  static boolean isFloat(SqlType type) {
    return type instanceof ScalarType s && (s.id() == TypeId.FLOAT4 || s.id() == TypeId.FLOAT8);
  }
}
