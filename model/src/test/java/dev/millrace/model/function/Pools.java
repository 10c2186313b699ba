package dev.millrace.model.function;

import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeCategory;
import dev.millrace.model.type.TypeId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Interesting values of each type, as texts that both sides read.
final class Pools {

  private static final Map<TypeId, List<String>> VALUES = new EnumMap<>(TypeId.class);

  static {
    put(TypeId.BOOL, "t", "f");
    put(TypeId.INT2, "0", "1", "-1", "2", "7", "100", "32767", "-32768", "-3");
    put(
        TypeId.INT4,
        "0",
        "1",
        "-1",
        "2",
        "7",
        "10",
        "100",
        "2147483647",
        "-2147483648",
        "-3",
        "40000");
    put(
        TypeId.INT8,
        "0",
        "1",
        "-1",
        "2",
        "7",
        "10",
        "1000",
        "9223372036854775807",
        "-9223372036854775808",
        "3000000000",
        "-3",
        "40000");
    put(
        TypeId.FLOAT4,
        "0",
        "-0",
        "1",
        "-1.5",
        "2.5",
        "3.5",
        "0.1",
        "1e10",
        "3.4e38",
        "1e-40",
        "NaN",
        "Infinity",
        "-Infinity",
        "100",
        "123456",
        "1234567",
        "0.0001",
        "0.00001");
    put(
        TypeId.FLOAT8,
        "0",
        "-0",
        "1",
        "-1.5",
        "2.5",
        "3.5",
        "0.1",
        "0.5",
        "1e10",
        "1.7e308",
        "1e-320",
        "NaN",
        "Infinity",
        "-Infinity",
        "100",
        "123456.789",
        "1e15",
        "1e14",
        "1e-5",
        "12345678901234567",
        "2147483647.5",
        "-0.7");
    put(
        TypeId.NUMERIC,
        "0",
        "1",
        "-1",
        "0.5",
        "1.5",
        "2.5",
        "-2.5",
        "10",
        "100.01",
        "0.001",
        "123456789.123456789",
        "99999999999999999999",
        "1e-15",
        "NaN",
        "Infinity",
        "-Infinity",
        "3",
        "7",
        "0.333",
        "12345678901234567890.123456789",
        "2147483647.5",
        "-0.7",
        "1e20",
        "4");
    put(
        TypeId.TEXT,
        "",
        "a",
        "abc",
        "ABC",
        "a%c",
        "a_c",
        "%b%",
        "_b_",
        "aXbXc",
        "X",
        "b",
        " a ",
        "[a-c]+",
        "(b)(c)?",
        "^a.*c$",
        "a|b",
        "hello world",
        "\\d+",
        "12",
        "12.5",
        "p,q,,r",
        ",",
        "ä€𝄞x",
        "€",
        "A b-c d",
        "xyx",
        "a\\b",
        "it's",
        "NULL",
        "true",
        "{1,2}",
        "2020-01-02",
        "%",
        "aaa",
        "aab",
        "(",
        "a*",
        "[[:alpha:]]",
        "\\mb");
    put(TypeId.VARCHAR, "", "a", "abc", "ABC", "12", "ä€𝄞x", " x");
    put(TypeId.BPCHAR, "", "a", "abc", "ABC", "12", "b");
    put(TypeId.NAME, "", "a", "abc", "ABC", "pg_class");
    put(TypeId.BYTEA, "", "abc", "\\x00ff10", "\\x616263", "\\\\a\\001", "ä");
    put(
        TypeId.DATE,
        "2000-01-01",
        "1999-12-31",
        "2020-02-29",
        "1970-01-01",
        "0044-03-15 BC",
        "2021-01-03",
        "2020-12-31",
        "infinity",
        "-infinity",
        "5874897-12-31",
        "1900-03-01",
        "2001-01-01",
        "4714-11-24 BC");
    put(TypeId.TIME, "00:00", "12:34:56.789", "23:59:59.999999", "24:00:00", "01:02:03");
    put(
        TypeId.TIMESTAMP,
        "2000-01-01 00:00:00",
        "1999-12-31 23:59:59.999999",
        "2020-02-29 12:34:56.789",
        "1970-01-01 00:00:00",
        "0044-03-15 10:00:00 BC",
        "infinity",
        "-infinity",
        "294276-12-31 23:59:59.999999",
        "2021-03-28 02:30:00",
        "2020-10-25 02:30:00",
        "2020-01-31 01:02:03.004",
        "2001-02-16 20:38:40.12",
        "4714-11-24 00:00:00 BC");
    VALUES.put(TypeId.TIMESTAMPTZ, VALUES.get(TypeId.TIMESTAMP));
    put(
        TypeId.INTERVAL,
        "0",
        "1 day",
        "1 mon",
        "-1 mon +1 day",
        "1 year 2 mons 3 days 04:05:06.789",
        "-04:05:06",
        "30 days",
        "24 hours",
        "1 microsecond",
        "-1 year",
        "100000 hours",
        "1 mon -1 day 00:00:01",
        "15 minutes",
        "1.5 days",
        "178000000 years",
        "1 week");
    put(
        TypeId.TIMETZ,
        "00:00+00",
        "12:34:56.789-05",
        "23:59:59.999999+14",
        "24:00:00+00",
        "01:02:03+05:30",
        "17:34:56.789+00");
    put(TypeId.INT4RANGE, "empty", "[1,5)", "(1,5]", "[5,9)", "(,3)", "[3,)", "(,)", "[7,7]");
    put(TypeId.INT8RANGE, "empty", "[1,5)", "(1,5]", "[5,9)", "(,3)", "[3000000000,)", "(,)");
    put(TypeId.NUMRANGE, "empty", "[1,5)", "(1,5]", "[1.5,2.5]", "(,3)", "[3,)", "(5,9)", "[5,5]");
    put(TypeId.DATERANGE, "empty", "[2020-01-01,2020-02-01)", "(,2020-01-15]", "[2020-02-01,)");
    put(
        TypeId.TSRANGE,
        "empty",
        "[2020-01-01,2020-02-01)",
        "(,\"2020-01-15 12:00:00\"]",
        "[2020-02-01,infinity)",
        "(2020-02-01,)");
    VALUES.put(TypeId.TSTZRANGE, VALUES.get(TypeId.TSRANGE));
    put(
        TypeId.UUID,
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff");
    put(
        TypeId.JSONB,
        "null",
        "true",
        "1",
        "1.5",
        "\"a\"",
        "\"\\u00e4\\\"q\"",
        "[]",
        "{}",
        "[1,2,3]",
        "[\"a\",\"b\",null]",
        "{\"a\":1,\"b\":{\"c\":[1,{\"d\":null}]}}",
        "{\"a\":null}",
        "[[1],[2]]",
        "-7",
        "1e3",
        "{\"b\":2,\"aa\":3}",
        "[\"abc\"]");
    put(TypeId.JSON, "{\"a\" : 1}", "[1, 2]", "\"x\"");
    put(TypeId.OID, "0", "1", "4294967295", "16");
  }

  /// At the ends of the range PostgreSQL computes in floats or refuses what still fits.
  private static final Set<String> ENDS_APART = Set.of("date_trunc", "extract");

  private Pools() {}

  private static void put(TypeId id, String... values) {
    VALUES.put(id, List.of(values));
  }

  static boolean has(SqlType type) {
    return switch (type) {
      case ScalarType s -> VALUES.containsKey(s.id());
      case ArrayType a -> a.element().is(TypeId.TEXT);
      default -> false;
    };
  }

  static List<@Nullable String> arguments(ScalarFunction function, Random random) {
    List<@Nullable String> arguments = new ArrayList<>();
    for (int i = 0; i < function.arguments().size(); i++) {
      SqlType type = function.arguments().get(i);
      List<String> pool = ArgumentPools.BY_FUNCTION.get(function.name() + " " + i);
      if (pool == null) {
        pool =
            type instanceof ScalarType s
                ? VALUES.get(s.id())
                : List.of("{}", "{a}", "{a,b}", "{b,c,1}", "{NULL,a}", "{0,1}");
      }
      if (function.name().equals("to_char") && i == 1) {
        SqlType first = function.arguments().getFirst();
        pool =
            first.category() == TypeCategory.NUMERIC
                ? ArgumentPools.numberFormats()
                : first.is(TypeId.INTERVAL)
                    ? List.of("HH24:MI:SS", "DD HH12:MI", "YYYY MM DDD", "US MS", "FMHH24 SSSS")
                    : pool;
      }
      if (function.name().equals("to_char") && i == 0) {
        pool = pool.stream().filter(v -> !v.matches("NaN|-?Infinity|-0|.* years")).toList();
      }
      if (function.kind() == FunctionKind.CAST && type.is(TypeId.TEXT)) {
        pool = InputTexts.BY_TYPE.getOrDefault(function.name(), pool);
      }
      if (ENDS_APART.contains(function.name())) {
        pool = pool.stream().filter(v -> !v.startsWith("294276") && !v.startsWith("4714")).toList();
      }
      arguments.add(random.nextInt(40) == 0 ? null : pool.get(random.nextInt(pool.size())));
    }
    return arguments;
  }

  static List<String> values(TypeId id) {
    return VALUES.getOrDefault(id, List.of());
  }
}
