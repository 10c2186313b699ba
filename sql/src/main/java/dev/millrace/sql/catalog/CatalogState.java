package dev.millrace.sql.catalog;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One version of the catalog. Immutable; made by [CatalogEdit]. Maps are ordered by id, which is
/// the order of creation and hence one in which everything comes after what it uses.
public final class CatalogState {

  /// The first id and OID that users' objects get.
  static final long FIRST_ID = 1;

  static final int FIRST_OID = 20_000;

  /// No objects at all; [CatalogEdit#bootstrap] adds those that a new server has.
  public static final CatalogState EMPTY =
      new CatalogState(
          0,
          FIRST_ID,
          FIRST_OID,
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          Map.of());

  final long version;
  final long nextId;
  final int nextOid;
  final TreeMap<Long, Database> databases;
  final TreeMap<Long, Schema> schemas;
  final TreeMap<Long, Role> roles;
  final TreeMap<Long, Cluster> clusters;
  final TreeMap<Long, Item> items;
  final Map<CommentTarget, String> comments;
  private final Map<SchemaAndName, Item> itemsByName = new HashMap<>();
  private final Map<Integer, Item> itemsByOid = new HashMap<>();

  /// What a comment is on: `subId` is a column's number from 1 on, or 0.
  public record CommentTarget(String kind, long id, int subId) {}

  private record SchemaAndName(long schemaId, String name) {}

  @SuppressWarnings("TooManyParameters") // one per kind of object
  CatalogState(
      long version,
      long nextId,
      int nextOid,
      TreeMap<Long, Database> databases,
      TreeMap<Long, Schema> schemas,
      TreeMap<Long, Role> roles,
      TreeMap<Long, Cluster> clusters,
      TreeMap<Long, Item> items,
      Map<CommentTarget, String> comments) {
    this.version = version;
    this.nextId = nextId;
    this.nextOid = nextOid;
    this.databases = databases;
    this.schemas = schemas;
    this.roles = roles;
    this.clusters = clusters;
    this.items = items;
    this.comments = Map.copyOf(comments);
    for (Item item : items.values()) {
      itemsByName.put(new SchemaAndName(item.schemaId(), item.name()), item);
      itemsByOid.put(item.oid(), item);
    }
  }

  /// Grows with every change.
  public long version() {
    return version;
  }

  /// True for what a transaction has made of the catalog and not committed. Its version is no other
  /// state's.
  public boolean isDraft() {
    return version < 0;
  }

  /// All databases by id.
  public Collection<Database> databases() {
    return databases.values();
  }

  /// All schemas of users by id; system schemas are in [SystemSchemas].
  public Collection<Schema> schemas() {
    return schemas.values();
  }

  /// All roles by id.
  public Collection<Role> roles() {
    return roles.values();
  }

  /// All clusters by id.
  public Collection<Cluster> clusters() {
    return clusters.values();
  }

  /// All items by id.
  public Collection<Item> items() {
    return items.values();
  }

  /// All comments.
  public Map<CommentTarget, String> comments() {
    return comments;
  }

  /// The item with an id, or null.
  public @Nullable Item item(long id) {
    return items.get(id);
  }

  /// The item with an id that must be there.
  public Item requireItem(long id) {
    Item item = items.get(id);
    if (item == null) {
      throw new IllegalStateException("no item " + id);
    }
    return item;
  }

  /// The item with an OID, or null.
  public @Nullable Item itemByOid(int oid) {
    return itemsByOid.get(oid);
  }

  /// The item of a name in a schema, or null.
  public @Nullable Item itemByName(long schemaId, String name) {
    return itemsByName.get(new SchemaAndName(schemaId, name));
  }

  /// The database of a name, or null.
  public @Nullable Database database(String name) {
    return first(databases, Database::name, name);
  }

  /// The schema of a name in a database or among the system's, or null.
  public @Nullable Schema schema(long databaseId, String name) {
    Schema system = SystemSchemas.byName(name);
    if (system != null) {
      return system;
    }
    for (Schema schema : schemas.values()) {
      if (schema.databaseId() == databaseId && schema.name().equals(name)) {
        return schema;
      }
    }
    return null;
  }

  /// The schema with an id, which must be there.
  public Schema requireSchema(long id) {
    Schema schema = id < 0 ? SystemSchemas.byId(id) : schemas.get(id);
    if (schema == null) {
      throw new IllegalStateException("no schema " + id);
    }
    return schema;
  }

  /// The database with an id, which must be there.
  public Database requireDatabase(long id) {
    Database database = databases.get(id);
    if (database == null) {
      throw new IllegalStateException("no database " + id);
    }
    return database;
  }

  /// The role of a name, or null.
  public @Nullable Role role(String name) {
    return first(roles, Role::name, name);
  }

  /// The role with an id, or null.
  public @Nullable Role role(long id) {
    return roles.get(id);
  }

  /// The cluster of a name, or null.
  public @Nullable Cluster cluster(String name) {
    return first(clusters, Cluster::name, name);
  }

  /// The cluster with an id, or null.
  public @Nullable Cluster cluster(long id) {
    return clusters.get(id);
  }

  /// `database.schema.name` without quotes where none are needed.
  public String fullName(Item item) {
    Schema schema = requireSchema(item.schemaId());
    return Identifiers.quote(requireDatabase(schema.databaseId()).name())
        + "."
        + Identifiers.quote(schema.name())
        + "."
        + Identifiers.quote(item.name());
  }

  /// Where requests to a webhook are posted, on the HTTP listener.
  public String webhookPath(Item item) {
    Schema schema = requireSchema(item.schemaId());
    return "/api/webhook/"
        + encoded(requireDatabase(schema.databaseId()).name())
        + "/"
        + encoded(schema.name())
        + "/"
        + encoded(item.name());
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// The indexes on a relation, oldest first.
  public java.util.List<Item> indexesOn(long relationId) {
    return items.values().stream()
        .filter(i -> i.body() instanceof ItemBody.Index index && index.onId() == relationId)
        .toList();
  }

  private static <T> @Nullable T first(
      SequencedMap<Long, T> all, java.util.function.Function<T, String> nameOf, String name) {
    for (T one : all.values()) {
      if (nameOf.apply(one).equals(name)) {
        return one;
      }
    }
    return null;
  }
}
