package dev.millrace.sql.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.dataflow.connector.SourceDescription;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Retention;
import dev.millrace.model.value.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Items as JSON.
final class ItemCodec {

  private ItemCodec() {}

  static void encode(Item item, ObjectNode node) {
    node.put("oid", item.oid()).put("schema", item.schemaId()).put("create", item.createSql());
    ArrayNode uses = node.putArray("uses");
    new TreeSet<>(item.uses()).forEach(uses::add);
    node.put("kind", item.kind().name());
    switch (item.body()) {
      case ItemBody.Table t -> {
        TableCodec.columns(node, t.columns());
        TableCodec.constraints(node, t.constraints());
        ArrayNode unique = node.putArray("uniqueIndexes");
        new TreeSet<>(t.uniqueIndexes()).forEach(unique::add);
      }
      case ItemBody.Sequence s -> TableCodec.sequence(node, s);
      case ItemBody.Source s -> source(node, s);
      case ItemBody.View v -> {
        TableCodec.columns(node, v.columns());
        definition(node, v.definition());
      }
      case ItemBody.MaterializedView m -> {
        TableCodec.columns(node, m.columns());
        definition(node, m.definition());
        node.put("cluster", m.clusterId()).put("plan", m.plan().toBytes());
      }
      case ItemBody.Index i -> {
        node.put("on", i.onId()).put("cluster", i.clusterId()).put("plan", i.plan().toBytes());
        ints(node, "key", i.key());
        node.put("isUnique", i.isUnique());
      }
      case ItemBody.Secret s -> node.put("sealed", s.sealed().toBytes());
      case ItemBody.Connection c -> node.set("connection", ConnectorCodec.encode(c.spec()));
    }
  }

  static Item decode(JsonNode node) {
    Set<Long> uses = new HashSet<>();
    node.required("uses").forEach(u -> uses.add(u.longValue()));
    return new Item(
        CatalogCodec.id(node),
        CatalogCodec.oid(node),
        node.required("schema").longValue(),
        CatalogCodec.text(node, "name"),
        CatalogCodec.owner(node),
        CatalogCodec.text(node, "create"),
        uses,
        body(node));
  }

  private static ItemBody body(JsonNode node) {
    return switch (ItemKind.valueOf(CatalogCodec.text(node, "kind"))) {
      case TABLE -> TableCodec.table(node);
      case SEQUENCE -> TableCodec.sequence(node);
      case SOURCE -> source(node);
      case VIEW -> new ItemBody.View(TableCodec.columns(node), definition(node));
      case MATERIALIZED_VIEW ->
          new ItemBody.MaterializedView(
              TableCodec.columns(node), definition(node), cluster(node), bytes(node, "plan"));
      case INDEX ->
          new ItemBody.Index(
              node.required("on").longValue(),
              cluster(node),
              ints(node, "key"),
              node.path("isUnique").booleanValue(),
              bytes(node, "plan"));
      case SECRET -> new ItemBody.Secret(bytes(node, "sealed"));
      case CONNECTION ->
          new ItemBody.Connection(ConnectorCodec.decodeConnection(node.required("connection")));
    };
  }

  private static void source(ObjectNode node, ItemBody.Source s) {
    TableCodec.columns(node, s.columns());
    node.put("role", s.role().name()).put("parent", s.parentId()).put("cluster", s.clusterId());
    node.set("spec", s.spec() == null ? null : ConnectorCodec.encode(s.spec()));
    ArrayNode outputs = node.putArray("outputs");
    s.outputs().forEach(outputs::add);
    node.put("keeping", s.keeping().name()).put("hasRows", s.hasRows());
    ints(node, "key", s.key());
    if (!s.retention().isForever()) {
      node.put("retainMillis", s.retention().millis());
      node.put("retainBytes", s.retention().bytes());
    }
  }

  private static ItemBody.Source source(JsonNode node) {
    List<Long> outputs = new ArrayList<>();
    node.required("outputs").forEach(o -> outputs.add(o.longValue()));
    JsonNode spec = node.required("spec");
    return new ItemBody.Source(
        TableCodec.columns(node),
        SourceDescription.Role.valueOf(CatalogCodec.text(node, "role")),
        spec.isNull() ? null : ConnectorCodec.decodeSource(spec),
        node.required("parent").longValue(),
        outputs,
        cluster(node),
        Action.Keeping.valueOf(CatalogCodec.text(node, "keeping")),
        ints(node, "key"),
        node.required("hasRows").booleanValue(),
        node.has("retainMillis")
            ? new Retention(
                node.required("retainMillis").longValue(), node.required("retainBytes").longValue())
            : Retention.FOREVER);
  }

  private static void definition(ObjectNode node, ItemBody.Definition definition) {
    node.put("query", definition.query()).put("database", definition.database());
    ArrayNode path = node.putArray("searchPath");
    definition.searchPath().forEach(path::add);
    ObjectNode names = node.putObject("names");
    new TreeMap<>(definition.names()).forEach(names::put);
    ObjectNode columns = node.putObject("columnNames");
    new TreeMap<>(definition.columns())
        .forEach((id, all) -> {
          ArrayNode list = columns.putArray(Long.toString(id));
          all.forEach(list::add);
        });
  }

  private static ItemBody.Definition definition(JsonNode node) {
    List<String> path = new ArrayList<>();
    node.required("searchPath").forEach(p -> path.add(p.textValue()));
    Map<String, Long> names = new TreeMap<>();
    node.required("names")
        .properties()
        .forEach(e -> names.put(e.getKey(), e.getValue().longValue()));
    Map<Long, List<String>> columns = new TreeMap<>();
    node.path("columnNames")
        .properties()
        .forEach(e -> {
          List<String> all = new ArrayList<>();
          e.getValue().forEach(name -> all.add(name.textValue()));
          columns.put(Long.parseLong(e.getKey()), all);
        });
    return new ItemBody.Definition(
        CatalogCodec.text(node, "query"),
        CatalogCodec.text(node, "database"),
        path,
        names,
        columns);
  }

  static void ints(ObjectNode node, String field, List<Integer> values) {
    ArrayNode array = node.putArray(field);
    values.forEach(array::add);
  }

  static List<Integer> ints(JsonNode node, String field) {
    List<Integer> values = new ArrayList<>();
    node.required(field).forEach(v -> values.add(v.intValue()));
    return values;
  }

  private static long cluster(JsonNode node) {
    return node.required("cluster").longValue();
  }

  static Slice bytes(JsonNode node, String field) {
    try {
      return Slice.of(node.required(field).binaryValue());
    } catch (IOException e) {
      throw new IllegalStateException("catalog entry has a damaged " + field, e);
    }
  }
}
