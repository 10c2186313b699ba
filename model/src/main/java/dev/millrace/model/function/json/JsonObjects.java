package dev.millrace.model.function.json;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonNode;
import dev.millrace.model.value.json.JsonNode.JsonObject;
import dev.millrace.model.value.json.JsonText;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Objects made of arrays of text, and changes of one that depend on how a NULL is meant.
public final class JsonObjects {

  private JsonObjects() {}

  /// Keys and values in turn, or pairs.
  @Sql({"jsonb_object(text[]) -> jsonb", "json_object(text[]) -> jsonb"})
  public static Slice object(Slice pairs) {
    ArrayValue array = ArrayValue.of(ScalarType.TEXT, pairs);
    if (array.dimensions() > 2) {
      throw wrong("wrong number of array subscripts");
    }
    if (array.dimensions() == 2 && array.lengths()[1] != 2) {
      throw wrong("array must have two columns");
    }
    @Nullable Object[] values = array.elements();
    if (values.length % 2 != 0) {
      throw wrong("array must have even number of elements");
    }
    SortedMap<String, JsonNode> fields = JsonNode.fields();
    for (int i = 0; i < values.length; i += 2) {
      put(fields, values[i], values[i + 1]);
    }
    return JsonText.toSlice(new JsonObject(fields));
  }

  @Sql({"jsonb_object(text[], text[]) -> jsonb", "json_object(text[], text[]) -> jsonb"})
  public static Slice object(Slice keys, Slice values) {
    ArrayValue left = ArrayValue.of(ScalarType.TEXT, keys);
    ArrayValue right = ArrayValue.of(ScalarType.TEXT, values);
    if (left.dimensions() > 1 || left.dimensions() != right.dimensions()) {
      throw wrong("wrong number of array subscripts");
    }
    if (left.elements().length != right.elements().length) {
      throw wrong("mismatched array dimensions");
    }
    SortedMap<String, JsonNode> fields = JsonNode.fields();
    for (int i = 0; i < left.elements().length; i++) {
      put(fields, left.elements()[i], right.elements()[i]);
    }
    return JsonText.toSlice(new JsonObject(fields));
  }

  private static void put(
      SortedMap<String, JsonNode> fields, @Nullable Object key, @Nullable Object value) {
    if (key == null) {
      throw new DatabaseException(
          SqlState.NULL_VALUE_NOT_ALLOWED, "null value not allowed for object key");
    }
    fields.put(((Slice) key).toUtf8(), JsonBuild.node(ScalarType.TEXT, value));
  }

  private static DatabaseException wrong(String message) {
    return new DatabaseException(SqlState.ARRAY_SUBSCRIPT_ERROR, message);
  }

  @Sql(value = "jsonb_set_lax(jsonb, text[], jsonb) -> jsonb", strict = false)
  public static @Nullable Slice set(
      @Nullable Slice json, @Nullable Slice path, @Nullable Slice value) {
    return set(json, path, value, true);
  }

  @Sql(value = "jsonb_set_lax(jsonb, text[], jsonb, bool) -> jsonb", strict = false)
  public static @Nullable Slice set(
      @Nullable Slice json, @Nullable Slice path, @Nullable Slice value, @Nullable Boolean create) {
    return set(json, path, value, create, Slice.utf8("use_json_null"));
  }

  /// As `jsonb_set`; the last argument says what a NULL value does.
  @Sql(value = "jsonb_set_lax(jsonb, text[], jsonb, bool, text) -> jsonb", strict = false)
  public static @Nullable Slice set(
      @Nullable Slice json,
      @Nullable Slice path,
      @Nullable Slice value,
      @Nullable Boolean create,
      @Nullable Slice nullTreatment) {
    if (json == null || path == null || create == null) {
      return null;
    }
    if (nullTreatment == null) {
      throw invalidTreatment();
    }
    if (value != null) {
      return JsonChange.set(json, path, value, create);
    }
    return switch (nullTreatment.toUtf8()) {
      case "raise_exception" ->
          throw new DatabaseException(
                  SqlState.NULL_VALUE_NOT_ALLOWED, "JSON value must not be null")
              .withDetail(
                  "Exception was raised because null_value_treatment is \"raise_exception\".")
              .withHint(
                  "To avoid, either change the null_value_treatment argument or ensure that an SQL"
                      + " NULL is not passed.");
      case "use_json_null" -> JsonChange.set(json, path, Slice.utf8("null"), create);
      case "delete_key" -> JsonChange.removePath(json, path);
      case "return_target" -> json;
      default -> throw invalidTreatment();
    };
  }

  private static DatabaseException invalidTreatment() {
    return new DatabaseException(
        SqlState.INVALID_PARAMETER_VALUE,
        "null_value_treatment must be \"delete_key\", \"return_target\", \"use_json_null\", or"
            + " \"raise_exception\"");
  }
}
