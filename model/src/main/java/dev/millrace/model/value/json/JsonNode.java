package dev.millrace.model.value.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A jsonb value taken apart. Objects hold their keys sorted by UTF-8 bytes, each once.
public sealed interface JsonNode {

  /// `null`.
  record JsonNull() implements JsonNode {}

  /// `true` or `false`.
  record JsonBool(boolean value) implements JsonNode {}

  /// A number without trailing zeros.
  record JsonNumber(BigDecimal value) implements JsonNode {}

  /// A string, unescaped.
  record JsonString(String value) implements JsonNode {}

  /// An array.
  record JsonArray(List<JsonNode> elements) implements JsonNode {
    public JsonArray {
      elements = List.copyOf(elements);
    }
  }

  /// An object.
  record JsonObject(SortedMap<String, JsonNode> fields) implements JsonNode {
    public JsonObject {
      fields = Collections.unmodifiableSortedMap(fields);
    }
  }

  JsonNull NULL = new JsonNull();

  /// The order of UTF-8 bytes, which is that of code points.
  Comparator<String> KEY_ORDER = JsonNode::compareKeys;

  /// An empty map for the fields of an object.
  static SortedMap<String, JsonNode> fields() {
    return new TreeMap<>(KEY_ORDER);
  }

  /// A number, normalised.
  static JsonNumber number(BigDecimal value) {
    return new JsonNumber(value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros());
  }

  private static int compareKeys(String left, String right) {
    int end = Math.min(left.length(), right.length());
    for (int i = 0; i < end; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean isHighA = Character.isSurrogate(a);
        boolean isHighB = Character.isSurrogate(b);
        return isHighA == isHighB ? Character.compare(a, b) : isHighA ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
