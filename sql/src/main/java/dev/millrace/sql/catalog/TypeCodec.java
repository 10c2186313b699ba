package dev.millrace.sql.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import java.util.ArrayList;
import java.util.List;

/// Types as JSON: `"INT4"`, `{"scalar":"NUMERIC","typmod":655366}`, `{"list":…}`, `{"array":…}`,
/// `{"map":…}`, `{"record":[{"name":…,"type":…}]}`.
final class TypeCodec {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private TypeCodec() {}

  static JsonNode encode(SqlType type) {
    return switch (type) {
      case ScalarType s when s.typmod() == -1 -> JSON.textNode(s.id().name());
      case ScalarType s -> JSON.objectNode().put("scalar", s.id().name()).put("typmod", s.typmod());
      case ArrayType a -> JSON.objectNode().set("array", encode(a.element()));
      case ListType l -> JSON.objectNode().set("list", encode(l.element()));
      case MapType m -> JSON.objectNode().set("map", encode(m.value()));
      case RecordType r -> {
        ArrayNode fields = JSON.arrayNode();
        for (RecordType.Field field : r.fields()) {
          ObjectNode node = fields.addObject().put("name", field.name());
          node.set("type", encode(field.type()));
        }
        yield JSON.objectNode().set("record", fields);
      }
    };
  }

  static SqlType decode(JsonNode node) {
    if (node.isTextual()) {
      return ScalarType.of(TypeId.valueOf(node.textValue()));
    }
    if (node.has("scalar")) {
      return new ScalarType(
          TypeId.valueOf(node.required("scalar").textValue()), node.required("typmod").intValue());
    }
    if (node.has("array")) {
      return new ArrayType(decode(node.required("array")));
    }
    if (node.has("list")) {
      return new ListType(decode(node.required("list")));
    }
    if (node.has("map")) {
      return new MapType(decode(node.required("map")));
    }
    List<RecordType.Field> fields = new ArrayList<>();
    for (JsonNode field : node.required("record")) {
      fields.add(
          new RecordType.Field(field.required("name").textValue(), decode(field.required("type"))));
    }
    return new RecordType(fields);
  }
}
