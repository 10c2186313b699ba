package dev.millrace.model.function.json;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonNode;
import dev.millrace.model.value.json.JsonNode.JsonArray;
import dev.millrace.model.value.json.JsonNode.JsonNull;
import dev.millrace.model.value.json.JsonNode.JsonObject;
import dev.millrace.model.value.json.JsonNode.JsonString;
import dev.millrace.model.value.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Operators and functions that make a new jsonb from one: `|| - #-`, jsonb_set and the like.
public final class JsonChange {

  private JsonChange() {}

  @Sql({"||(jsonb, jsonb) -> jsonb", "jsonb_concat(jsonb, jsonb) -> jsonb"})
  public static Slice concat(Slice left, Slice right) {
    JsonNode a = JsonText.read(left);
    JsonNode b = JsonText.read(right);
    if (a instanceof JsonObject x && b instanceof JsonObject y) {
      SortedMap<String, JsonNode> fields = copy(x);
      fields.putAll(y.fields());
      return JsonText.toSlice(new JsonObject(fields));
    }
    List<JsonNode> elements = new ArrayList<>(elementsOf(a));
    elements.addAll(elementsOf(b));
    return JsonText.toSlice(new JsonArray(elements));
  }

  private static List<JsonNode> elementsOf(JsonNode node) {
    return node instanceof JsonArray a ? a.elements() : List.of(node);
  }

  private static SortedMap<String, JsonNode> copy(JsonObject object) {
    SortedMap<String, JsonNode> fields = JsonNode.fields();
    fields.putAll(object.fields());
    return fields;
  }

  @Sql("-(jsonb, text) -> jsonb")
  public static Slice removeKey(Slice json, Slice key) {
    return removeKeys(json, List.of(key.toUtf8()));
  }

  @Sql("-(jsonb, text[]) -> jsonb")
  public static Slice removeKeys(Slice json, Slice keys) {
    List<String> names = new ArrayList<>();
    for (Object key : ArrayValue.of(ScalarType.TEXT, keys).elements()) {
      if (key != null) {
        names.add(((Slice) key).toUtf8());
      }
    }
    return removeKeys(json, names);
  }

  private static Slice removeKeys(Slice json, List<String> keys) {
    return switch (JsonText.read(json)) {
      case JsonObject o -> {
        SortedMap<String, JsonNode> fields = copy(o);
        keys.forEach(fields::remove);
        yield JsonText.toSlice(new JsonObject(fields));
      }
      case JsonArray a ->
          JsonText.toSlice(
              new JsonArray(
                  a.elements().stream()
                      .filter(e -> !(e instanceof JsonString s && keys.contains(s.value())))
                      .toList()));
      default -> throw cannot("cannot delete from scalar");
    };
  }

  @Sql("-(jsonb, int4) -> jsonb")
  public static Slice removeElement(Slice json, int index) {
    return switch (JsonText.read(json)) {
      case JsonArray a -> {
        List<JsonNode> elements = new ArrayList<>(a.elements());
        int at = index < 0 ? elements.size() + index : index;
        if (at >= 0 && at < elements.size()) {
          elements.remove(at);
        }
        yield JsonText.toSlice(new JsonArray(elements));
      }
      case JsonObject _ -> throw cannot("cannot delete from object using integer index");
      default -> throw cannot("cannot delete from scalar");
    };
  }

  @Sql({"#-(jsonb, text[]) -> jsonb", "jsonb_delete_path(jsonb, text[]) -> jsonb"})
  public static Slice removePath(Slice json, Slice path) {
    JsonNode node = JsonText.read(json);
    if (!(node instanceof JsonArray) && !(node instanceof JsonObject)) {
      throw cannot("cannot delete path in scalar");
    }
    return isEmpty(node)
        ? json
        : JsonText.toSlice(new Change(path, old -> null, false).apply(node, 0));
  }

  @Sql("jsonb_set(jsonb, text[], jsonb) -> jsonb")
  public static Slice set(Slice json, Slice path, Slice value) {
    return set(json, path, value, true);
  }

  @Sql("jsonb_set(jsonb, text[], jsonb, bool) -> jsonb")
  public static Slice set(Slice json, Slice path, Slice value, boolean createIfMissing) {
    JsonNode node = container(json, "cannot set path in scalar");
    if (isEmpty(node) && !createIfMissing) {
      return json;
    }
    JsonNode replacement = JsonText.read(value);
    return JsonText.toSlice(new Change(path, old -> replacement, createIfMissing).apply(node, 0));
  }

  @Sql("jsonb_insert(jsonb, text[], jsonb) -> jsonb")
  public static Slice insert(Slice json, Slice path, Slice value) {
    return insert(json, path, value, false);
  }

  @Sql("jsonb_insert(jsonb, text[], jsonb, bool) -> jsonb")
  public static Slice insert(Slice json, Slice path, Slice value, boolean isAfter) {
    JsonNode node = container(json, "cannot set path in scalar");
    JsonNode inserted = JsonText.read(value);
    return JsonText.toSlice(new Insertion(path, inserted, isAfter).apply(node, 0));
  }

  private static JsonNode container(Slice json, String message) {
    JsonNode node = JsonText.read(json);
    if (!(node instanceof JsonArray) && !(node instanceof JsonObject)) {
      throw cannot(message);
    }
    return node;
  }

  private static boolean isEmpty(JsonNode node) {
    return (node instanceof JsonArray a && a.elements().isEmpty())
        || (node instanceof JsonObject o && o.fields().isEmpty());
  }

  private static String[] steps(Slice path) {
    @Nullable Object[] elements = ArrayValue.of(ScalarType.TEXT, path).elements();
    String[] steps = new String[elements.length];
    for (int i = 0; i < steps.length; i++) {
      if (!(elements[i] instanceof Slice step)) {
        throw new DatabaseException(
            SqlState.NULL_VALUE_NOT_ALLOWED, "path element at position " + (i + 1) + " is null");
      }
      steps[i] = step.toUtf8();
    }
    return steps;
  }

  private static int arrayIndex(String step, int position) {
    Integer index = JsonAccess.index(Slice.utf8(step));
    if (index == null) {
      throw new DatabaseException(
          SqlState.INVALID_TEXT_REPRESENTATION,
          "path element at position " + position + " is not an integer: \"" + step + "\"");
    }
    return index;
  }

  /// Replaces (or, with null, removes) what lies at the end of a path.
  private static final class Change {
    private final String[] steps;
    private final UnaryOperator<@Nullable JsonNode> change;
    private final boolean createsMissing;

    Change(Slice path, UnaryOperator<@Nullable JsonNode> change, boolean createsMissing) {
      this.steps = steps(path);
      this.change = change;
      this.createsMissing = createsMissing;
    }

    JsonNode apply(JsonNode node, int depth) {
      if (depth == steps.length) {
        return node;
      }
      return switch (node) {
        case JsonObject o -> inObject(o, depth);
        case JsonArray a -> inArray(a, depth);
        default -> node;
      };
    }

    private JsonNode inObject(JsonObject object, int depth) {
      SortedMap<String, JsonNode> fields = copy(object);
      JsonNode old = fields.get(steps[depth]);
      if (old != null || (createsMissing && depth == steps.length - 1)) {
        JsonNode changed = changed(old, depth);
        if (changed == null) {
          fields.remove(steps[depth]);
        } else {
          fields.put(steps[depth], changed);
        }
      }
      return new JsonObject(fields);
    }

    private JsonNode inArray(JsonArray array, int depth) {
      int index = arrayIndex(steps[depth], depth + 1);
      List<JsonNode> elements = new ArrayList<>(array.elements());
      int at = index < 0 ? elements.size() + index : index;
      if (at >= 0 && at < elements.size()) {
        JsonNode changed = changed(elements.get(at), depth);
        if (changed == null) {
          elements.remove(at);
        } else {
          elements.set(at, changed);
        }
      } else if (createsMissing && depth == steps.length - 1) {
        JsonNode added = change.apply(null);
        if (added != null) {
          elements.add(at < 0 ? 0 : elements.size(), added);
        }
      }
      return new JsonArray(elements);
    }

    private @Nullable JsonNode changed(@Nullable JsonNode old, int depth) {
      return depth == steps.length - 1 || old == null ? change.apply(old) : apply(old, depth + 1);
    }
  }

  /// Puts a value before or behind an array's element, or under a new key.
  private record Insertion(Slice path, JsonNode value, boolean isAfter) {

    JsonNode apply(JsonNode node, int depth) {
      String[] steps = steps(path);
      if (depth >= steps.length) {
        return node;
      }
      boolean isLast = depth == steps.length - 1;
      return switch (node) {
        case JsonObject o -> {
          SortedMap<String, JsonNode> fields = copy(o);
          JsonNode old = fields.get(steps[depth]);
          if (isLast && old != null) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE, "cannot replace existing key")
                .withHint("Try using the function jsonb_set to replace key value.");
          }
          if (isLast) {
            fields.put(steps[depth], value);
          } else if (old != null) {
            fields.put(steps[depth], apply(old, depth + 1));
          }
          yield new JsonObject(fields);
        }
        case JsonArray a -> {
          List<JsonNode> elements = new ArrayList<>(a.elements());
          int index = arrayIndex(steps[depth], depth + 1);
          int at = index < 0 ? elements.size() + index : index;
          boolean isInside = at >= 0 && at < elements.size();
          if (isLast) {
            int target = isInside ? (isAfter ? at + 1 : at) : at < 0 ? 0 : elements.size();
            elements.add(target, value);
          } else if (isInside) {
            elements.set(at, apply(elements.get(at), depth + 1));
          }
          yield new JsonArray(elements);
        }
        default -> node;
      };
    }
  }

  @Sql({"jsonb_strip_nulls(jsonb) -> jsonb", "json_strip_nulls(jsonb) -> jsonb"})
  public static Slice stripNulls(Slice json) {
    return JsonText.toSlice(stripNulls(JsonText.read(json)));
  }

  private static JsonNode stripNulls(JsonNode node) {
    return switch (node) {
      case JsonArray a -> new JsonArray(a.elements().stream().map(JsonChange::stripNulls).toList());
      case JsonObject o -> {
        SortedMap<String, JsonNode> fields = copy(o);
        fields.values().removeIf(v -> v instanceof JsonNull);
        fields.replaceAll((k, v) -> stripNulls(v));
        yield new JsonObject(fields);
      }
      default -> node;
    };
  }

  private static DatabaseException cannot(String message) {
    return new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, message);
  }
}
