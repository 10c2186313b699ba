package dev.millrace.model.function.collection;

import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.TableFunction;
import dev.millrace.model.function.TableFunction.Body;
import dev.millrace.model.function.TableFunction.OutputColumn;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.MapValue;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The set-returning functions. Their bodies are in [Series] and `JsonRows`.
public final class StandardTableFunctions {

  private static final List<TableFunction> ALL = build();

  private StandardTableFunctions() {}

  /// Every set-returning function.
  public static List<TableFunction> all() {
    return ALL;
  }

  private static List<TableFunction> build() {
    List<TableFunction> all = new ArrayList<>();
    SqlType element = ScalarType.of(TypeId.ANYELEMENT);
    add(
        all,
        "unnest",
        types(TypeId.ANYARRAY),
        List.of(new OutputColumn("unnest", element)),
        StandardTableFunctions::unnestArray);
    add(
        all,
        "unnest",
        types(TypeId.LISTANY),
        List.of(new OutputColumn("unnest", element)),
        StandardTableFunctions::unnestList);
    add(
        all,
        "unnest",
        types(TypeId.MAPANY),
        List.of(new OutputColumn("key", ScalarType.TEXT), new OutputColumn("value", element)),
        StandardTableFunctions::unnestMap);
    return List.copyOf(all);
  }

  private static void add(
      List<TableFunction> all,
      String name,
      List<SqlType> arguments,
      List<OutputColumn> columns,
      Body body) {
    StringBuilder id = new StringBuilder(name).append('(');
    for (SqlType argument : arguments) {
      id.append(id.charAt(id.length() - 1) == '(' ? "" : ",").append(argument.displayName());
    }
    all.add(
        new TableFunction(id.append(')').toString(), name, arguments, false, columns, true, body));
  }

  private static List<SqlType> types(TypeId... ids) {
    List<SqlType> types = new ArrayList<>();
    for (TypeId id : ids) {
      types.add(ScalarType.of(id));
    }
    return types;
  }

  private static void unnestArray(
      CallTypes types, @Nullable Object[] arguments, TableFunction.RowSink out) {
    SqlType element = ((ArrayType) types.arguments().getFirst()).element();
    rows(ArrayValue.of(element, slice(arguments[0])).elements(), out);
  }

  private static void unnestList(
      CallTypes types, @Nullable Object[] arguments, TableFunction.RowSink out) {
    SqlType element = ((ListType) types.arguments().getFirst()).element();
    rows(ListValue.elements(element, slice(arguments[0])), out);
  }

  private static void unnestMap(
      CallTypes types, @Nullable Object[] arguments, TableFunction.RowSink out) {
    SqlType value = ((MapType) types.arguments().getFirst()).value();
    for (Map.Entry<Slice, @Nullable Object> entry :
        MapValue.entries(value, slice(arguments[0])).entrySet()) {
      if (!out.row(entry.getKey(), entry.getValue())) {
        return;
      }
    }
  }

  private static void rows(@Nullable Object[] values, TableFunction.RowSink out) {
    for (Object value : values) {
      if (!out.row(value)) {
        return;
      }
    }
  }

  private static Slice slice(@Nullable Object value) {
    return (Slice) java.util.Objects.requireNonNull(value);
  }
}
