package dev.millrace.sql.catalog;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The relations of the system schemas.
public interface SystemCatalog {

  /// The relation of a name in a schema, or null.
  @Nullable SystemRelation find(Schema schema, String name);

  /// The relation with an id, or null.
  @Nullable SystemRelation byId(long id);

  /// The relation with an OID, or null.
  @Nullable SystemRelation byOid(int oid);

  /// All of them.
  Collection<SystemRelation> all();
}
