package dev.millrace.sql.catalog;

/// A schema of a database; system schemas belong to every database (`databaseId` 0) and have
/// negative ids.
public record Schema(long id, int oid, long databaseId, String name, long ownerId) {

  /// True for `pg_catalog` and its kin, which cannot be changed.
  public boolean isSystem() {
    return id < 0;
  }
}
