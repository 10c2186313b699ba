package dev.millrace.model.function;

import java.util.List;
import java.util.Map;

/// Values for arguments that mean something: fields, formats, patterns, positions. By the
/// function's name and the argument's index.
final class ArgumentPools {

  static final Map<String, List<String>> BY_FUNCTION =
      Map.ofEntries(
          Map.entry("extract 0", fields()),
          Map.entry("date_part 0", fields()),
          Map.entry("date_trunc 0", fields()),
          Map.entry("date_trunc 2", List.of("UTC", "America/New_York", "Europe/Berlin", "nowhere")),
          Map.entry(
              "timezone 0",
              List.of("UTC", "America/New_York", "asia/tokyo", "+3", "nowhere", "EST")),
          Map.entry("encode 1", List.of("hex", "base64", "escape", "rot13")),
          Map.entry("decode 1", List.of("hex", "base64", "escape", "rot13")),
          Map.entry(
              "decode 0",
              List.of(
                  "", "00ff", "0", "xyz", "YWJj", "YWI=", "YQ==", "a\\\\b\\001", "Y Q = =", "YWJ")),
          Map.entry("convert_from 1", List.of("UTF8", "latin1", "klingon")),
          Map.entry("convert_to 1", List.of("UTF8", "latin1", "klingon")),
          Map.entry("like_escape 1", List.of("", "\\", "x", "ab", "%")),
          Map.entry("regexp_match 2", List.of("", "i", "n", "z", "g")),
          Map.entry("regexp_replace 3", List.of("", "i", "g", "gi", "z")),
          Map.entry("regexp_replace 2", List.of("", "X", "<\\1>", "\\&\\&", "\\\\", "$1")),
          Map.entry("regexp_like 2", List.of("", "i", "z")),
          Map.entry("regexp_split_to_array 2", List.of("", "i", "g")),
          Map.entry("to_char 1", dateFormats()),
          Map.entry("to_date 1", List.of("YYYY-MM-DD", "DD Mon YYYY", "MM/DD/YYYY")),
          Map.entry(
              "to_timestamp 1", List.of("YYYY-MM-DD HH24:MI:SS", "YYYY-MM-DD", "DD Mon YYYY")),
          Map.entry(
              "to_timestamp 0", List.of("2020-02-03 04:05:06", "2020-02-03", "5 Dec 2000", "x")),
          Map.entry("to_date 0", List.of("2020-02-03", "5 Dec 2000", "01/31/1999", "x")),
          Map.entry("to_number 1", List.of("999", "999.99", "S999", "9,999.9")),
          Map.entry("to_number 0", List.of("12", "-12.5", "x")),
          Map.entry("right 1", List.of("0", "1", "3", "-1", "10", "-3")),
          Map.entry("similar_to_escape 1", List.of("", "x", "xy", "\\")),
          Map.entry("width_bucket 1", List.of("0", "1", "-3.5", "100")),
          Map.entry("regexp_count 2", List.of("1", "2", "3", "0", "100")),
          Map.entry("regexp_count 3", List.of("", "i", "g", "n")),
          Map.entry("regexp_instr 2", List.of("1", "2", "3", "0", "100")),
          Map.entry("regexp_instr 3", List.of("1", "2", "3", "0")),
          Map.entry("regexp_instr 4", List.of("0", "1", "2")),
          Map.entry("regexp_instr 5", List.of("", "i", "g", "n")),
          Map.entry("regexp_instr 6", List.of("0", "1", "2", "-1")),
          Map.entry("regexp_substr 2", List.of("1", "2", "3", "0", "100")),
          Map.entry("regexp_substr 3", List.of("1", "2", "3", "0")),
          Map.entry("regexp_substr 4", List.of("", "i", "g", "n")),
          Map.entry("regexp_substr 5", List.of("0", "1", "2", "-1")),
          Map.entry("regexp_replace 4", List.of("0", "1", "2", "-1")),
          Map.entry("regexp_replace 5", List.of("", "i", "g", "n")),
          Map.entry("get_bit 1", List.of("0", "1", "7", "8", "15", "-1", "1000")),
          Map.entry("set_bit 1", List.of("0", "1", "7", "8", "15", "-1", "1000")),
          Map.entry("set_bit 2", List.of("0", "1", "2")),
          Map.entry("set_byte 1", List.of("0", "1", "-1", "1000")),
          Map.entry("overlay 2", List.of("0", "1", "2", "3", "-1", "100")),
          Map.entry("overlay 3", List.of("0", "1", "2", "3", "-1", "100")),
          Map.entry("sind 0", degrees()),
          Map.entry("cosd 0", degrees()),
          Map.entry("tand 0", degrees()),
          Map.entry("cotd 0", degrees()),
          Map.entry("asind 0", ratios()),
          Map.entry("acosd 0", ratios()),
          Map.entry("atand 0", ratios()),
          Map.entry("asinh 0", ratios()),
          Map.entry("acosh 0", ratios()),
          Map.entry("atanh 0", ratios()),
          Map.entry("normalize 1", List.of("NFC", "NFD", "nfkc", "NFKD", "NFX")),
          Map.entry("is_normalized 1", List.of("NFC", "NFD", "nfkc", "NFKD", "NFX")),
          Map.entry(
              "unistr 0",
              List.of(
                  "a\\0061",
                  "\\\\",
                  "\\+000041b",
                  "\\u00e4",
                  "\\U0001F600",
                  "\\x",
                  "\\d83d\\de00")),
          Map.entry(
              "parse_ident 0",
              List.of(
                  "a",
                  "A.\"B c\"",
                  "a . b",
                  "\"a\"\"b\"",
                  "a.",
                  ".a",
                  "1a",
                  "a b",
                  "\"",
                  "\"\"",
                  "")),
          Map.entry(
              "pg_size_bytes 0",
              List.of(
                  "1", "1.5 kB", "-2MB", "1 tb", " 7 bytes ", "3 B", "1 x", "", "1e3", "99999 PB")),
          Map.entry("jsonb_set_lax 1", List.of("{a}", "{0}", "{a,b}", "{}")),
          Map.entry(
              "jsonb_set_lax 4",
              List.of("delete_key", "return_target", "use_json_null", "raise_exception", "x")),
          Map.entry("int4range 2", List.of("[]", "[)", "(]", "()", "x")),
          Map.entry("int8range 2", List.of("[]", "[)", "(]", "()", "x")),
          Map.entry("numrange 2", List.of("[]", "[)", "(]", "()", "x")),
          Map.entry("daterange 2", List.of("[]", "[)", "(]", "()", "x")),
          Map.entry("tsrange 2", List.of("[]", "[)", "(]", "()", "x")),
          Map.entry("tstzrange 2", List.of("[]", "[)", "(]", "()", "x")),
          Map.entry("make_timestamptz 6", List.of("UTC", "America/New_York", "nowhere")),
          Map.entry("repeat 1", List.of("0", "1", "3", "-1")),
          Map.entry("lpad 1", List.of("0", "1", "3", "-1", "10")),
          Map.entry("rpad 1", List.of("0", "1", "3", "-1", "10")),
          Map.entry("round 1", List.of("0", "1", "3", "-1", "10", "-3")),
          Map.entry("trunc 1", List.of("0", "1", "3", "-1", "10", "-3")),
          Map.entry("factorial 0", List.of("0", "1", "5", "30", "-1")),
          Map.entry("<< 1", List.of("0", "1", "3", "15", "31")),
          Map.entry(">> 1", List.of("0", "1", "3", "15", "31")),
          Map.entry("chr 0", List.of("0", "65", "228", "8364", "-1", "1114112")),
          Map.entry("quote_ident 0", List.of("a", "A", "select", "a b", "1a", "a\"b", "_x9", "")));

  private ArgumentPools() {}

  private static List<String> degrees() {
    return List.of(
        "0",
        "30",
        "45",
        "60",
        "90",
        "120",
        "180",
        "270",
        "330",
        "360",
        "-30",
        "-45",
        "-90",
        "750",
        "0.5",
        "NaN",
        "Infinity");
  }

  private static List<String> ratios() {
    return List.of("0", "0.5", "-0.5", "1", "-1", "0.3", "2", "1e10", "-1e-10", "NaN", "Infinity");
  }

  private static List<String> fields() {
    return List.of(
        "microseconds",
        "milliseconds",
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "month",
        "quarter",
        "year",
        "decade",
        "century",
        "millennium",
        "isoyear",
        "julian",
        "dow",
        "isodow",
        "doy",
        "epoch",
        "Month",
        "years",
        "timezone",
        "fortnight");
  }

  private static List<String> dateFormats() {
    return List.of(
        "YYYY-MM-DD HH24:MI:SS",
        "YYYY-MM-DD\"T\"HH24:MI:SS.MS",
        "DD Mon YYYY",
        "FMMonth FMDD, YYYY",
        "Day, DDth",
        "HH12:MI AM",
        "HH:MI pm",
        "Q",
        "IW IYYY",
        "D ID DDD",
        "US",
        "J",
        "YY",
        "CC",
        "MON Mon mon",
        "DAY Dy dy",
        "W WW",
        "SSSS",
        "TZ");
  }

  static List<String> numberFormats() {
    return List.of(
        "999",
        "FM999.00",
        "9999.99",
        "S99",
        "0000",
        "9,999",
        "FM990.099",
        "999PR",
        "MI999",
        "99MI",
        "99999999999999999999D999",
        "S0999.9",
        "PL99",
        "\"no \"99");
  }
}
