package dev.millrace.model.function.json;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.TableFunction.RowSink;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonNode;
import dev.millrace.model.value.json.JsonNode.JsonArray;
import dev.millrace.model.value.json.JsonNode.JsonObject;
import dev.millrace.model.value.json.JsonScanner;
import dev.millrace.model.value.json.JsonText;
import java.util.Map;

/// The rows of the set-returning functions over jsonb.
public final class JsonRows {

  private JsonRows() {}

  /// `jsonb_array_elements` and, as text, `jsonb_array_elements_text`.
  public static void elements(Slice json, boolean asText, RowSink out) {
    JsonNode node = JsonText.read(json);
    if (!(node instanceof JsonArray array)) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE,
          node instanceof JsonObject
              ? "cannot extract elements from an object"
              : "cannot extract elements from a scalar");
    }
    for (JsonNode element : array.elements()) {
      Slice value = JsonText.toSlice(element);
      if (!out.row(asText ? JsonScanner.text(value) : value)) {
        return;
      }
    }
  }

  /// `jsonb_each` and, as text, `jsonb_each_text`.
  public static void entries(Slice json, boolean asText, RowSink out) {
    for (Map.Entry<String, JsonNode> field :
        object(json, "jsonb_each" + (asText ? "_text" : "")).fields().entrySet()) {
      Slice value = JsonText.toSlice(field.getValue());
      if (!out.row(Slice.utf8(field.getKey()), asText ? JsonScanner.text(value) : value)) {
        return;
      }
    }
  }

  /// `jsonb_object_keys`.
  public static void keys(Slice json, RowSink out) {
    JsonNode node = JsonText.read(json);
    if (!(node instanceof JsonObject object)) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE,
          "cannot call jsonb_object_keys on "
              + (node instanceof JsonArray ? "an array" : "a scalar"));
    }
    for (String key : object.fields().keySet()) {
      if (!out.row(Slice.utf8(key))) {
        return;
      }
    }
  }

  private static JsonObject object(Slice json, String function) {
    if (JsonText.read(json) instanceof JsonObject object) {
      return object;
    }
    throw new DatabaseException(
        SqlState.INVALID_PARAMETER_VALUE, "cannot call " + function + " on a non-object");
  }
}
