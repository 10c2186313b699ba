package dev.millrace.server.random;

import java.util.List;
import java.util.Map;

/// The types of random expressions: the column of the table that has each, and values as texts, one
/// of a row, the rest literals. Values are written so that both sides print them alike: no zeros at
/// the end of a numeric, no blanks in jsonb.
public final class ExpressionValues {

  /// A type, its column, and its values.
  public record Kind(String type, String column, List<String> values) {}

  /// Rows of the table; the last is NULL in every column but `id`.
  public static final int ROWS = 8;

  public static final List<Kind> KINDS =
      List.of(
          kind("bool", "b", "t", "f"),
          kind("int2", "i2", "0", "1", "-1", "7", "100", "32767", "-32768", "2"),
          kind("int4", "i4", "1", "0", "-3", "2", "7", "2147483647", "-2147483648", "40000"),
          kind("int8", "i8", "2", "1", "0", "-7", "9223372036854775807", "3000000000", "-1"),
          kind("float4", "f4", "1.5", "0", "-2.25", "100", "NaN", "0.1", "1e10", "-0"),
          kind("float8", "f8", "0.5", "2", "-1.5", "0", "Infinity", "1e15", "NaN", "0.1", "-0"),
          kind("numeric", "n", "1.5", "0", "-2.5", "100", "12345.678", "NaN", "0.001", "2"),
          kind("text", "t", "abc", "", "A b", "12", "x_y%", "äöü", "2020-02-29", "-1.5", "true"),
          kind("varchar", "vc", "abc", "ABC", "", " x", "7"),
          kind("bytea", "by", "\\x616263", "\\x", "\\x00ff10", "\\x41"),
          kind("date", "d", "2020-02-29", "1999-12-31", "2000-01-01", "infinity", "0044-03-15 BC"),
          kind("time", "ti", "12:34:56.789", "00:00:00", "23:59:59.999999", "24:00:00"),
          kind(
              "timestamp",
              "ts",
              "2020-02-29 12:34:56.789",
              "1999-12-31 23:59:59",
              "2021-03-28 02:30:00",
              "-infinity",
              "0044-03-15 10:00:00 BC"),
          kind(
              "timestamptz",
              "tz",
              "2020-02-29 12:34:56.789+00",
              "1999-12-31 23:59:59+00",
              "2021-03-28 02:30:00+00",
              "infinity"),
          kind("timetz", "tt", "12:34:56.789-05", "00:00:00+00", "23:59:59.999999+14"),
          kind("int4range", "r4", "[1,5)", "empty", "(,3)", "[3,)", "[5,9)"),
          kind("numrange", "rn", "[1.5,2.5]", "empty", "(2,)", "[0,100)"),
          kind("daterange", "rd", "[2020-01-01,2020-03-01)", "(,2000-01-01)", "empty"),
          kind(
              "tstzrange",
              "rz",
              "[\"2020-02-29 12:00:00+00\",\"2021-03-28 02:30:00+00\")",
              "empty",
              "[\"2000-01-01 00:00:00+00\",)"),
          kind(
              "interval", "iv", "1 day", "1 mon -1 day", "04:05:06.789", "-1 year", "30 days", "0"),
          kind(
              "uuid",
              "u",
              "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
              "00000000-0000-0000-0000-000000000000"),
          kind(
              "jsonb",
              "j",
              "{\"a\":1,\"b\":[1,2,{\"c\":null}]}",
              "[1,\"a\",null]",
              "\"abc\"",
              "12.5",
              "null",
              "{}",
              "true",
              "[]"),
          kind("int4[]", "ai", "{1,2,3}", "{}", "{NULL,7}", "{{1,2},{3,4}}", "[2:3]={5,6}"),
          kind("text[]", "at", "{a,b}", "{}", "{NULL,\"x y\"}", "{b,c,0}"),
          kind("numeric[]", "an", "{1.5,2}", "{}", "{NULL}", "{3}"));

  /// Values for arguments that mean something: a field, a format, a pattern.
  public static final Map<String, List<String>> BY_ARGUMENT =
      Map.ofEntries(
          Map.entry("date_trunc 0", List.of("hour", "day", "week", "month", "year", "second", "x")),
          Map.entry(
              "date_part 0",
              List.of("hour", "day", "week", "month", "year", "epoch", "dow", "doy", "julian")),
          Map.entry("date_trunc 2", List.of("UTC", "America/New_York", "nowhere")),
          Map.entry("timezone 0", List.of("UTC", "America/New_York", "+3", "nowhere")),
          Map.entry("encode 1", List.of("hex", "base64", "escape", "x")),
          Map.entry("decode 1", List.of("hex", "base64", "escape", "x")),
          Map.entry("convert_from 1", List.of("UTF8", "latin1", "x")),
          Map.entry("convert_to 1", List.of("UTF8", "latin1", "x")),
          Map.entry("regexp_replace 3", List.of("", "i", "g", "z")),
          Map.entry("regexp_match 2", List.of("", "i", "g")),
          Map.entry("to_number 1", List.of("999", "999.99", "S99")),
          Map.entry("to_date 1", List.of("YYYY-MM-DD", "DD Mon YYYY")),
          Map.entry("to_timestamp 1", List.of("YYYY-MM-DD HH24:MI:SS", "YYYY-MM-DD")),
          Map.entry("to_number 0", List.of("12", "-1.5", "x")),
          Map.entry("to_date 0", List.of("2020-02-29", "03 Feb 2020")),
          Map.entry("to_timestamp 0", List.of("2020-02-29 12:34:56", "2020-02-29")),
          Map.entry("int4range 2", List.of("[]", "(]", "x")),
          Map.entry("numrange 2", List.of("[]", "(]", "()")),
          Map.entry("daterange 2", List.of("[]", "(]")),
          Map.entry("tstzrange 2", List.of("[]", "()")),
          Map.entry("make_timestamptz 6", List.of("UTC", "America/New_York", "nowhere")),
          Map.entry("normalize 1", List.of("NFC", "NFD")),
          Map.entry("is_normalized 1", List.of("NFC", "NFKD")),
          Map.entry("like_escape 1", List.of("", "x", "xy")),
          Map.entry("similar_to_escape 1", List.of("", "x", "xy")));

  private ExpressionValues() {}

  private static Kind kind(String type, String column, String... values) {
    return new Kind(type, column, List.of(values));
  }

  /// The definition of the table, `id` first.
  public static String columns() {
    StringBuilder out = new StringBuilder("id int");
    KINDS.forEach(k -> out.append(", ").append(k.column).append(' ').append(k.type));
    return out.toString();
  }

  /// All rows for an INSERT.
  public static String rows() {
    StringBuilder out = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      out.append(row == 0 ? "(" : ", (").append(row);
      for (Kind kind : KINDS) {
        boolean isNull = row == ROWS - 1;
        out.append(", ").append(isNull ? "null" : literal(kind, row % kind.values.size()));
      }
      out.append(')');
    }
    return out.toString();
  }

  public static String literal(Kind kind, int index) {
    return quoted(kind.values.get(index)) + "::" + kind.type;
  }

  public static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
