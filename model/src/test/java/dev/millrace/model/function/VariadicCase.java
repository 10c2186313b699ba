package dev.millrace.model.function;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A call of a variadic or polymorphic function: our entry and arguments beside PostgreSQL's SQL.
record VariadicCase(
    String id, SqlType type, List<SqlType> types, List<@Nullable String> texts, String sql) {

  private static final SqlType INT4 = ScalarType.INT4;
  private static final SqlType TEXT = ScalarType.TEXT;
  private static final SqlType BOOL = ScalarType.BOOL;
  private static final SqlType INTS = new ArrayType(INT4);
  private static final SqlType TEXTS = new ArrayType(TEXT);
  private static final SqlType FLOAT8 = ScalarType.FLOAT8;

  private static final String CONCAT = "concat(variadic any)";
  private static final String FORMAT = "format(text,variadic any)";
  private static final String SUBSCRIPT = "array_subscript(anyarray,variadic int4)";
  private static final String SLICE = "array_slice(anyarray,variadic int4)";
  private static final String CAT = "array_cat(anycompatiblearray,anycompatiblearray)";

  static List<VariadicCase> all() {
    List<VariadicCase> cases = new ArrayList<>();
    calls(cases);
    arrays(cases);
    quantified(cases);
    return cases;
  }

  private static void calls(List<VariadicCase> all) {
    all.add(of(CONCAT, TEXT, List.of(TEXT, INT4, BOOL), "concat('a', 1, true)", "a", "1", "t"));
    all.add(of(CONCAT, TEXT, List.of(TEXT, INT4), "concat(null::text, 2)", null, "2"));
    all.add(
        of(
            "concat_ws(text,variadic any)",
            TEXT,
            List.of(TEXT, TEXT, TEXT, TEXT),
            "concat_ws(',', 'a', null, 'b')",
            ",",
            "a",
            null,
            "b"));
    all.add(
        of(
            FORMAT,
            TEXT,
            List.of(TEXT, TEXT, TEXT, INT4),
            "format('%s|%I|%L|%%', 'a b', 'a b', 7)",
            "%s|%I|%L|%%",
            "a b",
            "a b",
            "7"));
    all.add(
        of(
            FORMAT,
            TEXT,
            List.of(TEXT, TEXT, TEXT),
            "format('%2$s %1$-5s|', 'a', 'b')",
            "%2$s %1$-5s|",
            "a",
            "b"));
    all.add(of(FORMAT, TEXT, List.of(TEXT, TEXT), "format('%s %s', 'a')", "%s %s", "a"));
    all.add(
        of(
            "greatest(variadic anycompatible)",
            INT4,
            List.of(INT4, INT4, INT4),
            "greatest(1, null, 3)",
            "1",
            null,
            "3"));
    all.add(
        of(
            "least(variadic anycompatible)",
            FLOAT8,
            List.of(FLOAT8, FLOAT8),
            "least('NaN'::float8, 3)",
            "NaN",
            "3"));
    all.add(
        of(
            "jsonb_build_object(variadic any)",
            ScalarType.JSONB,
            List.of(TEXT, INT4, TEXT, TEXT),
            "jsonb_build_object('a', 1, 'b', null::text)",
            "a",
            "1",
            "b",
            null));
    all.add(
        of(
            "jsonb_build_array(variadic any)",
            ScalarType.JSONB,
            List.of(INT4, INTS, BOOL),
            "jsonb_build_array(1, array[[1,2],[3,4]], false)",
            "1",
            "{{1,2},{3,4}}",
            "f"));
    all.add(
        of(
            "to_jsonb(anyelement)",
            ScalarType.JSONB,
            List.of(ScalarType.TIMESTAMPTZ),
            "to_jsonb('2020-01-02 03:04:05.6+00'::timestamptz)",
            "2020-01-02 03:04:05.6+00"));
  }

  private static void arrays(List<VariadicCase> all) {
    all.add(of(SUBSCRIPT, INT4, List.of(INTS, INT4), "(array[1,2,3])[2]", "{1,2,3}", "2"));
    all.add(of(SUBSCRIPT, INT4, List.of(INTS, INT4), "(array[1,2,3])[4]", "{1,2,3}", "4"));
    all.add(
        of(
            SUBSCRIPT,
            INT4,
            List.of(INTS, INT4, INT4),
            "(array[[1,2],[3,4]])[2][1]",
            "{{1,2},{3,4}}",
            "2",
            "1"));
    all.add(
        of(SLICE, INTS, List.of(INTS, INT4, INT4), "(array[1,2,3,4])[2:3]", "{1,2,3,4}", "2", "3"));
    all.add(
        of(
            SLICE,
            INTS,
            List.of(INTS, INT4, INT4),
            "('{{1,2},{3,4}}'::int[])[1:1]",
            "{{1,2},{3,4}}",
            "1",
            "1"));
    all.add(
        of(
            CAT,
            INTS,
            List.of(INTS, INTS),
            "array[[1,2],[3,4]] || array[5,6]",
            "{{1,2},{3,4}}",
            "{5,6}"));
    all.add(of(CAT, INTS, List.of(INTS, INTS), "array[1] || '{}'::int[]", "{1}", "{}"));
    all.add(
        of(CAT, INTS, List.of(INTS, INTS), "array[[1,2]] || array[1,2,3]", "{{1,2}}", "{1,2,3}"));
    all.add(
        of(
            "array_append(anycompatiblearray,anycompatible)",
            INTS,
            List.of(INTS, INT4),
            "array_append('[3:4]={1,2}'::int[], 9)",
            "[3:4]={1,2}",
            "9"));
    all.add(
        of(
            "array_prepend(anycompatible,anycompatiblearray)",
            INTS,
            List.of(INT4, INTS),
            "array_prepend(9, '[3:4]={1,2}'::int[])",
            "9",
            "[3:4]={1,2}"));
    all.add(
        of(
            "array_remove(anycompatiblearray,anycompatible)",
            INTS,
            List.of(INTS, INT4),
            "array_remove('{1,2,NULL,1}'::int[], 1)",
            "{1,2,NULL,1}",
            "1"));
    all.add(
        of(
            "array_position(anycompatiblearray,anycompatible)",
            INT4,
            List.of(INTS, INT4),
            "array_position('{1,2,NULL,1}'::int[], null)",
            "{1,2,NULL,1}",
            null));
    all.add(
        of(
            "array_to_string(anyarray,text,text)",
            TEXT,
            List.of(INTS, TEXT, TEXT),
            "array_to_string('{1,NULL,3}'::int[], ',', '*')",
            "{1,NULL,3}",
            ",",
            "*"));
    all.add(
        of(
            "@>(anyarray,anyarray)",
            BOOL,
            List.of(INTS, INTS),
            "array[1,2,3] @> array[3,1]",
            "{1,2,3}",
            "{3,1}"));
    all.add(
        of(
            "<(anyarray,anyarray)",
            BOOL,
            List.of(INTS, INTS),
            "array[1,2] < array[1,2,0]",
            "{1,2}",
            "{1,2,0}"));
  }

  private static void quantified(List<VariadicCase> all) {
    for (String array : List.of("{1,2,3}", "{1,NULL}", "{}", "{2,NULL}", "{5}")) {
      for (String operator : List.of("=", "<>", "<", ">=")) {
        for (String value : Arrays.asList("2", "9", null)) {
          String literal = value == null ? "null::int" : value;
          all.add(
              of(
                  "any_compare(text,anyelement,anyarray)",
                  BOOL,
                  List.of(TEXT, INT4, INTS),
                  literal + " " + operator + " any ('" + array + "'::int[])",
                  operator,
                  value,
                  array));
          all.add(
              of(
                  "all_compare(text,anyelement,anyarray)",
                  BOOL,
                  List.of(TEXT, INT4, INTS),
                  literal + " " + operator + " all ('" + array + "'::int[])",
                  operator,
                  value,
                  array));
        }
      }
    }
    all.add(
        of(
            "any_compare(text,anyelement,anyarray)",
            BOOL,
            List.of(TEXT, TEXT, TEXTS),
            "'abc' like any ('{x%,a%}'::text[])",
            "~~",
            "abc",
            "{x%,a%}"));
  }

  private static VariadicCase of(
      String id, SqlType type, List<SqlType> types, String sql, @Nullable String... texts) {
    return new VariadicCase(id, type, types, Arrays.asList(texts), sql);
  }

  Outcome ours() throws Exception {
    ScalarFunction function = Objects.requireNonNull(FunctionRegistry.standard().function(id), id);
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      values.add(text == null ? null : TextFormat.parse(types.get(i), text));
    }
    Object[] arguments = arguments(function, values);
    try {
      Object result = function.method().invoke(null, arguments);
      return new Outcome(result == null ? null : TextFormat.text(type, result), null);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof DatabaseException d) {
        return new Outcome(null, d.state().code() + " " + d.message());
      }
      throw e;
    }
  }

  /// Leading call types, fixed arguments, and the rest in an array of the method's kind.
  private Object[] arguments(ScalarFunction function, List<@Nullable Object> values) {
    List<@Nullable Object> arguments = new ArrayList<>();
    Class<?>[] parameters = function.method().getParameterTypes();
    if (parameters[0] == CallTypes.class) {
      arguments.add(new CallTypes(types, type));
    }
    int fixed = function.isVariadic() ? function.arguments().size() - 1 : values.size();
    arguments.addAll(values.subList(0, fixed));
    if (function.isVariadic()) {
      Class<?> component = parameters[parameters.length - 1].componentType();
      Object[] rest =
          (Object[]) java.lang.reflect.Array.newInstance(component, values.size() - fixed);
      arguments.add(values.subList(fixed, values.size()).toArray(rest));
    }
    return arguments.toArray();
  }
}
