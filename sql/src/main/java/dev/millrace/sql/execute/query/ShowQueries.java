package dev.millrace.sql.execute.query;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.sql.execute.query.Shows.Places;
import dev.millrace.sql.statement.ObjectName;
import dev.millrace.sql.statement.ShowStatement.ShowObjects;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The query behind each kind of SHOW.
final class ShowQueries {

  private static final String COMMENT =
      "coalesce((SELECT c.comment FROM mz_internal.mz_comments c"
          + " WHERE c.id = o.id AND c.object_sub_id IS NULL), '') AS comment";

  private ShowQueries() {}

  static String of(ShowObjects show, Places places) {
    return switch (show.what()) {
      case "databases" -> "SELECT name, " + COMMENT + " FROM mz_catalog.mz_databases o";
      case "schemas" ->
          "SELECT name, "
              + COMMENT
              + " FROM mz_catalog.mz_schemas o WHERE database_id IS NULL OR database_id = '"
              + places.databaseId()
              + "'";
      case "roles" -> "SELECT name, " + COMMENT + " FROM mz_catalog.mz_roles o";
      case "secrets" -> plain("mz_secrets", places);
      case "views" -> plain("mz_views", places);
      case "types" -> plain("mz_types", places);
      case "tables" -> plain("mz_tables", places);
      case "objects" ->
          "SELECT name, type, " + COMMENT + " FROM mz_catalog.mz_objects o" + inSchema(places);
      case "connections" ->
          "SELECT name, type, " + COMMENT + " FROM mz_catalog.mz_connections o" + inSchema(places);
      case "sources" ->
          "SELECT o.name, o.type, l.name AS cluster, " + COMMENT + clustered("mz_sources", places);
      case "subsources" ->
          "SELECT o.name, o.type FROM mz_catalog.mz_sources o"
              + inSchema(places)
              + " AND o.type IN ('subsource', 'dead-letters')"
              + parent(show.on(), places);
      case "sinks" ->
          "SELECT o.name, o.type, l.name AS cluster, " + COMMENT + clustered("mz_sinks", places);
      case "materialized views" ->
          "SELECT o.name, l.name AS cluster, "
              + COMMENT
              + clustered("mz_materialized_views", places);
      case "indexes" -> indexes(show, places);
      case "columns", "fields" -> columns(show, places);
      case "clusters" ->
          "SELECT o.name, (SELECT string_agg(r.name || coalesce(' (' || r.size || ')', ''), ', '"
              + " ORDER BY r.name) FROM mz_catalog.mz_cluster_replicas r"
              + " WHERE r.cluster_id = o.id) AS replicas, "
              + COMMENT
              + " FROM mz_catalog.mz_clusters o";
      case "cluster replicas" ->
          "SELECT l.name AS cluster, o.name AS replica, o.size, true AS ready, "
              + COMMENT
              + " FROM mz_catalog.mz_cluster_replicas o JOIN mz_catalog.mz_clusters l"
              + " ON l.id = o.cluster_id";
      default ->
          throw DatabaseException.notSupported(
              "SHOW " + show.what().toUpperCase(Locale.ROOT), show.position());
    };
  }

  private static String inSchema(Places places) {
    return " WHERE o.schema_id = '" + places.schemaId() + "'";
  }

  private static String plain(String relation, Places places) {
    return "SELECT name, " + COMMENT + " FROM mz_catalog." + relation + " o" + inSchema(places);
  }

  private static String clustered(String relation, Places places) {
    return " FROM mz_catalog."
        + relation
        + " o LEFT JOIN mz_catalog.mz_clusters l ON l.id = o.cluster_id"
        + inSchema(places)
        + places.inCluster("l.name");
  }

  private static String parent(@Nullable ObjectName source, Places places) {
    return source == null
        ? ""
        : " AND o.id IN (SELECT d.object_id FROM mz_internal.mz_object_dependencies d"
            + " WHERE d.referenced_object_id = '"
            + places.relationId(source)
            + "')";
  }

  private static String indexes(ShowObjects show, Places places) {
    String on =
        show.on() == null
            ? " WHERE r.schema_id = '" + places.schemaId() + "'"
            : " WHERE o.on_id = '" + places.relationId(show.on()) + "'";
    return "SELECT o.name, r.name AS \"on\", l.name AS cluster,"
        + " (SELECT array_agg(c.name ORDER BY k.index_position)"
        + " FROM mz_catalog.mz_index_columns k JOIN mz_catalog.mz_columns c"
        + " ON c.id = o.on_id AND c.position = k.on_position"
        + " WHERE k.index_id = o.id) AS key, "
        + COMMENT
        + " FROM mz_catalog.mz_indexes o JOIN mz_catalog.mz_objects r ON r.id = o.on_id"
        + " LEFT JOIN mz_catalog.mz_clusters l ON l.id = o.cluster_id"
        + on
        + places.inCluster("l.name");
  }

  private static String columns(ShowObjects show, Places places) {
    ObjectName from = show.from() != null ? show.from() : show.on();
    if (from == null) {
      throw DatabaseException.notSupported("SHOW COLUMNS without a relation", show.position());
    }
    return "SELECT o.name, o.position, o.nullable, o.type, coalesce((SELECT c.comment"
        + " FROM mz_internal.mz_comments c WHERE c.id = o.id"
        + " AND c.object_sub_id = o.position::int8::int4), '') AS comment"
        + " FROM mz_catalog.mz_columns o WHERE o.id = '"
        + places.relationId(from)
        + "'";
  }
}
