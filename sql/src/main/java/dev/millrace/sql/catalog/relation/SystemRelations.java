package dev.millrace.sql.catalog.relation;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemCatalog;
import dev.millrace.sql.catalog.SystemRelation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// All system relations, and their rows. Rows that depend only on the catalog's version and the
/// current database are kept until either changes. Shared by all sessions; any thread.
public final class SystemRelations implements SystemCatalog {

  /// OIDs of relations that PostgreSQL does not have, or whose OID nobody relies on.
  private static final int FIRST_OID = 17_000;

  private final List<SystemRelation> relations = new ArrayList<>();
  private final Map<Long, RelationDefinition> definitions = new HashMap<>();
  private final Map<SchemaAndName, SystemRelation> byName = new HashMap<>();
  private final Map<Integer, SystemRelation> byOid = new HashMap<>();
  private final Map<Long, Kept> kept = new ConcurrentHashMap<>();

  private record SchemaAndName(long schemaId, String name) {}

  private record Kept(long version, long databaseId, List<Chunk> rows) {}

  public SystemRelations() {
    PgObjects.addTo(this::add);
    PgTypes.addTo(this::add);
    PgFunctions.addTo(this::add);
    PgOperators.addTo(this::add);
    PgViews.addTo(this::add);
    PgRoles.addTo(this::add);
    TableCatalog.addTo(this::add);
    PgEmpty.addTo(this::add);
    InformationSchema.addTo(this::add);
    MzObjects.addTo(this::add);
    MzItems.addTo(this::add);
    MzInternal.addTo(this::add);
  }

  private void add(RelationDefinition definition) {
    long id = -(relations.size() + 1L);
    int oid = definition.oid() != 0 ? definition.oid() : FIRST_OID + relations.size();
    SystemRelation relation =
        new SystemRelation(id, oid, definition.schema(), definition.name(), definition.columns());
    relations.add(relation);
    definitions.put(id, definition);
    Object before =
        byName.put(new SchemaAndName(relation.schema().id(), relation.name()), relation);
    Object sameOid = byOid.put(oid, relation);
    if (before != null || sameOid != null) {
      throw new IllegalStateException("two relations like " + relation.name());
    }
  }

  @Override
  public @Nullable SystemRelation find(Schema schema, String name) {
    return byName.get(new SchemaAndName(schema.id(), name));
  }

  @Override
  public @Nullable SystemRelation byId(long id) {
    return id < 0 && -id <= relations.size() ? relations.get((int) -id - 1) : null;
  }

  @Override
  public @Nullable SystemRelation byOid(int oid) {
    return byOid.get(oid);
  }

  @Override
  public Collection<SystemRelation> all() {
    return relations;
  }

  /// The rows of a relation; the chunks are shared and must not be changed.
  public List<Chunk> rows(long id, RelationContext context) {
    RelationDefinition definition = definitions.get(id);
    if (definition == null) {
      throw new IllegalStateException("no system relation " + id);
    }
    long version = context.state().version();
    Kept before = definition.isLive() ? null : kept.get(id);
    if (before != null
        && before.version() == version
        && before.databaseId() == context.databaseId()) {
      return before.rows();
    }
    List<SqlType> types = definition.columns().stream().map(ColumnDefinition::type).toList();
    RowBuilder builder = new RowBuilder(types);
    definition.rows().accept(context, builder);
    if (!definition.isLive()) {
      kept.put(id, new Kept(version, context.databaseId(), builder.chunks()));
    }
    return builder.chunks();
  }
}
