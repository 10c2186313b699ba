package dev.millrace.sql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The schemas that every database has and nobody can change.
public final class SystemSchemas {

  public static final Schema PG_CATALOG = new Schema(-1, 11, 0, "pg_catalog", 0);
  public static final Schema INFORMATION_SCHEMA =
      new Schema(-2, 13_000, 0, "information_schema", 0);
  public static final Schema MZ_CATALOG = new Schema(-3, 16_640, 0, "mz_catalog", 0);
  public static final Schema MZ_INTERNAL = new Schema(-4, 16_641, 0, "mz_internal", 0);

  /// All of them; the order is that in which an unqualified name finds them.
  public static final List<Schema> ALL =
      List.of(PG_CATALOG, MZ_CATALOG, INFORMATION_SCHEMA, MZ_INTERNAL);

  /// Schemas that unqualified names reach without being in the search path.
  public static final List<Schema> IMPLIED = List.of(MZ_CATALOG, PG_CATALOG);

  private SystemSchemas() {}

  /// The system schema of a name, or null.
  public static @Nullable Schema byName(String name) {
    for (Schema schema : ALL) {
      if (schema.name().equals(name)) {
        return schema;
      }
    }
    return null;
  }

  /// The system schema with an id, or null.
  public static @Nullable Schema byId(long id) {
    for (Schema schema : ALL) {
      if (schema.id() == id) {
        return schema;
      }
    }
    return null;
  }
}
