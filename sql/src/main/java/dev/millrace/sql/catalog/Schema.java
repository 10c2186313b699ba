package dev.millrace.sql.catalog;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// A schema of a database; system schemas belong to every database (`databaseId` 0) and have
/// negative ids.
public record Schema(long id, int oid, long databaseId, String name, long ownerId) {

  /// What a session calls its own schema of temporary objects.
  public static final String TEMPORARY = "pg_temp";

  private static final String TEMPORARY_PREFIX = TEMPORARY + "_";

  /// The name of a session's schema of temporary objects.
  public static String temporaryOf(int processId) {
    return TEMPORARY_PREFIX + processId;
  }

  /// The schema of a name that only one database can have, or null.
  static @Nullable Schema named(Collection<Schema> schemas, String name) {
    for (Schema schema : schemas) {
      if (schema.name().equals(name)) {
        return schema;
      }
    }
    return null;
  }

  /// True if it holds temporary objects of some session.
  public boolean isTemporary() {
    return name.startsWith(TEMPORARY_PREFIX);
  }

  /// True for `pg_catalog` and its kin, which cannot be changed.
  public boolean isSystem() {
    return id < 0;
  }
}
