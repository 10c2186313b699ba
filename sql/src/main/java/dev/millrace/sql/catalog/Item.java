package dev.millrace.sql.catalog;

import dev.millrace.dataflow.plan.CollectionId;
import java.util.List;
import java.util.Set;

/// Something with a name in a schema. Its id is also the id of its collection, where it has one.
///
/// @param createSql the statement that made it, with full names, without secrets
/// @param uses ids of the items it cannot live without
public record Item(
    long id,
    int oid,
    long schemaId,
    String name,
    long ownerId,
    String createSql,
    Set<Long> uses,
    ItemBody body) {

  public Item {
    uses = Set.copyOf(uses);
  }

  /// What kind of thing it is.
  public ItemKind kind() {
    return body.kind();
  }

  /// The collection that holds its rows, if its kind has one.
  public CollectionId collection() {
    return new CollectionId(id);
  }

  /// `u12`, as in `mz_objects.id`.
  public String idText() {
    return "u" + id;
  }

  /// Columns of a relation; none for other kinds.
  public List<ColumnDefinition> columns() {
    return body.columns();
  }

  /// The same item under another name.
  public Item renamed(String newName, String newCreateSql) {
    return new Item(id, oid, schemaId, newName, ownerId, newCreateSql, uses, body);
  }

  /// The same item in another schema.
  public Item movedTo(long newSchemaId) {
    return new Item(id, oid, newSchemaId, name, ownerId, createSql, uses, body);
  }

  /// The same item of another owner.
  public Item ownedBy(long newOwnerId) {
    return new Item(id, oid, schemaId, name, newOwnerId, createSql, uses, body);
  }

  /// The same item with another body.
  public Item with(ItemBody newBody) {
    return new Item(id, oid, schemaId, name, ownerId, createSql, uses, newBody);
  }
}
