package dev.millrace.sql.catalog;

import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Change;
import dev.millrace.sql.catalog.table.SequencePosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The making of the next version of the catalog: start from one state, change, then take the new
/// state, the durable entries that differ and the engine's actions. Used by one thread, once.
public final class CatalogEdit {

  private final CatalogState before;
  private long nextId;
  private int nextOid;
  private final TreeMap<Long, Database> databases;
  private final TreeMap<Long, Schema> schemas;
  private final TreeMap<Long, Role> roles;
  private final TreeMap<Long, Cluster> clusters;
  private final TreeMap<Long, Item> items;
  private final Map<CatalogState.CommentTarget, String> comments;
  private final List<Action> actions = new ArrayList<>();
  private final Map<String, byte @Nullable []> entries = new LinkedHashMap<>();
  private final List<Supplier<Change.CatalogEntry>> atStep = new ArrayList<>();
  private Runnable interruption = () -> {};

  public CatalogEdit(CatalogState before) {
    this(before, before.nextId, before.nextOid);
  }

  /// An edit that leaves ids out which others have taken and not yet made durable.
  CatalogEdit(CatalogState before, long nextId, int nextOid) {
    this.before = before;
    this.nextId = Math.max(nextId, before.nextId);
    this.nextOid = Math.max(nextOid, before.nextOid);
    this.databases = new TreeMap<>(before.databases);
    this.schemas = new TreeMap<>(before.schemas);
    this.roles = new TreeMap<>(before.roles);
    this.clusters = new TreeMap<>(before.clusters);
    this.items = new TreeMap<>(before.items);
    this.comments = new HashMap<>(before.comments);
  }

  /// What every new server has: role, database and schema of the tutorials, and a cluster.
  public CatalogEdit bootstrap() {
    put(new Role(newId(), newOid(), "materialize", true, true));
    long owner = roles.firstKey();
    Database database = new Database(newId(), newOid(), "materialize", owner);
    put(database);
    put(new Schema(newId(), newOid(), database.id(), "public", owner));
    long cluster = newId();
    put(
        new Cluster(
            cluster,
            "quickstart",
            owner,
            true,
            "25cc",
            List.of(new Cluster.Replica(newId(), "r1", "25cc"))));
    return this;
  }

  /// The state the edit started from.
  public CatalogState before() {
    return before;
  }

  /// An id nothing else has or will ever have.
  public long newId() {
    return nextId++;
  }

  /// An OID nothing else has.
  public int newOid() {
    return nextOid++;
  }

  /// Adds or replaces a database.
  public void put(Database database) {
    databases.put(database.id(), database);
    entries.put(CatalogCodec.databaseKey(database.id()), CatalogCodec.encode(database));
  }

  /// Adds or replaces a schema.
  public void put(Schema schema) {
    schemas.put(schema.id(), schema);
    entries.put(CatalogCodec.schemaKey(schema.id()), CatalogCodec.encode(schema));
  }

  /// Adds or replaces a role.
  public void put(Role role) {
    roles.put(role.id(), role);
    entries.put(CatalogCodec.roleKey(role.id()), CatalogCodec.encode(role));
  }

  /// Adds or replaces a cluster.
  public void put(Cluster cluster) {
    clusters.put(cluster.id(), cluster);
    entries.put(CatalogCodec.clusterKey(cluster.id()), CatalogCodec.encode(cluster));
  }

  /// Adds or replaces an item.
  public void put(Item item) {
    items.put(item.id(), item);
    entries.put(CatalogCodec.itemKey(item.id()), CatalogCodec.encode(item));
  }

  /// Sets what a sequence has reached.
  public void put(Item sequence, SequencePosition position) {
    Change.CatalogEntry entry = CatalogCodec.sequenceEntry(sequence.id(), position);
    entries.put(entry.key(), entry.value());
  }

  /// All items as edited so far.
  public Collection<Item> items() {
    return items.values();
  }

  /// The item of a name in a schema as edited so far, or null.
  public @Nullable Item itemByName(long schemaId, String name) {
    for (Item item : items.values()) {
      if (item.schemaId() == schemaId && item.name().equals(name)) {
        return item;
      }
    }
    return null;
  }

  /// The item as edited so far, or null.
  public @Nullable Item itemOrNull(long id) {
    return items.get(id);
  }

  /// The item as edited so far.
  public Item item(long id) {
    return Objects.requireNonNull(items.get(id));
  }

  /// Sets a comment, or with null removes it.
  public void comment(CatalogState.CommentTarget target, @Nullable String text) {
    if (text == null) {
      comments.remove(target);
    } else {
      comments.put(target, text);
    }
    entries.put(
        CatalogCodec.commentKey(target),
        text == null ? null : CatalogCodec.encodeComment(target, text));
  }

  /// True while the item is there.
  public boolean contains(Item item) {
    return items.containsKey(item.id());
  }

  /// Removes an item and its comments.
  public void remove(Item item) {
    items.remove(item.id());
    entries.put(CatalogCodec.itemKey(item.id()), null);
    if (item.body() instanceof ItemBody.Sequence) {
      entries.put(CatalogCodec.sequenceKey(item.id()), null);
    }
    removeComments(item.kind().catalogName(), item.id());
  }

  /// Removes a schema, which must be empty.
  public void remove(Schema schema) {
    schemas.remove(schema.id());
    entries.put(CatalogCodec.schemaKey(schema.id()), null);
    removeComments("schema", schema.id());
  }

  /// Removes a database, which must be empty.
  public void remove(Database database) {
    databases.remove(database.id());
    entries.put(CatalogCodec.databaseKey(database.id()), null);
    removeComments("database", database.id());
  }

  /// Removes a role.
  public void remove(Role role) {
    roles.remove(role.id());
    entries.put(CatalogCodec.roleKey(role.id()), null);
    removeComments("role", role.id());
  }

  /// Removes a cluster, which must own nothing.
  public void remove(Cluster cluster) {
    clusters.remove(cluster.id());
    entries.put(CatalogCodec.clusterKey(cluster.id()), null);
    removeComments("cluster", cluster.id());
  }

  /// Adds an entry that is made when the change gets its step, by a function that the engine runs.
  public void atStep(Supplier<Change.CatalogEntry> entry) {
    atStep.add(entry);
  }

  /// Adds what the engine has to do, after what was added before.
  public void act(Action action) {
    actions.add(action);
  }

  /// The new state; later edits do not reach it.
  public CatalogState after() {
    return after(before.version + 1);
  }

  /// The new state under a version's number.
  CatalogState after(long version) {
    return new CatalogState(
        version,
        nextId,
        nextOid,
        new TreeMap<>(databases),
        new TreeMap<>(schemas),
        new TreeMap<>(roles),
        new TreeMap<>(clusters),
        new TreeMap<>(items),
        comments);
  }

  /// True if nothing was changed.
  public boolean isEmpty() {
    return entries.isEmpty() && actions.isEmpty() && atStep.isEmpty();
  }

  /// The durable entries that differ, further ones, and the actions.
  Change change(List<Change.CatalogEntry> further, List<Change.Delta> deltas) {
    List<Change.CatalogEntry> puts = new ArrayList<>();
    entries.forEach((key, value) -> puts.add(new Change.CatalogEntry(key, value)));
    if (nextId != before.nextId || nextOid != before.nextOid || before.version == 0) {
      puts.add(
          new Change.CatalogEntry(CatalogCodec.COUNTERS_KEY, CatalogCodec.encode(nextId, nextOid)));
    }
    atStep.forEach(entry -> puts.add(entry.get()));
    puts.addAll(further);
    return new Change(puts, actions, deltas).interruptedBy(interruption);
  }

  /// Gives the change up while it builds what it defines, when `check` throws.
  public void interruptedBy(Runnable check) {
    interruption = check;
  }

  /// Takes over what drafts have changed, one after the other: `after` is what they have led to
  /// from `base`. Nobody else has changed the same ([DraftMerge] looks).
  void take(CatalogState base, CatalogState after, List<CatalogEdit> drafts) {
    nextId = Math.max(nextId, after.nextId);
    nextOid = Math.max(nextOid, after.nextOid);
    replay(base.databases, after.databases, databases);
    replay(base.schemas, after.schemas, schemas);
    replay(base.roles, after.roles, roles);
    replay(base.clusters, after.clusters, clusters);
    replay(base.items, after.items, items);
    replay(base.comments, after.comments, comments);
    for (CatalogEdit draft : drafts) {
      entries.putAll(draft.entries);
      actions.addAll(draft.actions);
      atStep.addAll(draft.atStep);
    }
    List<Action> needed = NetActions.of(actions);
    actions.clear();
    actions.addAll(needed);
  }

  /// Makes what differs between two states of a map differ in a third.
  private static <K, V> void replay(Map<K, V> base, Map<K, V> after, Map<K, V> target) {
    base.keySet().stream().filter(key -> !after.containsKey(key)).forEach(target::remove);
    after.forEach((key, value) -> {
      if (base.get(key) != value) {
        target.put(key, value);
      }
    });
  }

  private void removeComments(String kind, long id) {
    for (CatalogState.CommentTarget target : List.copyOf(comments.keySet())) {
      if (target.id() == id && target.kind().equals(kind)) {
        comment(target, null);
      }
    }
  }
}
