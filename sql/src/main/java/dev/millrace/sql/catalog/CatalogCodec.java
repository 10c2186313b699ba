package dev.millrace.sql.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.dataflow.port.Change;
import dev.millrace.sql.catalog.table.SequencePosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/* The durable catalog: a map of keys to JSON objects, each with the format's version in "v".

key               value
counters          next id and next OID
database/<id>     Database
schema/<id>       Schema
role/<id>         Role
cluster/<id>      Cluster
item/<id>         Item (ItemCodec)
comment/<kind>/<id>/<sub>   text
sequence/<id>     SequencePosition: what a sequence may have reached, also between changes
                  of the catalog

Ids are written with 16 digits, so that the order of keys is the order of creation. */

/// Catalog objects as durable entries and back.
public final class CatalogCodec {

  /// Raised when a reader of the old form would misread the new one.
  static final int FORMAT = 1;

  static final String COUNTERS_KEY = "counters";

  private static final String SEQUENCE = "sequence";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private CatalogCodec() {}

  static String sequenceKey(long id) {
    return key(SEQUENCE, id);
  }

  /// The durable entry of what a sequence may have reached.
  public static Change.CatalogEntry sequenceEntry(long id, SequencePosition position) {
    return new Change.CatalogEntry(
        sequenceKey(id),
        bytes(
            object()
                .put("id", id)
                .put("last", position.last())
                .put("isCalled", position.isCalled())));
  }

  /// What the sequences may have reached, by id.
  public static Map<Long, SequencePosition> sequences(SortedMap<String, byte[]> entries) {
    Map<Long, SequencePosition> positions = new HashMap<>();
    entries.forEach((key, value) -> {
      if (key.startsWith(SEQUENCE + "/")) {
        JsonNode node = parse(key, value);
        positions.put(
            id(node),
            new SequencePosition(
                node.required("last").longValue(), node.required("isCalled").booleanValue()));
      }
    });
    return positions;
  }

  static String databaseKey(long id) {
    return key("database", id);
  }

  static String schemaKey(long id) {
    return key("schema", id);
  }

  static String roleKey(long id) {
    return key("role", id);
  }

  static String clusterKey(long id) {
    return key("cluster", id);
  }

  static String itemKey(long id) {
    return key("item", id);
  }

  static String commentKey(CatalogState.CommentTarget target) {
    return key("comment/" + target.kind(), target.id()) + "/" + target.subId();
  }

  private static String key(String kind, long id) {
    return "%s/%016d".formatted(kind, id);
  }

  static byte[] encode(long nextId, int nextOid) {
    return bytes(object().put("nextId", nextId).put("nextOid", nextOid));
  }

  static byte[] encode(Database d) {
    return bytes(named(d.id(), d.name(), d.ownerId()).put("oid", d.oid()));
  }

  static byte[] encode(Schema s) {
    return bytes(
        named(s.id(), s.name(), s.ownerId()).put("oid", s.oid()).put("database", s.databaseId()));
  }

  static byte[] encode(Role r) {
    return bytes(
        named(r.id(), r.name(), 0)
            .put("oid", r.oid())
            .put("superuser", r.isSuperuser())
            .put("login", r.canLogin())
            .put("verifier", r.verifier()));
  }

  static byte[] encode(Cluster c) {
    ObjectNode node = named(c.id(), c.name(), c.ownerId());
    node.put("managed", c.isManaged()).put("size", c.size());
    ArrayNode replicas = node.putArray("replicas");
    for (Cluster.Replica r : c.replicas()) {
      replicas.addObject().put("id", r.id()).put("name", r.name()).put("size", r.size());
    }
    return bytes(node);
  }

  static byte[] encode(Item item) {
    ObjectNode node = named(item.id(), item.name(), item.ownerId());
    ItemCodec.encode(item, node);
    return bytes(node);
  }

  static byte[] encodeComment(CatalogState.CommentTarget target, String text) {
    return bytes(
        object()
            .put("kind", target.kind())
            .put("id", target.id())
            .put("sub", target.subId())
            .put("text", text));
  }

  /// The state that durable entries describe.
  public static CatalogState decode(SortedMap<String, byte[]> entries) {
    long nextId = CatalogState.FIRST_ID;
    int nextOid = CatalogState.FIRST_OID;
    TreeMap<Long, Database> databases = new TreeMap<>();
    TreeMap<Long, Schema> schemas = new TreeMap<>();
    TreeMap<Long, Role> roles = new TreeMap<>();
    TreeMap<Long, Cluster> clusters = new TreeMap<>();
    TreeMap<Long, Item> items = new TreeMap<>();
    Map<CatalogState.CommentTarget, String> comments = new HashMap<>();
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      String key = entry.getKey();
      JsonNode node = parse(key, entry.getValue());
      String kind = key.contains("/") ? key.substring(0, key.indexOf('/')) : key;
      switch (kind) {
        case COUNTERS_KEY -> {
          nextId = node.required("nextId").longValue();
          nextOid = node.required("nextOid").intValue();
        }
        case "database" -> databases.put(id(node), database(node));
        case "schema" -> schemas.put(id(node), schema(node));
        case "role" -> roles.put(id(node), role(node));
        case "cluster" -> clusters.put(id(node), cluster(node));
        case "item" -> items.put(id(node), ItemCodec.decode(node));
        case "comment" ->
            comments.put(
                new CatalogState.CommentTarget(
                    text(node, "kind"), id(node), node.required("sub").intValue()),
                text(node, "text"));
        case SEQUENCE -> {} // no part of a version: `sequences` reads them
        default -> throw new IllegalStateException("unknown catalog entry " + key);
      }
    }
    return new CatalogState(
        entries.isEmpty() ? 0 : 1,
        nextId,
        nextOid,
        databases,
        schemas,
        roles,
        clusters,
        items,
        comments);
  }

  private static Database database(JsonNode node) {
    return new Database(id(node), oid(node), text(node, "name"), owner(node));
  }

  private static Schema schema(JsonNode node) {
    return new Schema(
        id(node),
        oid(node),
        node.required("database").longValue(),
        text(node, "name"),
        owner(node));
  }

  private static Role role(JsonNode node) {
    return new Role(
        id(node),
        oid(node),
        text(node, "name"),
        node.required("superuser").booleanValue(),
        node.required("login").booleanValue(),
        node.path("verifier").textValue());
  }

  private static Cluster cluster(JsonNode node) {
    List<Cluster.Replica> replicas = new ArrayList<>();
    for (JsonNode r : node.required("replicas")) {
      replicas.add(new Cluster.Replica(id(r), text(r, "name"), text(r, "size")));
    }
    return new Cluster(
        id(node),
        text(node, "name"),
        owner(node),
        node.required("managed").booleanValue(),
        text(node, "size"),
        replicas);
  }

  static ObjectNode object() {
    return JSON.objectNode().put("v", FORMAT);
  }

  private static ObjectNode named(long id, String name, long owner) {
    return object().put("id", id).put("name", name).put("owner", owner);
  }

  static long id(JsonNode node) {
    return node.required("id").longValue();
  }

  static int oid(JsonNode node) {
    return node.required("oid").intValue();
  }

  static long owner(JsonNode node) {
    return node.required("owner").longValue();
  }

  static String text(JsonNode node, String field) {
    return node.required(field).textValue();
  }

  private static JsonNode parse(String key, byte[] value) {
    try {
      JsonNode node = MAPPER.readTree(value);
      int format = node.path("v").intValue();
      if (format != FORMAT) {
        throw new IllegalStateException(
            "catalog entry " + key + " has format " + format + ", this server reads " + FORMAT);
      }
      return node;
    } catch (IOException e) {
      throw new IllegalStateException("catalog entry " + key + " cannot be read", e);
    }
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
