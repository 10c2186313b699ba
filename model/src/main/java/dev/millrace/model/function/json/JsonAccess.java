package dev.millrace.model.function.json;

import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonNode;
import dev.millrace.model.value.json.JsonNode.JsonArray;
import dev.millrace.model.value.json.JsonNode.JsonObject;
import dev.millrace.model.value.json.JsonNode.JsonString;
import dev.millrace.model.value.json.JsonScanner;
import dev.millrace.model.value.json.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Operators that look into jsonb: `-> ->> #> #>> @> <@ ? ?| ?&`.
public final class JsonAccess {

  private JsonAccess() {}

  @Sql({"->(jsonb, text) -> jsonb", "jsonb_object_field(jsonb, text) -> jsonb"})
  public static @Nullable Slice field(Slice json, Slice key) {
    return JsonScanner.field(json, key);
  }

  @Sql({"->(jsonb, int4) -> jsonb", "jsonb_array_element(jsonb, int4) -> jsonb"})
  public static @Nullable Slice element(Slice json, int index) {
    return JsonScanner.element(json, index);
  }

  @Sql("->>(jsonb, text) -> text")
  public static @Nullable Slice fieldText(Slice json, Slice key) {
    Slice value = JsonScanner.field(json, key);
    return value == null ? null : JsonScanner.text(value);
  }

  @Sql("->>(jsonb, int4) -> text")
  public static @Nullable Slice elementText(Slice json, int index) {
    Slice value = JsonScanner.element(json, index);
    return value == null ? null : JsonScanner.text(value);
  }

  @Sql("#>(jsonb, text[]) -> jsonb")
  public static @Nullable Slice path(Slice json, Slice path) {
    return follow(json, ArrayValue.of(ScalarType.TEXT, path).elements());
  }

  @Sql("#>>(jsonb, text[]) -> text")
  public static @Nullable Slice pathText(Slice json, Slice path) {
    Slice value = path(json, path);
    return value == null ? null : JsonScanner.text(value);
  }

  @Sql({
    "jsonb_extract_path(jsonb, variadic text) -> jsonb",
    "json_extract_path(jsonb, variadic text) -> jsonb"
  })
  public static @Nullable Slice path(Slice json, Slice[] path) {
    return follow(json, path);
  }

  @Sql({
    "jsonb_extract_path_text(jsonb, variadic text) -> text",
    "json_extract_path_text(jsonb, variadic text) -> text"
  })
  public static @Nullable Slice pathText(Slice json, Slice[] path) {
    Slice value = follow(json, path);
    return value == null ? null : JsonScanner.text(value);
  }

  private static @Nullable Slice follow(Slice json, @Nullable Object[] path) {
    Slice at = json;
    for (Object step : path) {
      if (step == null || at == null) {
        return null;
      }
      at = at.at(0) == '[' ? elementAt(at, (Slice) step) : JsonScanner.field(at, (Slice) step);
    }
    return at;
  }

  private static @Nullable Slice elementAt(Slice json, Slice index) {
    Integer parsed = index(index);
    return parsed == null ? null : JsonScanner.element(json, parsed);
  }

  /// An array index written as text, or null.
  static @Nullable Integer index(Slice text) {
    try {
      return Integer.valueOf(text.toUtf8().strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Sql({"?(jsonb, text) -> bool", "jsonb_exists(jsonb, text) -> bool"})
  public static boolean hasKey(Slice json, Slice key) {
    if (json.at(0) == '{') {
      return JsonScanner.field(json, key) != null;
    }
    return switch (JsonText.read(json)) {
      case JsonArray a -> a.elements().contains(new JsonString(key.toUtf8()));
      case JsonString s -> s.value().equals(key.toUtf8());
      default -> false;
    };
  }

  @Sql("?|(jsonb, text[]) -> bool")
  public static boolean hasAnyKey(Slice json, Slice keys) {
    for (Object key : ArrayValue.of(ScalarType.TEXT, keys).elements()) {
      if (key != null && hasKey(json, (Slice) key)) {
        return true;
      }
    }
    return false;
  }

  @Sql("?&(jsonb, text[]) -> bool")
  public static boolean hasAllKeys(Slice json, Slice keys) {
    for (Object key : ArrayValue.of(ScalarType.TEXT, keys).elements()) {
      if (key != null && !hasKey(json, (Slice) key)) {
        return false;
      }
    }
    return true;
  }

  @Sql("@>(jsonb, jsonb) -> bool")
  public static boolean contains(Slice left, Slice right) {
    return contains(JsonText.read(left), JsonText.read(right), true);
  }

  @Sql("<@(jsonb, jsonb) -> bool")
  public static boolean isContained(Slice left, Slice right) {
    return contains(right, left);
  }

  /// At the top an array also contains a bare scalar that is one of its elements.
  private static boolean contains(JsonNode all, JsonNode part, boolean isTop) {
    if (all instanceof JsonObject a && part instanceof JsonObject b) {
      for (Map.Entry<String, JsonNode> field : b.fields().entrySet()) {
        JsonNode value = a.fields().get(field.getKey());
        if (value == null || !contains(value, field.getValue(), false)) {
          return false;
        }
      }
      return true;
    }
    if (all instanceof JsonArray a && part instanceof JsonArray b) {
      return b.elements().stream()
          .allMatch(wanted -> a.elements().stream().anyMatch(e -> contains(e, wanted, false)));
    }
    boolean isScalar = !(part instanceof JsonArray) && !(part instanceof JsonObject);
    if (isTop && isScalar && all instanceof JsonArray a) {
      return a.elements().contains(part);
    }
    return all.equals(part);
  }
}
