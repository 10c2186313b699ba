package dev.millrace.model.function.aggregate;

import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.CallTypes;
import dev.millrace.model.function.GenericAggregate;
import dev.millrace.model.function.json.JsonBuild;
import dev.millrace.model.value.MapValue;
import dev.millrace.model.value.Slice;
import dev.millrace.model.value.json.JsonNode;
import dev.millrace.model.value.json.JsonNode.JsonArray;
import dev.millrace.model.value.json.JsonNode.JsonObject;
import dev.millrace.model.value.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The aggregates that make one document of a group: `jsonb_agg`, `jsonb_object_agg`, `map_agg`.
final class JsonAggregate {

  private JsonAggregate() {}

  /// `jsonb_agg(x)`.
  static GenericAggregate array(CallTypes types) {
    List<JsonNode> elements = new ArrayList<>();
    return new GenericAggregate() {
      @Override
      public void add(@Nullable Object[] arguments, long count) {
        JsonNode node = JsonBuild.node(types.arguments().getFirst(), arguments[0]);
        CollectAggregate.checkSize(elements.size() + count);
        for (long i = 0; i < count; i++) {
          elements.add(node);
        }
      }

      @Override
      public @Nullable Object result() {
        return elements.isEmpty() ? null : JsonText.toSlice(new JsonArray(elements));
      }
    };
  }

  /// `jsonb_object_agg(key, value)`; of a key given twice the last value counts.
  static GenericAggregate object(CallTypes types) {
    SortedMap<String, JsonNode> fields = JsonNode.fields();
    return new GenericAggregate() {
      @Override
      public void add(@Nullable Object[] arguments, long count) {
        Object key = arguments[0];
        if (key == null) {
          throw new DatabaseException(
              SqlState.INVALID_PARAMETER_VALUE, "field name must not be null");
        }
        fields.put(
            TextFormat.text(types.arguments().getFirst(), key),
            JsonBuild.node(types.arguments().get(1), arguments[1]));
      }

      @Override
      public @Nullable Object result() {
        return fields.isEmpty() ? null : JsonText.toSlice(new JsonObject(fields));
      }
    };
  }

  /// `map_agg(key, value)`: NULL keys are left out.
  static GenericAggregate map() {
    TreeMap<Slice, @Nullable Object> entries = new TreeMap<>();
    return new GenericAggregate() {
      private boolean isEmpty = true;

      @Override
      public void add(@Nullable Object[] arguments, long count) {
        isEmpty = false;
        if (arguments[0] instanceof Slice key) {
          Object value = arguments[1];
          entries.put(
              Slice.of(key.toBytes()), value instanceof Slice s ? Slice.of(s.toBytes()) : value);
        }
      }

      @Override
      public @Nullable Object result() {
        return isEmpty ? null : MapValue.of(entries);
      }
    };
  }
}
