package dev.millrace.model.function.json;

import dev.millrace.model.codec.DateTimeText;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.ListValue;
import dev.millrace.model.value.MapValue;
import dev.millrace.model.value.Numeric;
import dev.millrace.model.value.RecordValue;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonNode;
import dev.millrace.model.value.json.JsonNode.JsonArray;
import dev.millrace.model.value.json.JsonNode.JsonBool;
import dev.millrace.model.value.json.JsonNode.JsonObject;
import dev.millrace.model.value.json.JsonNode.JsonString;
import dev.millrace.model.value.json.JsonScanner;
import dev.millrace.model.value.json.JsonText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Makes jsonb from values of any type, and tells about jsonb.
public final class JsonBuild {

  private JsonBuild() {}

  @Sql({"to_jsonb(anyelement) -> jsonb", "to_json(anyelement) -> jsonb"})
  public static Slice toJson(CallTypes types, Object value) {
    return JsonText.toSlice(node(types.arguments().getFirst(), value));
  }

  @Sql(
      value = {
        "jsonb_build_array(variadic any) -> jsonb",
        "json_build_array(variadic any) -> jsonb"
      },
      strict = false)
  public static Slice buildArray(CallTypes types, @Nullable Object[] values) {
    List<JsonNode> elements = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      elements.add(node(types.arguments().get(i), values[i]));
    }
    return JsonText.toSlice(new JsonArray(elements));
  }

  @Sql(
      value = {
        "jsonb_build_object(variadic any) -> jsonb",
        "json_build_object(variadic any) -> jsonb"
      },
      strict = false)
  public static Slice buildObject(CallTypes types, @Nullable Object[] values) {
    if (values.length % 2 != 0) {
      throw new DatabaseException(
              SqlState.INVALID_PARAMETER_VALUE, "argument list must have even number of elements")
          .withHint(
              "The arguments of jsonb_build_object() must consist of alternating keys and values.");
    }
    SortedMap<String, JsonNode> fields = JsonNode.fields();
    for (int i = 0; i < values.length; i += 2) {
      Object key = values[i];
      if (key == null) {
        throw new DatabaseException(
            SqlState.INVALID_PARAMETER_VALUE, "argument " + (i + 1) + ": key must not be null");
      }
      fields.put(
          TextFormat.text(types.arguments().get(i), key),
          node(types.arguments().get(i + 1), values[i + 1]));
    }
    return JsonText.toSlice(new JsonObject(fields));
  }

  @Sql(
      value = {"jsonb_build_array() -> jsonb", "json_build_array() -> jsonb"},
      strict = false)
  public static Slice emptyArray() {
    return Slice.utf8("[]");
  }

  @Sql(
      value = {"jsonb_build_object() -> jsonb", "json_build_object() -> jsonb"},
      strict = false)
  public static Slice emptyObject() {
    return Slice.utf8("{}");
  }

  /// The node of a value as `to_jsonb` makes it: numbers and booleans as such, NULL as null,
  /// collections element by element, jsonb as it is, all else as a string of its text.
  public static JsonNode node(SqlType type, @Nullable Object value) {
    if (value == null) {
      return JsonNode.NULL;
    }
    return switch (type) {
      case ScalarType s -> scalar(s, value);
      case ArrayType a -> array(a.element(), ArrayValue.of(a.element(), (Slice) value));
      case ListType l -> elements(l.element(), ListValue.elements(l.element(), (Slice) value));
      case MapType m -> {
        SortedMap<String, JsonNode> fields = JsonNode.fields();
        MapValue.entries(m.value(), (Slice) value)
            .forEach((k, v) -> fields.put(k.toUtf8(), node(m.value(), v)));
        yield new JsonObject(fields);
      }
      case RecordType r -> {
        SortedMap<String, JsonNode> fields = JsonNode.fields();
        @Nullable Object[] values = RecordValue.fields(r, (Slice) value);
        for (int i = 0; i < values.length; i++) {
          fields.put(r.fields().get(i).name(), node(r.fields().get(i).type(), values[i]));
        }
        yield new JsonObject(fields);
      }
    };
  }

  private static JsonNode scalar(ScalarType type, Object value) {
    return switch (type.id()) {
      case BOOL -> new JsonBool((Boolean) value);
      case INT2, INT4, UINT2 -> JsonNode.number(BigDecimal.valueOf((Integer) value));
      case INT8, UINT4 -> JsonNode.number(BigDecimal.valueOf((Long) value));
      case UINT8 -> JsonNode.number(new BigDecimal(Long.toUnsignedString((Long) value)));
      case FLOAT4, FLOAT8 -> {
        String text = TextFormat.text(type, value);
        boolean isNumber = Double.isFinite((Double) value);
        yield isNumber ? JsonNode.number(new BigDecimal(text)) : new JsonString(text);
      }
      case NUMERIC -> {
        Slice number = (Slice) value;
        yield Numeric.isFinite(number)
            ? JsonNode.number(Numeric.toBigDecimal(number))
            : new JsonString(Numeric.toText(number));
      }
      case JSON, JSONB -> JsonText.read((Slice) value);
      case TIMESTAMP, TIMESTAMPTZ -> {
        StringBuilder out = new StringBuilder();
        boolean hasZone = type.id() == dev.millrace.model.type.TypeId.TIMESTAMPTZ;
        DateTimeText.appendTimestamp((Long) value, hasZone, out);
        int blank = out.indexOf(" ");
        if (blank > 0 && out.charAt(blank + 1) != 'B') {
          out.setCharAt(blank, 'T');
        }
        int zone = Math.max(out.lastIndexOf("+"), out.lastIndexOf("-"));
        int end = out.indexOf(" BC") < 0 ? out.length() : out.indexOf(" BC");
        boolean isWholeHours = hasZone && zone > blank && blank > 0 && end - zone == 3;
        yield new JsonString((isWholeHours ? out.insert(end, ":00") : out).toString());
      }
      default -> new JsonString(TextFormat.text(type, value));
    };
  }

  private static JsonNode array(SqlType element, ArrayValue array) {
    return array.dimensions() <= 1
        ? elements(element, array.elements())
        : dimension(element, array, 0, 0, array.elements().length);
  }

  private static JsonNode dimension(
      SqlType element, ArrayValue array, int depth, int from, int count) {
    List<JsonNode> nodes = new ArrayList<>();
    int size = count / array.lengths()[depth];
    for (int i = from; i < from + count; i += size) {
      nodes.add(
          size == 1 && depth == array.dimensions() - 1
              ? node(element, array.elements()[i])
              : dimension(element, array, depth + 1, i, size));
    }
    return new JsonArray(nodes);
  }

  private static JsonNode elements(SqlType element, @Nullable Object[] values) {
    List<JsonNode> nodes = new ArrayList<>();
    for (Object value : values) {
      nodes.add(node(element, value));
    }
    return new JsonArray(nodes);
  }

  @Sql("array_to_json(anyarray) -> jsonb")
  public static Slice arrayToJson(CallTypes types, Slice array) {
    return toJson(types, array);
  }

  @Sql("row_to_json(record) -> jsonb")
  public static Slice recordToJson(CallTypes types, Slice row) {
    return toJson(types, row);
  }

  @Sql({"jsonb_typeof(jsonb) -> text", "json_typeof(jsonb) -> text"})
  public static Slice typeOf(Slice json) {
    return Slice.utf8(kind(json));
  }

  static String kind(Slice json) {
    return switch (json.at(0)) {
      case '{' -> "object";
      case '[' -> "array";
      case '"' -> "string";
      case 't', 'f' -> "boolean";
      case 'n' -> "null";
      default -> "number";
    };
  }

  @Sql({"jsonb_array_length(jsonb) -> int4", "json_array_length(jsonb) -> int4"})
  public static int arrayLength(Slice json) {
    if (json.at(0) != '[') {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE,
          json.at(0) == '{'
              ? "cannot get array length of a non-array"
              : "cannot get array length of a scalar");
    }
    return JsonScanner.size(json);
  }

  @Sql("jsonb_pretty(jsonb) -> text")
  public static Slice pretty(Slice json) {
    StringBuilder out = new StringBuilder();
    JsonText.appendPretty(JsonText.read(json), 0, out);
    return Slice.utf8(out.toString());
  }
}
