package dev.millrace.model.function.json;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.Sql;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.ArrayValue;
import dev.millrace.model.value.RecordValue;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonNode;
import dev.millrace.model.value.json.JsonNode.JsonArray;
import dev.millrace.model.value.json.JsonNode.JsonNull;
import dev.millrace.model.value.json.JsonNode.JsonObject;
import dev.millrace.model.value.json.JsonNode.JsonString;
import dev.millrace.model.value.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values of any type out of jsonb, as `jsonb_to_record` makes its columns: strings and scalars by
/// the type's input, arrays and objects part by part.
public final class JsonPopulate {

  private JsonPopulate() {}

  /// What the binder makes a column of `jsonb_to_record(json) AS t(key type)` of; the call's result
  /// type says what to read.
  @Sql("jsonb_populate_field(jsonb, text) -> anyelement")
  public static @Nullable Object field(CallTypes types, Slice json, Slice key) {
    if (!(JsonText.read(json) instanceof JsonObject object)) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE,
          json.at(0) == '['
              ? "cannot call populate_composite on an array"
              : "cannot call populate_composite on a scalar");
    }
    return value(types.result(), object.fields().get(key.toUtf8()));
  }

  private static @Nullable Object value(SqlType type, @Nullable JsonNode node) {
    if (node == null || node instanceof JsonNull) {
      return null;
    }
    if (type.is(TypeId.JSONB) || type.is(TypeId.JSON)) {
      return JsonText.toSlice(node);
    }
    return switch (type) {
      case ArrayType a when node instanceof JsonArray array -> array(a, array);
      case RecordType r when node instanceof JsonObject object -> {
        @Nullable Object[] fields = new Object[r.fields().size()];
        for (int i = 0; i < fields.length; i++) {
          RecordType.Field field = r.fields().get(i);
          fields[i] = value(field.type(), object.fields().get(field.name()));
        }
        yield RecordValue.of(fields);
      }
      case ArrayType _ when !(node instanceof JsonString) ->
          throw new DatabaseException(SqlState.INVALID_TEXT_REPRESENTATION, "expected JSON array");
      default -> TextFormat.parse(type, text(node));
    };
  }

  private static String text(JsonNode node) {
    return node instanceof JsonString s ? s.value() : JsonText.toSlice(node).toUtf8();
  }

  private static Slice array(ArrayType type, JsonArray array) {
    List<Integer> lengths = new ArrayList<>();
    JsonNode at = array;
    while (at instanceof JsonArray a && !type.element().is(TypeId.JSONB)) {
      lengths.add(a.elements().size());
      at = a.elements().isEmpty() ? JsonNode.NULL : a.elements().getFirst();
    }
    if (type.element().is(TypeId.JSONB)) {
      lengths.add(array.elements().size());
    }
    if (lengths.size() > ArrayValue.DIMENSIONS_MAX) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "number of array dimensions exceeds the maximum allowed");
    }
    if (lengths.contains(0)) {
      return ArrayValue.EMPTY.toSlice();
    }
    List<@Nullable Object> elements = new ArrayList<>();
    collect(type.element(), array, lengths, 0, elements);
    int[] sizes = lengths.stream().mapToInt(Integer::intValue).toArray();
    int[] lowerBounds = new int[sizes.length];
    java.util.Arrays.fill(lowerBounds, 1);
    return new ArrayValue(sizes, lowerBounds, elements.toArray()).toSlice();
  }

  private static void collect(
      SqlType element,
      JsonNode node,
      List<Integer> lengths,
      int depth,
      List<@Nullable Object> out) {
    if (depth == lengths.size()) {
      out.add(value(element, node));
      return;
    }
    if (!(node instanceof JsonArray array) || array.elements().size() != lengths.get(depth)) {
      throw new DatabaseException(SqlState.INVALID_TEXT_REPRESENTATION, "malformed JSON array")
          .withDetail("Multidimensional arrays must have sub-arrays with matching dimensions.");
    }
    for (JsonNode part : array.elements()) {
      collect(element, part, lengths, depth + 1, out);
    }
  }
}
