package dev.millrace.model.function.collection;

import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.TableFunction;
import dev.millrace.model.function.TableFunction.Body;
import dev.millrace.model.function.TableFunction.OutputColumn;
import dev.millrace.model.function.TableFunction.RowSink;
import dev.millrace.model.function.json.JsonRows;
import dev.millrace.model.function.json.path.PathFunctions;
import dev.millrace.model.function.text.CsvRows;
import dev.millrace.model.function.text.RegexFunctions;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.MapValue;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The set-returning functions. A function whose one column has its own name can be used as a value
/// of that name.
public final class StandardTableFunctions {

  private static final SqlType ELEMENT = ScalarType.of(TypeId.ANYELEMENT);
  private static final SqlType TEXT = ScalarType.TEXT;
  private static final SqlType INT4 = ScalarType.INT4;
  private static final List<TableFunction> ALL = new StandardTableFunctions().build();

  private final List<TableFunction> all = new ArrayList<>();

  private StandardTableFunctions() {}

  /// Every set-returning function.
  public static List<TableFunction> all() {
    return ALL;
  }

  private List<TableFunction> build() {
    add("unnest", List.of(type(TypeId.ANYARRAY)), ELEMENT, StandardTableFunctions::unnestArray);
    add("unnest", List.of(type(TypeId.LISTANY)), ELEMENT, StandardTableFunctions::unnestList);
    add(
        "unnest",
        List.of(type(TypeId.MAPANY)),
        columns("key", TEXT, "value", ELEMENT),
        StandardTableFunctions::unnestMap);
    // No relation is partitioned here, so none has ancestors.
    add(
        "pg_partition_ancestors",
        List.of(type(TypeId.REGCLASS)),
        columns("relid", type(TypeId.REGCLASS)),
        (types, arguments, out) -> {});
    add(
        "_pg_expandarray",
        List.of(type(TypeId.ANYARRAY)),
        columns("x", ELEMENT, "n", INT4),
        StandardTableFunctions::expandArray);
    for (TypeId vector : List.of(TypeId.INT2VECTOR, TypeId.OIDVECTOR)) {
      SqlType element = vectorElement(type(vector));
      add(
          "_pg_expandarray",
          List.of(type(vector)),
          columns("x", element, "n", INT4),
          StandardTableFunctions::expandArray);
      add("unnest", List.of(type(vector)), element, StandardTableFunctions::unnestArray);
      add(
          "generate_subscripts",
          List.of(type(vector), INT4),
          INT4,
          (t, a, out) -> subscripts(t, a, false, out));
    }
    add(
        "generate_subscripts",
        List.of(type(TypeId.ANYARRAY), INT4),
        INT4,
        (t, a, out) -> subscripts(t, a, false, out));
    add(
        "generate_subscripts",
        List.of(type(TypeId.ANYARRAY), INT4, ScalarType.BOOL),
        INT4,
        (t, a, out) -> subscripts(t, a, Boolean.TRUE.equals(a[2]), out));
    series();
    json();
    paths();
    text();
    return List.copyOf(all);
  }

  private void series() {
    SqlType int8 = ScalarType.INT8;
    SqlType numeric = ScalarType.NUMERIC;
    SqlType interval = type(TypeId.INTERVAL);
    String name = "generate_series";
    add(name, List.of(INT4, INT4), INT4, (t, a, out) -> Series.ofInts(i(a[0]), i(a[1]), 1, out));
    add(
        name,
        List.of(INT4, INT4, INT4),
        INT4,
        (t, a, out) -> Series.ofInts(i(a[0]), i(a[1]), i(a[2]), out));
    add(name, List.of(int8, int8), int8, (t, a, out) -> Series.ofLongs(l(a[0]), l(a[1]), 1, out));
    add(
        name,
        List.of(int8, int8, int8),
        int8,
        (t, a, out) -> Series.ofLongs(l(a[0]), l(a[1]), l(a[2]), out));
    add(
        name,
        List.of(numeric, numeric),
        numeric,
        (t, a, out) -> Series.ofNumerics(s(a[0]), s(a[1]), Numeric.ONE, out));
    add(
        name,
        List.of(numeric, numeric, numeric),
        numeric,
        (t, a, out) -> Series.ofNumerics(s(a[0]), s(a[1]), s(a[2]), out));
    SqlType local = ScalarType.TIMESTAMP;
    SqlType instant = ScalarType.TIMESTAMPTZ;
    add(
        name,
        List.of(local, local, interval),
        local,
        (t, a, out) -> Series.ofTimestamps(l(a[0]), l(a[1]), s(a[2]), out));
    add(
        name,
        List.of(instant, instant, interval),
        instant,
        (t, a, out) -> Series.ofInstants(l(a[0]), l(a[1]), s(a[2]), out));
  }

  private void json() {
    List<SqlType> jsonb = List.of(ScalarType.JSONB);
    for (String prefix : List.of("jsonb", "json")) {
      add(
          prefix + "_array_elements",
          jsonb,
          columns("value", ScalarType.JSONB),
          (t, a, out) -> JsonRows.elements(s(a[0]), false, out));
      add(
          prefix + "_array_elements_text",
          jsonb,
          columns("value", TEXT),
          (t, a, out) -> JsonRows.elements(s(a[0]), true, out));
      add(
          prefix + "_each",
          jsonb,
          columns("key", TEXT, "value", ScalarType.JSONB),
          (t, a, out) -> JsonRows.entries(s(a[0]), false, out));
      add(
          prefix + "_each_text",
          jsonb,
          columns("key", TEXT, "value", TEXT),
          (t, a, out) -> JsonRows.entries(s(a[0]), true, out));
      add(prefix + "_object_keys", jsonb, TEXT, (t, a, out) -> JsonRows.keys(s(a[0]), out));
    }
  }

  private void paths() {
    SqlType jsonb = ScalarType.JSONB;
    SqlType path = type(TypeId.JSONPATH);
    String name = "jsonb_path_query";
    Slice none = Slice.utf8("{}");
    add(
        name,
        List.of(jsonb, path),
        jsonb,
        (t, a, out) -> rows(PathFunctions.query(s(a[0]), s(a[1]), none, false).toArray(), out));
    add(
        name,
        List.of(jsonb, path, jsonb),
        jsonb,
        (t, a, out) -> rows(PathFunctions.query(s(a[0]), s(a[1]), s(a[2]), false).toArray(), out));
    add(
        name,
        List.of(jsonb, path, jsonb, ScalarType.BOOL),
        jsonb,
        (t, a, out) -> {
          boolean isSilent = Boolean.TRUE.equals(a[3]);
          rows(PathFunctions.query(s(a[0]), s(a[1]), s(a[2]), isSilent).toArray(), out);
        });
  }

  private void text() {
    SqlType texts = new ArrayType(TEXT);
    add(
        "regexp_split_to_table",
        List.of(TEXT, TEXT),
        TEXT,
        (t, a, out) -> rows(RegexFunctions.parts(s(a[0]), s(a[1]), Slice.EMPTY).toArray(), out));
    add(
        "regexp_split_to_table",
        List.of(TEXT, TEXT, TEXT),
        TEXT,
        (t, a, out) -> rows(RegexFunctions.parts(s(a[0]), s(a[1]), s(a[2])).toArray(), out));
    add(
        "regexp_matches",
        List.of(TEXT, TEXT),
        texts,
        (t, a, out) ->
            rows(RegexFunctions.allMatches(s(a[0]), s(a[1]), Slice.EMPTY).toArray(), out));
    add(
        "regexp_matches",
        List.of(TEXT, TEXT, TEXT),
        texts,
        (t, a, out) -> rows(RegexFunctions.allMatches(s(a[0]), s(a[1]), s(a[2])).toArray(), out));
    // Of these two the binder makes a column of each element.
    add(
        "csv_extract",
        List.of(INT4, TEXT),
        texts,
        (t, a, out) -> rows(CsvRows.of(i(a[0]), s(a[1])).toArray(), out));
    add(
        "regexp_extract",
        List.of(TEXT, TEXT),
        texts,
        (t, a, out) ->
            rows(RegexFunctions.allMatches(s(a[1]), s(a[0]), Slice.EMPTY).toArray(), out));
    add(
        "string_to_table",
        List.of(TEXT, TEXT),
        TEXT,
        (t, a, out) -> rows(ArraySearch.parts(s(a[0]), s(a[1]), null).toArray(), out));
    add(
        "string_to_table",
        List.of(TEXT, TEXT, TEXT),
        TEXT,
        (t, a, out) -> rows(ArraySearch.parts(s(a[0]), s(a[1]), s(a[2])).toArray(), out));
  }

  private void add(String name, List<SqlType> arguments, SqlType result, Body body) {
    add(name, arguments, columns(name, result), body);
  }

  private void add(String name, List<SqlType> arguments, List<OutputColumn> columns, Body body) {
    List<String> names = new ArrayList<>();
    for (SqlType argument : arguments) {
      names.add(argument.displayName());
    }
    String id = name + "(" + String.join(",", names) + ")";
    all.add(new TableFunction(id, name, arguments, false, columns, true, body));
  }

  private static SqlType type(TypeId id) {
    return ScalarType.of(id);
  }

  private static List<OutputColumn> columns(String name, SqlType type) {
    return List.of(new OutputColumn(name, type));
  }

  private static List<OutputColumn> columns(
      String first, SqlType firstType, String second, SqlType secondType) {
    return List.of(new OutputColumn(first, firstType), new OutputColumn(second, secondType));
  }

  private static void unnestArray(CallTypes types, @Nullable Object[] arguments, RowSink out) {
    rows(array(types, arguments).elements(), out);
  }

  private static ArrayValue array(CallTypes types, @Nullable Object[] arguments) {
    SqlType type = types.arguments().getFirst();
    SqlType element = type instanceof ArrayType a ? a.element() : vectorElement(type);
    return ArrayValue.of(element, s(arguments[0]));
  }

  private static SqlType vectorElement(SqlType vector) {
    return vector.is(TypeId.OIDVECTOR) ? ScalarType.OID : ScalarType.INT2;
  }

  private static void unnestList(CallTypes types, @Nullable Object[] arguments, RowSink out) {
    SqlType element = ((ListType) types.arguments().getFirst()).element();
    rows(ListValue.elements(element, s(arguments[0])), out);
  }

  private static void unnestMap(CallTypes types, @Nullable Object[] arguments, RowSink out) {
    SqlType value = ((MapType) types.arguments().getFirst()).value();
    for (Map.Entry<Slice, @Nullable Object> entry :
        MapValue.entries(value, s(arguments[0])).entrySet()) {
      if (!out.row(entry.getKey(), entry.getValue())) {
        return;
      }
    }
  }

  private static void expandArray(CallTypes types, @Nullable Object[] arguments, RowSink out) {
    int position = 1;
    for (Object value : array(types, arguments).elements()) {
      if (!out.row(value, position++)) {
        return;
      }
    }
  }

  private static void subscripts(
      CallTypes types, @Nullable Object[] arguments, boolean isReversed, RowSink out) {
    ArrayValue array = array(types, arguments);
    int dimension = i(arguments[1]) - 1;
    if (dimension < 0 || dimension >= array.dimensions()) {
      return;
    }
    int lower = array.lowerBounds()[dimension];
    int upper = lower + array.lengths()[dimension] - 1;
    if (isReversed) {
      Series.ofInts(upper, lower, -1, out);
    } else {
      Series.ofInts(lower, upper, 1, out);
    }
  }

  private static void rows(@Nullable Object[] values, RowSink out) {
    for (Object value : values) {
      if (!out.row(value)) {
        return;
      }
    }
  }

  private static Slice s(@Nullable Object value) {
    return (Slice) java.util.Objects.requireNonNull(value);
  }

  private static int i(@Nullable Object value) {
    return (Integer) java.util.Objects.requireNonNull(value);
  }

  private static long l(@Nullable Object value) {
    return (Long) java.util.Objects.requireNonNull(value);
  }
}
