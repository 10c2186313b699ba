package dev.millrace.sql.catalog;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/// How what a transaction has made of the catalog it began with becomes a change of the catalog as
/// it is now. Ids never collide, for a draft takes them from the catalog. What must not be: two
/// transactions that change one object, two objects of one name, and an object whose schema, owner,
/// cluster or whatever else it uses has gone or changed.
final class DraftMerge {

  private final CatalogState base;
  private final CatalogState after;
  private final CatalogState merged;

  private DraftMerge(CatalogState base, CatalogState after, CatalogState merged) {
    this.base = base;
    this.after = after;
    this.merged = merged;
  }

  /// The edit of the current state that does what the drafts, each made after the one before, have
  /// done to `base`. Fails with 40001, or where a name was taken meanwhile with 42P07.
  static CatalogEdit merge(
      CatalogState base, CatalogState after, List<CatalogEdit> drafts, CatalogState current) {
    CatalogEdit edit = new CatalogEdit(current);
    edit.take(base, after, drafts);
    if (current.version() != base.version()) {
      requireUnchanged(base, after, current);
      new DraftMerge(base, after, edit.after()).require();
    }
    return edit;
  }

  private static void requireUnchanged(
      CatalogState base, CatalogState after, CatalogState current) {
    requireUnchanged(base.databases, after.databases, current.databases);
    requireUnchanged(base.schemas, after.schemas, current.schemas);
    requireUnchanged(base.roles, after.roles, current.roles);
    requireUnchanged(base.clusters, after.clusters, current.clusters);
    requireUnchanged(base.items, after.items, current.items);
    requireUnchanged(base.comments, after.comments, current.comments);
  }

  /// Of what the draft has changed nobody else has changed anything.
  private static <K, V> void requireUnchanged(Map<K, V> base, Map<K, V> after, Map<K, V> current) {
    Set<K> keys = new HashSet<>(base.keySet());
    keys.addAll(after.keySet());
    for (K key : keys) {
      boolean isChanged = base.get(key) != after.get(key);
      if (isChanged && !Objects.equals(base.get(key), current.get(key))) {
        throw conflict();
      }
    }
  }

  private void require() {
    requireNames(merged.databases, Database::name);
    requireNames(merged.schemas, s -> s.databaseId() + " " + s.name());
    requireNames(merged.roles, Role::name);
    requireNames(merged.clusters, Cluster::name);
    for (Schema schema : merged.schemas()) {
      require(merged.databases.containsKey(schema.databaseId()));
    }
    for (Item item : merged.items()) {
      require(item.schemaId() < 0 || merged.schemas.containsKey(item.schemaId()));
      if (merged.itemByName(item.schemaId(), item.name()) != item) {
        throw new DatabaseException(
            SqlState.DUPLICATE_TABLE, "relation \"" + item.name() + "\" already exists");
      }
      require(item);
    }
  }

  private void require(Item item) {
    require(merged.roles.containsKey(item.ownerId()));
    long cluster = item.body().clusterId();
    require(cluster == 0 || merged.clusters.containsKey(cluster));
    boolean isOwn = base.items.get(item.id()) != after.items.get(item.id());
    for (long used : item.uses()) {
      Item now = merged.item(used);
      require(now != null);
      require(!isOwn || now == after.item(used) || Objects.equals(now, base.item(used)));
    }
    if (item.body() instanceof ItemBody.Sequence sequence && sequence.owner() != null) {
      require(merged.item(sequence.owner().tableId()) != null);
    }
  }

  private static <T> void requireNames(Map<Long, T> all, Function<T, String> nameOf) {
    Set<String> names = new HashSet<>();
    all.values().forEach(each -> require(names.add(nameOf.apply(each))));
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw conflict();
    }
  }

  private static DatabaseException conflict() {
    return new DatabaseException(
        SqlState.SERIALIZATION_FAILURE,
        "could not serialize access due to concurrent changes of the catalog",
        null,
        "The transaction might succeed if retried.",
        0);
  }
}
