package dev.millrace.sql.catalog.relation;

import static dev.millrace.sql.catalog.relation.RelationDefinition.live;
import static dev.millrace.sql.catalog.relation.RelationDefinition.of;

import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Role;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemSchemas;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The relations of `pg_catalog` that are views in PostgreSQL: lists for people, and statistics.
final class PgViews {

  private static final Schema PG = SystemSchemas.PG_CATALOG;

  private static final String TABLE_STATISTICS =
      "relid oid, schemaname name, relname name, seq_scan int8, seq_tup_read int8,"
          + " idx_scan int8, idx_tup_fetch int8, n_tup_ins int8, n_tup_upd int8,"
          + " n_tup_del int8, n_tup_hot_upd int8, n_live_tup int8, n_dead_tup int8,"
          + " n_mod_since_analyze int8, n_ins_since_vacuum int8, last_vacuum timestamptz,"
          + " last_autovacuum timestamptz, last_analyze timestamptz,"
          + " last_autoanalyze timestamptz, vacuum_count int8, autovacuum_count int8,"
          + " analyze_count int8, autoanalyze_count int8";

  private PgViews() {}

  static void addTo(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            PG,
            "pg_tables",
            0,
            "schemaname name, tablename name, tableowner name, tablespace name, hasindexes bool,"
                + " hasrules bool, hastriggers bool, rowsecurity bool",
            PgViews::tables));
    add.accept(
        of(
            PG,
            "pg_views",
            0,
            "schemaname name, viewname name, viewowner name, definition text",
            PgViews::views));
    add.accept(
        of(
            PG,
            "pg_matviews",
            0,
            "schemaname name, matviewname name, matviewowner name, tablespace name,"
                + " hasindexes bool, ispopulated bool, definition text",
            PgViews::materializedViews));
    add.accept(
        of(
            PG,
            "pg_indexes",
            0,
            "schemaname name, tablename name, indexname name, tablespace name, indexdef text",
            PgViews::indexes));
    add.accept(
        live(
            PG,
            "pg_settings",
            "name text, setting text, unit text, category text, short_desc text, extra_desc text,"
                + " context text, vartype text, source text, min_val text, max_val text,"
                + " enumvals text[], boot_val text, reset_val text, sourcefile text,"
                + " sourceline int4, pending_restart bool",
            PgViews::settings));
    add.accept(
        live(
            PG,
            "pg_stat_activity",
            "datid oid, datname name, pid int4, leader_pid int4, usesysid oid, usename name,"
                + " application_name text, client_addr text, client_hostname text,"
                + " client_port int4, backend_start timestamptz, xact_start timestamptz,"
                + " query_start timestamptz, state_change timestamptz, wait_event_type text,"
                + " wait_event text, state text, backend_xid xid, backend_xmin xid,"
                + " query_id int8, query text, backend_type text",
            PgViews::activity));
    add.accept(live(PG, "pg_stat_user_tables", TABLE_STATISTICS, PgViews::statistics));
    add.accept(live(PG, "pg_stat_all_tables", TABLE_STATISTICS, PgViews::statistics));
  }

  private static String schema(RelationContext c, Item item) {
    return c.state().requireSchema(item.schemaId()).name();
  }

  private static String owner(RelationContext c, Item item) {
    Role role = c.state().role(item.ownerId());
    return role == null ? "" : role.name();
  }

  private static void tables(RelationContext c, RowBuilder out) {
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.kind() == ItemKind.TABLE || item.kind() == ItemKind.SOURCE) {
        boolean hasIndexes = !c.state().indexesOn(item.id()).isEmpty();
        out.row(
            schema(c, item), item.name(), owner(c, item), null, hasIndexes, false, false, false);
      }
    }
  }

  private static void views(RelationContext c, RowBuilder out) {
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.body() instanceof ItemBody.View view) {
        out.row(schema(c, item), item.name(), owner(c, item), view.definition().query() + ";");
      }
    }
  }

  private static void materializedViews(RelationContext c, RowBuilder out) {
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.body() instanceof ItemBody.MaterializedView view) {
        boolean hasIndexes = !c.state().indexesOn(item.id()).isEmpty();
        out.row(
            schema(c, item),
            item.name(),
            owner(c, item),
            null,
            hasIndexes,
            true,
            view.definition().query() + ";");
      }
    }
  }

  private static void indexes(RelationContext c, RowBuilder out) {
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.body() instanceof ItemBody.Index index) {
        Item on = c.state().requireItem(index.onId());
        out.row(schema(c, on), on.name(), item.name(), null, Definitions.index(c.names(), item));
      }
    }
  }

  private static void settings(RelationContext c, RowBuilder out) {
    for (RelationContext.Variable v : c.session().variables()) {
      out.row(
          v.name(),
          v.value(),
          null,
          "Millrace",
          v.description(),
          null,
          "user",
          "string",
          "session",
          null,
          null,
          null,
          v.value(),
          v.value(),
          null,
          null,
          false);
    }
  }

  private static void activity(RelationContext c, RowBuilder out) {
    for (LiveState.SessionSample s : c.live().sessionSamples()) {
      var database = c.state().database(s.database());
      var role = c.state().role(s.user());
      out.row(
          database == null ? null : database.oid(),
          s.database(),
          s.processId(),
          null,
          role == null ? null : role.oid(),
          s.user(),
          s.applicationName(),
          s.remoteAddress(),
          null,
          null,
          s.connectedAt(),
          null,
          s.queryStart(),
          s.queryStart(),
          null,
          null,
          s.state(),
          null,
          null,
          null,
          s.query(),
          "client backend");
    }
  }

  private static void statistics(RelationContext c, RowBuilder out) {
    Map<Long, Long> rows = new HashMap<>();
    c.live().engineStatus().collections().forEach(s -> rows.put(s.id().number(), s.rows()));
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.kind() == ItemKind.TABLE || item.kind() == ItemKind.SOURCE) {
        out.row(
            item.oid(),
            schema(c, item),
            item.name(),
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            rows.getOrDefault(item.id(), 0L),
            0,
            0,
            0,
            null,
            null,
            null,
            null,
            0,
            0,
            0,
            0);
      }
    }
  }
}
