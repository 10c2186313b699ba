package dev.millrace.sql.catalog;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What names mean to one session in one version of the catalog. System schemas are searched before
/// the search path, as in PostgreSQL. Positions are 1-based characters of the statement, 0 for
/// none.
///
/// @param temporary the name of the session's schema of temporary objects, which is searched first
///   if it exists; null where there is no session
public record Names(
    CatalogState state,
    SystemCatalog system,
    String database,
    List<String> searchPath,
    @Nullable String temporary) {

  /// What a name in FROM can mean.
  public sealed interface Found {
    /// A user's object.
    record OfUser(Item item) implements Found {}

    /// A catalog relation.
    record OfSystem(SystemRelation relation) implements Found {}
  }

  public Names {
    searchPath = List.copyOf(searchPath);
  }

  /// The object of a name with one to three parts, or null.
  public @Nullable Found find(List<String> parts, int position) {
    String name = parts.getLast();
    if (parts.size() == 1) {
      for (Schema schema : searched()) {
        Found found = findIn(schema, name);
        if (found != null) {
          return found;
        }
      }
      return null;
    }
    Schema schema = schemaOf(parts, position);
    return schema == null ? null : findIn(schema, name);
  }

  /// The user's object of a name, or null.
  public @Nullable Item findItem(List<String> parts, int position) {
    return find(parts, position) instanceof Found.OfUser(Item item) ? item : null;
  }

  /// The object of a name; 42P01 if there is none.
  public Found require(List<String> parts, int position) {
    Found found = find(parts, position);
    if (found == null) {
      throw DatabaseException.at(
          position,
          SqlState.UNDEFINED_TABLE,
          "relation \"" + String.join(".", parts) + "\" does not exist");
    }
    return found;
  }

  /// The user's object of a kind by name; 42P01 or 42704 if there is none, 42809 if it is another
  /// kind, 42501 if it is the system's.
  public Item require(ItemKind kind, List<String> parts, int position) {
    Found found = find(parts, position);
    String name = String.join(".", parts);
    return switch (found) {
      case null -> throw missing(kind, name, position);
      case Found.OfSystem _ ->
          throw DatabaseException.at(
              position,
              SqlState.INSUFFICIENT_PRIVILEGE,
              "permission denied: \"" + parts.getLast() + "\" is a system catalog");
      case Found.OfUser(Item item) when item.kind() == kind -> item;
      case Found.OfUser(Item item) ->
          throw DatabaseException.at(
              position,
              SqlState.WRONG_OBJECT_TYPE,
              "\"" + item.name() + "\" is not " + article(kind));
    };
  }

  /// The failure for an object of a kind that is not there.
  public static DatabaseException missing(ItemKind kind, String name, int position) {
    return kind.isRelation() || kind == ItemKind.SEQUENCE
        ? DatabaseException.at(
            position, SqlState.UNDEFINED_TABLE, kind.words() + " \"" + name + "\" does not exist")
        : DatabaseException.at(
            position, SqlState.UNDEFINED_OBJECT, kind.words() + " \"" + name + "\" does not exist");
  }

  /// `a table`, `an index`.
  public static String article(ItemKind kind) {
    return (kind == ItemKind.INDEX ? "an " : "a ") + kind.words();
  }

  /// The schema in which an object of this name is created; its last part is the object's name.
  public Schema schemaForNew(List<String> parts, int position) {
    if (parts.size() > 1) {
      Schema schema = schemaOf(parts, position);
      if (schema == null) {
        throw DatabaseException.at(
            position,
            SqlState.INVALID_SCHEMA_NAME,
            "schema \"" + parts.get(parts.size() - 2) + "\" does not exist");
      }
      if (schema.isSystem()) {
        throw DatabaseException.at(
            position,
            SqlState.INSUFFICIENT_PRIVILEGE,
            "permission denied for schema " + schema.name());
      }
      return schema;
    }
    Schema schema = currentSchema();
    if (schema == null) {
      throw DatabaseException.at(
          position, SqlState.INVALID_SCHEMA_NAME, "no schema has been selected to create in");
    }
    return schema;
  }

  /// The first schema of the search path that exists, or null.
  public @Nullable Schema currentSchema() {
    for (String name : searchPath) {
      Schema schema = schemaNamed(name);
      if (schema != null && !schema.isSystem()) {
        return schema;
      }
    }
    return null;
  }

  /// The session's schema of temporary objects, or null while it has none.
  public @Nullable Schema temporarySchema() {
    return temporary == null ? null : Schema.named(state.schemas(), temporary);
  }

  /// The schemas an unqualified name is looked up in, in that order.
  public List<Schema> searched() {
    List<Schema> schemas = new ArrayList<>();
    Schema own = temporarySchema();
    if (own != null) {
      schemas.add(own);
    }
    schemas.addAll(SystemSchemas.IMPLIED);
    for (String name : searchPath) {
      Schema schema = schemaNamed(name);
      if (schema != null && !schemas.contains(schema)) {
        schemas.add(schema);
      }
    }
    return schemas;
  }

  /// A schema of the current database by name, or null.
  public @Nullable Schema schemaNamed(String name) {
    if (name.equals(Schema.TEMPORARY) || name.equals(temporary)) {
      return temporarySchema();
    }
    Database current = state.database(database);
    return state.schema(current == null ? 0 : current.id(), name);
  }

  /// The current database, which may have been dropped.
  public @Nullable Database currentDatabase() {
    return state.database(database);
  }

  /// The schema of a name of two or three parts without its last, or null.
  private @Nullable Schema schemaOf(List<String> parts, int position) {
    if (parts.size() > 3) {
      throw DatabaseException.at(
          position,
          SqlState.SYNTAX_ERROR,
          "improper qualified name (too many dotted names): " + String.join(".", parts));
    }
    Schema schema =
        parts.size() == 2
            ? schemaNamed(parts.getFirst())
            : schemaIn(parts.getFirst(), parts.get(1), position);
    if (schema != null && schema.isTemporary() && !schema.name().equals(temporary)) {
      throw DatabaseException.at(
          position,
          SqlState.FEATURE_NOT_SUPPORTED,
          "cannot access temporary tables of other sessions");
    }
    return schema;
  }

  /// A schema of a database that must exist, or null.
  public @Nullable Schema schemaIn(String databaseName, String schema, int position) {
    Database named = state.database(databaseName);
    if (named == null) {
      throw DatabaseException.at(
          position,
          SqlState.INVALID_CATALOG_NAME,
          "database \"" + databaseName + "\" does not exist");
    }
    return state.schema(named.id(), schema);
  }

  private @Nullable Found findIn(Schema schema, String name) {
    if (schema.isSystem()) {
      SystemRelation relation = system.find(schema, name);
      return relation == null ? null : new Found.OfSystem(relation);
    }
    Item item = state.itemByName(schema.id(), name);
    return item == null ? null : new Found.OfUser(item);
  }

  /// True if an unqualified name finds the item.
  public boolean isVisible(Item item) {
    return find(List.of(item.name()), 0) instanceof Found.OfUser(Item found)
        && found.id() == item.id();
  }

  /// The name by which the session reaches the item: qualified only where it must be.
  public String displayName(Item item) {
    if (isVisible(item)) {
      return Identifiers.quote(item.name());
    }
    return Identifiers.quote(state.requireSchema(item.schemaId()).name())
        + "."
        + Identifiers.quote(item.name());
  }
}
