package dev.millrace.model.function;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A call of a set-returning function with the same arguments on both sides.
///
/// @param id the registry's id
/// @param types of the call, in place of polymorphic ones
/// @param texts of the arguments
record RowCase(String id, List<SqlType> types, List<String> texts) {

  private static final SqlType INT4 = ScalarType.INT4;
  private static final SqlType INT8 = ScalarType.INT8;
  private static final SqlType TEXT = ScalarType.TEXT;
  private static final SqlType JSONB = ScalarType.JSONB;
  private static final SqlType NUMERIC = ScalarType.NUMERIC;
  private static final SqlType TIMESTAMP = ScalarType.TIMESTAMP;
  private static final SqlType INTERVAL = ScalarType.of(TypeId.INTERVAL);
  private static final SqlType INTS = new ArrayType(INT4);

  private static final String DOCUMENT = "{\"a\":1,\"b\":[true,null],\"c\":\"x\\\"y\",\"d\":null}";

  static List<RowCase> all() {
    return List.of(
        of("unnest(anyarray)", List.of(INTS), "{1,NULL,3}"),
        of("unnest(anyarray)", List.of(INTS), "{}"),
        of("unnest(anyarray)", List.of(INTS), "{{1,2},{3,4}}"),
        of("generate_series(integer,integer)", List.of(INT4, INT4), "1", "3"),
        of("generate_series(integer,integer)", List.of(INT4, INT4), "3", "1"),
        of("generate_series(integer,integer)", List.of(INT4, INT4), "2147483646", "2147483647"),
        of("generate_series(integer,integer,integer)", List.of(INT4, INT4, INT4), "5", "1", "-2"),
        of("generate_series(integer,integer,integer)", List.of(INT4, INT4, INT4), "1", "5", "0"),
        of(
            "generate_series(bigint,bigint,bigint)",
            List.of(INT8, INT8, INT8),
            "9223372036854775800",
            "9223372036854775807",
            "5"),
        of("generate_series(numeric,numeric)", List.of(NUMERIC, NUMERIC), "0.5", "3"),
        of(
            "generate_series(numeric,numeric,numeric)",
            List.of(NUMERIC, NUMERIC, NUMERIC),
            "1",
            "0",
            "-0.25"),
        of(
            "generate_series(numeric,numeric,numeric)",
            List.of(NUMERIC, NUMERIC, NUMERIC),
            "1",
            "2",
            "NaN"),
        of(
            "generate_series(timestamp without time zone,timestamp without time zone,interval)",
            List.of(TIMESTAMP, TIMESTAMP, INTERVAL),
            "2020-01-31",
            "2020-05-01",
            "1 month"),
        of("generate_subscripts(anyarray,integer)", List.of(INTS, INT4), "[3:5]={1,2,3}", "1"),
        of("generate_subscripts(anyarray,integer)", List.of(INTS, INT4), "{1}", "2"),
        of("jsonb_array_elements(jsonb)", List.of(JSONB), "[1,\"a\",null,{\"b\":[]}]"),
        of("jsonb_array_elements(jsonb)", List.of(JSONB), "{}"),
        of("jsonb_array_elements(jsonb)", List.of(JSONB), "1"),
        of("jsonb_array_elements_text(jsonb)", List.of(JSONB), "[1,\"a\\nb\",null]"),
        of("jsonb_each(jsonb)", List.of(JSONB), DOCUMENT),
        of("jsonb_each(jsonb)", List.of(JSONB), "[]"),
        of("jsonb_each_text(jsonb)", List.of(JSONB), DOCUMENT),
        of("jsonb_object_keys(jsonb)", List.of(JSONB), DOCUMENT),
        of("jsonb_object_keys(jsonb)", List.of(JSONB), "[]"),
        of("regexp_split_to_table(text,text)", List.of(TEXT, TEXT), "a1b22c", "[0-9]+"),
        of("regexp_split_to_table(text,text)", List.of(TEXT, TEXT), "abc", ""),
        of("regexp_matches(text,text)", List.of(TEXT, TEXT), "abcabc", "(a)(x)?"),
        of("regexp_matches(text,text,text)", List.of(TEXT, TEXT, TEXT), "abcab", "a.", "g"),
        of("string_to_table(text,text)", List.of(TEXT, TEXT), "a,b,,c", ","),
        of("string_to_table(text,text,text)", List.of(TEXT, TEXT, TEXT), "a,b,,c", ",", "b"));
  }

  private static RowCase of(String id, List<SqlType> types, String... texts) {
    return new RowCase(id, types, List.of(texts));
  }

  String sql() {
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      arguments.add("$q$" + texts.get(i) + "$q$::" + Calls.typeName(types.get(i)));
    }
    String name = id.substring(0, id.indexOf('('));
    return "string_agg(r::text, ' ' order by o) from "
        + name
        + "("
        + String.join(", ", arguments)
        + ") with ordinality as r("
        + String.join(", ", columnNames())
        + ", o)";
  }

  private List<String> columnNames() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < function().columns().size(); i++) {
      names.add("c" + i);
    }
    return names;
  }

  private TableFunction function() {
    return Objects.requireNonNull(FunctionRegistry.standard().tableFunction(id), id);
  }

  /// The rows, each with its number as a last field, as PostgreSQL prints records.
  Outcome ours() {
    List<@Nullable Object> arguments = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      arguments.add(TextFormat.parse(types.get(i), texts.get(i)));
    }
    List<SqlType> columns = new ArrayList<>();
    for (TableFunction.OutputColumn column : function().columns()) {
      columns.add(column.type().is(TypeId.ANYELEMENT) ? INT4 : column.type());
    }
    columns.add(INT8);
    List<String> rows = new ArrayList<>();
    CallTypes call = new CallTypes(types, columns.getFirst());
    try {
      function()
          .body()
          .call(
              call,
              arguments.toArray(),
              row -> {
                @Nullable Object[] fields = java.util.Arrays.copyOf(row, row.length + 1);
                fields[row.length] = rows.size() + 1L;
                rows.add(record(columns, fields));
                return true;
              });
    } catch (DatabaseException e) {
      return new Outcome(null, e.state().code() + " " + e.message());
    }
    return new Outcome(rows.isEmpty() ? null : String.join(" ", rows), null);
  }

  private static String record(List<SqlType> types, @Nullable Object[] fields) {
    List<dev.millrace.model.type.RecordType.Field> declared = new ArrayList<>();
    for (SqlType type : types) {
      declared.add(new dev.millrace.model.type.RecordType.Field("f", type));
    }
    return TextFormat.text(
        new dev.millrace.model.type.RecordType(declared),
        dev.millrace.model.value.RecordValue.of(fields));
  }
}
