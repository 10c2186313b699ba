package dev.millrace.sql.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.dataflow.connector.CheckSpec;
import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What connectors are configured with, as JSON. A secret stays the id of a secret.
final class ConnectorCodec {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ConnectorCodec() {}

  static ObjectNode encode(ConnectionSpec spec) {
    ObjectNode node = JSON.objectNode().put("type", spec.type());
    node.set("options", options(spec.options()));
    return node;
  }

  static ConnectionSpec decodeConnection(JsonNode node) {
    return new ConnectionSpec(text(node, "type"), options(node.required("options")));
  }

  static ObjectNode encode(SourceSpec spec) {
    ObjectNode node = JSON.objectNode();
    node.put("connector", spec.connector());
    node.put("generator", spec.generator());
    node.set("options", options(spec.options()));
    node.set("connection", spec.connection() == null ? null : encode(spec.connection()));
    node.set("keyFormat", format(spec.keyFormat()));
    node.set("valueFormat", format(spec.valueFormat()));
    ArrayNode includes = node.putArray("includes");
    for (SourceSpec.IncludeSpec include : spec.includes()) {
      includes
          .addObject()
          .put("what", include.what())
          .put("header", include.header())
          .put("alias", include.alias())
          .put("bytes", include.bytes());
    }
    node.put("envelope", spec.envelope().name());
    node.put("keeping", spec.keeping());
    if (spec.addedFields() > 0) {
      node.put("addedFields", spec.addedFields());
    }
    if (spec.check() != null) {
      node.set("check", check(spec.check()));
    }
    return node;
  }

  static SourceSpec decodeSource(JsonNode node) {
    List<SourceSpec.IncludeSpec> includes = new ArrayList<>();
    for (JsonNode include : node.required("includes")) {
      includes.add(
          new SourceSpec.IncludeSpec(
              text(include, "what"),
              textOrNull(include, "header"),
              textOrNull(include, "alias"),
              include.required("bytes").booleanValue()));
    }
    JsonNode connection = node.required("connection");
    return new SourceSpec(
        text(node, "connector"),
        text(node, "generator"),
        options(node.required("options")),
        connection.isNull() ? null : decodeConnection(connection),
        format(node.required("keyFormat")),
        format(node.required("valueFormat")),
        includes,
        SourceSpec.Envelope.valueOf(text(node, "envelope")),
        textOrNull(node, "keeping"),
        node.has("check") ? check(node.required("check")) : null,
        node.path("addedFields").intValue());
  }

  private static ObjectNode check(CheckSpec check) {
    ObjectNode node = JSON.objectNode();
    ArrayNode inputs = node.putArray("inputs");
    for (CheckSpec.Input input : check.inputs()) {
      ObjectNode one = inputs.addObject();
      switch (input) {
        case CheckSpec.Input.Body body -> one.put("what", "body").put("bytes", body.isBytes());
        case CheckSpec.Input.Headers headers ->
            one.put("what", "headers").put("bytes", headers.isBytes());
        case CheckSpec.Input.Secret secret ->
            one.put("what", "secret").put("bytes", secret.isBytes()).put("secret", secret.id());
        case CheckSpec.Input.ReceivedAt _ -> one.put("what", "received").put("bytes", false);
      }
    }
    return node.put("condition", check.condition().toBytes());
  }

  private static CheckSpec check(JsonNode node) {
    List<CheckSpec.Input> inputs = new ArrayList<>();
    for (JsonNode one : node.required("inputs")) {
      boolean isBytes = one.required("bytes").booleanValue();
      String what = text(one, "what");
      inputs.add(
          switch (what) {
            case "body" -> new CheckSpec.Input.Body(isBytes);
            case "headers" -> new CheckSpec.Input.Headers(isBytes);
            case "secret" -> new CheckSpec.Input.Secret(text(one, "secret"), isBytes);
            case "received" -> new CheckSpec.Input.ReceivedAt();
            default -> throw new IllegalStateException("input of a check: " + what);
          });
    }
    return new CheckSpec(inputs, ItemCodec.bytes(node, "condition"));
  }

  private static @Nullable ObjectNode format(SourceSpec.@Nullable FormatSpec format) {
    if (format == null) {
      return null;
    }
    ObjectNode node = JSON.objectNode().put("format", format.format());
    node.set("options", options(format.options()));
    node.set("registry", format.registry() == null ? null : encode(format.registry()));
    node.put("schema", format.schema());
    return node;
  }

  private static SourceSpec.@Nullable FormatSpec format(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    JsonNode registry = node.required("registry");
    return new SourceSpec.FormatSpec(
        text(node, "format"),
        options(node.required("options")),
        registry.isNull() ? null : decodeConnection(registry),
        textOrNull(node, "schema"));
  }

  private static ObjectNode options(Map<String, OptionValue> options) {
    ObjectNode node = JSON.objectNode();
    new TreeMap<>(options).forEach((name, value) -> node.set(name, option(value)));
    return node;
  }

  private static Map<String, OptionValue> options(JsonNode node) {
    Map<String, OptionValue> options = new TreeMap<>();
    node.properties().forEach(e -> options.put(e.getKey(), option(e.getValue())));
    return options;
  }

  private static JsonNode option(OptionValue value) {
    return switch (value) {
      case OptionValue.Text t -> JSON.textNode(t.value());
      case OptionValue.Secret s -> JSON.objectNode().put("secret", s.id());
      case OptionValue.Items items -> {
        ArrayNode array = JSON.arrayNode();
        items.values().forEach(item -> array.add(option(item)));
        yield array;
      }
    };
  }

  private static OptionValue option(JsonNode node) {
    if (node.isTextual()) {
      return new OptionValue.Text(node.textValue());
    }
    if (node.isObject()) {
      return new OptionValue.Secret(text(node, "secret"));
    }
    List<OptionValue> items = new ArrayList<>();
    node.forEach(item -> items.add(option(item)));
    return new OptionValue.Items(items);
  }

  private static String text(JsonNode node, String field) {
    return node.required(field).textValue();
  }

  private static @Nullable String textOrNull(JsonNode node, String field) {
    return node.required(field).textValue();
  }
}
