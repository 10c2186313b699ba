package dev.millrace.model.function.collection;

import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.function.json.JsonAccess;
import dev.millrace.model.function.json.JsonBuild;
import dev.millrace.model.function.text.QuoteFunctions;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `f(VARIADIC array)`: functions of any number of arguments, given as an array. The binder calls
/// these in the place of the functions whose names they begin with.
public final class VariadicArrays {

  private VariadicArrays() {}

  private static ArrayValue array(CallTypes types, Slice array) {
    ArrayType type = (ArrayType) types.arguments().getLast();
    return ArrayValue.of(type.element(), array);
  }

  /// The types of a call with the elements as its last arguments.
  private static CallTypes spread(CallTypes types, int elements) {
    List<SqlType> all = new ArrayList<>(types.arguments().subList(0, types.arguments().size() - 1));
    ArrayType array = (ArrayType) types.arguments().getLast();
    all.addAll(Collections.nCopies(elements, array.element()));
    return new CallTypes(all, types.result());
  }

  @Sql("concat_variadic(anyarray) -> text")
  public static Slice concat(CallTypes types, Slice array) {
    @Nullable Object[] elements = array(types, array).elements();
    return QuoteFunctions.concat(spread(types, elements.length), elements);
  }

  @Sql("concat_ws_variadic(text, anyarray) -> text")
  public static @Nullable Slice concat(CallTypes types, Slice separator, Slice array) {
    @Nullable Object[] elements = array(types, array).elements();
    return QuoteFunctions.concat(spread(types, elements.length), separator, elements);
  }

  @Sql(value = "format_variadic(text, anyarray) -> text", strict = false)
  public static @Nullable Slice format(
      CallTypes types, @Nullable Slice template, @Nullable Slice array) {
    @Nullable Object[] elements = array == null ? new Object[0] : array(types, array).elements();
    return QuoteFunctions.format(spread(types, elements.length), template, elements);
  }

  @Sql({
    "jsonb_build_array_variadic(anyarray) -> jsonb",
    "json_build_array_variadic(anyarray) -> jsonb"
  })
  public static Slice jsonArray(CallTypes types, Slice array) {
    @Nullable Object[] elements = array(types, array).elements();
    return JsonBuild.buildArray(spread(types, elements.length), elements);
  }

  @Sql({
    "jsonb_build_object_variadic(anyarray) -> jsonb",
    "json_build_object_variadic(anyarray) -> jsonb"
  })
  public static Slice jsonObject(CallTypes types, Slice array) {
    @Nullable Object[] elements = array(types, array).elements();
    return JsonBuild.buildObject(spread(types, elements.length), elements);
  }

  @Sql({
    "jsonb_extract_path_variadic(jsonb, text[]) -> jsonb",
    "json_extract_path_variadic(jsonb, text[]) -> jsonb"
  })
  public static @Nullable Slice path(CallTypes types, Slice json, Slice path) {
    return JsonAccess.path(json, texts(types, path));
  }

  @Sql({
    "jsonb_extract_path_text_variadic(jsonb, text[]) -> text",
    "json_extract_path_text_variadic(jsonb, text[]) -> text"
  })
  public static @Nullable Slice pathText(CallTypes types, Slice json, Slice path) {
    return JsonAccess.pathText(json, texts(types, path));
  }

  private static Slice[] texts(CallTypes types, Slice path) {
    @Nullable Object[] elements = array(types, path).elements();
    Slice[] texts = new Slice[elements.length];
    System.arraycopy(elements, 0, texts, 0, elements.length);
    return texts;
  }

  @Sql("num_nulls_variadic(anyarray) -> int4")
  public static int countNulls(CallTypes types, Slice array) {
    return Constructors.countNulls(array(types, array).elements());
  }

  @Sql("num_nonnulls_variadic(anyarray) -> int4")
  public static int countNonNulls(CallTypes types, Slice array) {
    return Constructors.countNonNulls(array(types, array).elements());
  }
}
