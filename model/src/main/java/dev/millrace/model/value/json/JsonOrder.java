package dev.millrace.model.value.json;

import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonNode.JsonArray;
import dev.millrace.model.value.json.JsonNode.JsonBool;
import dev.millrace.model.value.json.JsonNode.JsonNull;
import dev.millrace.model.value.json.JsonNode.JsonNumber;
import dev.millrace.model.value.json.JsonNode.JsonObject;
import dev.millrace.model.value.json.JsonNode.JsonString;
import java.util.Iterator;
import java.util.Map;

/// The order of jsonb: null < string < number < boolean < array < object; arrays and objects first
/// by their number of elements. Objects then compare key, value, key, value.
public final class JsonOrder {

  private JsonOrder() {}

  /// Compares two stored values.
  public static int compare(Slice left, Slice right) {
    if (left.equals(right)) {
      return 0;
    }
    JsonNode a = JsonText.read(left);
    JsonNode b = JsonText.read(right);
    if (isEmptyArray(a) || isEmptyArray(b)) {
      // PostgreSQL keeps a scalar as an array of one element, which an empty array precedes.
      boolean isObject = a instanceof JsonObject || b instanceof JsonObject;
      return isObject ? compare(a, b) : isEmptyArray(a) ? -1 : 1;
    }
    return compare(a, b);
  }

  private static boolean isEmptyArray(JsonNode node) {
    return node instanceof JsonArray a && a.elements().isEmpty();
  }

  static int compare(JsonNode left, JsonNode right) {
    int order = Integer.compare(rank(left), rank(right));
    if (order != 0) {
      return order;
    }
    return switch (left) {
      case JsonNull _ -> 0;
      case JsonBool b -> Boolean.compare(b.value(), ((JsonBool) right).value());
      case JsonNumber n -> n.value().compareTo(((JsonNumber) right).value());
      case JsonString s -> JsonNode.KEY_ORDER.compare(s.value(), ((JsonString) right).value());
      case JsonArray a -> compareArrays(a, (JsonArray) right);
      case JsonObject o -> compareObjects(o, (JsonObject) right);
    };
  }

  private static int compareArrays(JsonArray left, JsonArray right) {
    int order = Integer.compare(left.elements().size(), right.elements().size());
    for (int i = 0; order == 0 && i < left.elements().size(); i++) {
      order = compare(left.elements().get(i), right.elements().get(i));
    }
    return order;
  }

  private static int compareObjects(JsonObject left, JsonObject right) {
    int order = Integer.compare(left.fields().size(), right.fields().size());
    Iterator<Map.Entry<String, JsonNode>> others = right.fields().entrySet().iterator();
    for (Map.Entry<String, JsonNode> field : left.fields().entrySet()) {
      if (order != 0) {
        return order;
      }
      Map.Entry<String, JsonNode> other = others.next();
      order = JsonNode.KEY_ORDER.compare(field.getKey(), other.getKey());
      order = order != 0 ? order : compare(field.getValue(), other.getValue());
    }
    return order;
  }

  private static int rank(JsonNode node) {
    return switch (node) {
      case JsonNull _ -> 0;
      case JsonString _ -> 1;
      case JsonNumber _ -> 2;
      case JsonBool _ -> 3;
      case JsonArray _ -> 4;
      case JsonObject _ -> 5;
    };
  }
}
