package dev.millrace.sql.catalog.relation;

import static dev.millrace.sql.catalog.relation.RelationDefinition.empty;
import static dev.millrace.sql.catalog.relation.RelationDefinition.live;
import static dev.millrace.sql.catalog.relation.RelationDefinition.of;

import dev.millrace.dataflow.port.EngineStatus;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.sql.catalog.Cluster;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemSchemas;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `mz_internal`: comments, dependencies, and how everything is doing right now.
final class MzInternal {

  private static final Schema MZ = SystemSchemas.MZ_INTERNAL;

  private MzInternal() {}

  static void addTo(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            MZ,
            "mz_comments",
            0,
            "id text!, object_type text!, object_sub_id int4, comment text!",
            (c, out) ->
                c.state()
                    .comments()
                    .forEach((t, text) ->
                        out.row("u" + t.id(), t.kind(), t.subId() == 0 ? null : t.subId(), text))));
    add.accept(
        of(
            MZ,
            "mz_object_dependencies",
            0,
            "object_id text!, referenced_object_id text!",
            (c, out) -> {
              for (Item item : c.state().items()) {
                item.uses().forEach(used -> out.row(item.idText(), "u" + used));
              }
            }));
    add.accept(
        of(
            MZ,
            "mz_compute_dependencies",
            0,
            "object_id text!, dependency_id text!",
            (c, out) -> {
              for (Item item : c.state().items()) {
                if (item.kind() == ItemKind.INDEX || item.kind() == ItemKind.MATERIALIZED_VIEW) {
                  item.uses().forEach(used -> out.row(item.idText(), "u" + used));
                }
              }
            }));
    sources(add);
    running(add);
    sessions(add);
    transactions(add);
    engine(add);
    emptyOnes(add);
  }

  private static void sources(Consumer<RelationDefinition> add) {
    add.accept(
        live(
            MZ,
            "mz_source_statuses",
            "id text!, name text!, type text!, last_status_change_at timestamptz, status text!,"
                + " error text, details jsonb",
            (c, out) -> {
              for (LiveState.SourceSample s : c.live().sourceSamples()) {
                Item item = c.state().item(s.itemId());
                if (item != null) {
                  out.row(
                      item.idText(),
                      item.name(),
                      MzItems.sourceType(item),
                      s.since(),
                      s.status(),
                      s.error(),
                      null);
                }
              }
            }));
    add.accept(
        live(
            MZ,
            "mz_source_statistics",
            "id text!, messages_received uint8!, bytes_received uint8!, updates_staged uint8!,"
                + " updates_committed uint8!, records_indexed uint8!, bytes_indexed uint8!,"
                + " offset_known uint8, offset_committed uint8, dead_letters uint8!",
            (c, out) -> {
              for (LiveState.SourceSample s : c.live().sourceSamples()) {
                Map<String, Long> counts = s.statistics();
                out.row(
                    "u" + s.itemId(),
                    counts.getOrDefault("messages_received", 0L),
                    counts.getOrDefault("bytes_received", 0L),
                    counts.getOrDefault("updates_staged", 0L),
                    counts.getOrDefault("updates_committed", 0L),
                    counts.getOrDefault("records_indexed", 0L),
                    counts.getOrDefault("bytes_indexed", 0L),
                    counts.get("offset_known"),
                    counts.get("offset_committed"),
                    counts.getOrDefault("dead_letters", 0L));
              }
            }));
    add.accept(
        of(
            MZ,
            "mz_webhook_sources",
            0,
            "id text!, name text!, url text!",
            (c, out) -> {
              for (Item item : c.state().items()) {
                if (item.body() instanceof ItemBody.Source s && s.isWebhook()) {
                  out.row(item.idText(), item.name(), c.state().webhookPath(item));
                }
              }
            }));
    add.accept(
        live(
            MZ,
            "millrace_source_counters",
            "id text!, name text!, counter text!, value int8!",
            (c, out) -> {
              for (LiveState.SourceSample s : c.live().sourceSamples()) {
                Item item = c.state().item(s.itemId());
                if (item != null) {
                  s.statistics().forEach((k, v) -> out.row(item.idText(), item.name(), k, v));
                }
              }
            }));
  }

  private static void running(Consumer<RelationDefinition> add) {
    add.accept(
        live(
            MZ,
            "mz_hydration_statuses",
            "object_id text!, replica_id text, hydrated bool!",
            (c, out) -> {
              Map<Long, EngineStatus.CollectionStatus> statuses = collections(c);
              for (Item item : c.state().items()) {
                EngineStatus.CollectionStatus status = statuses.get(item.id());
                if (status != null) {
                  out.row(item.idText(), firstReplica(c, item), status.failure() == null);
                }
              }
            }));
    add.accept(
        live(
            MZ,
            "mz_frontiers",
            "object_id text!, read_frontier mz_timestamp, write_frontier mz_timestamp",
            (c, out) -> {
              long now = c.live().nowMillis();
              Map<Long, EngineStatus.CollectionStatus> statuses = collections(c);
              for (Item item : c.state().items()) {
                if (statuses.containsKey(item.id())) {
                  out.row(item.idText(), now, now + 1);
                }
              }
            }));
  }

  private static Map<Long, EngineStatus.CollectionStatus> collections(RelationContext c) {
    Map<Long, EngineStatus.CollectionStatus> statuses = new HashMap<>();
    c.live().engineStatus().collections().forEach(s -> statuses.put(s.id().number(), s));
    return statuses;
  }

  private static @Nullable String firstReplica(RelationContext c, Item item) {
    long id =
        switch (item.body()) {
          case ItemBody.Index i -> i.clusterId();
          case ItemBody.MaterializedView m -> m.clusterId();
          case ItemBody.Source s -> s.clusterId();
          case ItemBody.Table _,
              ItemBody.View _,
              ItemBody.Sequence _,
              ItemBody.Connection _,
              ItemBody.Secret _ ->
              0;
        };
    Cluster cluster = c.state().cluster(id);
    return cluster == null || cluster.replicas().isEmpty()
        ? null
        : "u" + cluster.replicas().getFirst().id();
  }

  private static void sessions(Consumer<RelationDefinition> add) {
    add.accept(
        live(
            MZ,
            "mz_sessions",
            "id uuid!, connection_id uint4!, role_id text!, client_ip text,"
                + " connected_at timestamptz!",
            (c, out) -> {
              for (LiveState.SessionSample s : c.live().sessionSamples()) {
                var role = c.state().role(s.user());
                out.row(
                    UUID.fromString(s.id()),
                    s.processId(),
                    MzObjects.role(role == null ? 0 : role.id()),
                    s.remoteAddress(),
                    s.connectedAt());
              }
            }));
    add.accept(
        live(
            MZ,
            "mz_subscriptions",
            "id text!, session_id uuid!, cluster_id text!, created_at timestamptz!,"
                + " referenced_object_ids text[]!",
            (c, out) -> {
              for (LiveState.SubscriptionSample s : c.live().subscriptionSamples()) {
                out.row(
                    s.id(),
                    UUID.fromString(s.sessionId()),
                    "u" + c.state().clusters().iterator().next().id(),
                    s.createdAt(),
                    s.referenced().stream().map(id -> "u" + id).toList());
              }
            }));
  }

  private static void transactions(Consumer<RelationDefinition> add) {
    add.accept(
        live(
            MZ,
            "millrace_transactions",
            "process_id int4!, state text!, started_at timestamptz!, read_at mz_timestamp,"
                + " written_rows int8!, written_bytes int8!",
            (c, out) -> {
              for (LiveState.TransactionSample s : c.live().transactionSamples()) {
                out.row(
                    s.processId(),
                    s.state(),
                    s.startedAt(),
                    s.readMillis(),
                    s.writtenRows(),
                    s.writtenBytes());
              }
            }));
  }

  private static void engine(Consumer<RelationDefinition> add) {
    add.accept(
        live(
            MZ,
            "millrace_steps",
            "steps int8!, step_micros_p50 int8!, step_micros_p99 int8!, step_micros_max int8!,"
                + " rows_in int8!, journal_bytes int8!, pins int4!, pin_bytes int8!",
            (c, out) -> {
              EngineStatus s = c.live().engineStatus();
              out.row(
                  s.steps(),
                  s.stepMicrosP50(),
                  s.stepMicrosP99(),
                  s.stepMicrosMax(),
                  s.rowsIn(),
                  s.journalBytes(),
                  s.pins(),
                  s.pinBytes());
            }));
    add.accept(
        live(
            MZ,
            "millrace_collections",
            "id text!, name text!, rows int8!, bytes int8!, errors int8!, queued_bytes int8!,"
                + " failure text",
            (c, out) -> {
              for (EngineStatus.CollectionStatus s : c.live().engineStatus().collections()) {
                DatabaseException failure = s.failure();
                out.row(
                    s.id().toString(),
                    s.name(),
                    s.rows(),
                    s.bytes(),
                    s.errors(),
                    s.queuedBytes(),
                    failure == null ? null : failure.message());
              }
            }));
    add.accept(
        live(
            MZ,
            "millrace_operators",
            "operator int4!, description text!, rows_in int8!, rows_out int8!,"
                + " state_rows int8!, micros int8!",
            (c, out) -> {
              for (EngineStatus.OperatorStatus s : c.live().engineStatus().operators()) {
                out.row(
                    s.operator(),
                    s.description(),
                    s.rowsIn(),
                    s.rowsOut(),
                    s.stateRows(),
                    s.micros());
              }
            }));
  }

  private static void emptyOnes(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            MZ,
            "mz_cluster_replica_statuses",
            0,
            "replica_id text!, process_id uint8!, status text!, reason text,"
                + " updated_at timestamptz!",
            (c, out) -> {
              for (Cluster cluster : c.state().clusters()) {
                for (Cluster.Replica r : cluster.replicas()) {
                  out.row("u" + r.id(), 0, "online", null, Instant.EPOCH);
                }
              }
            }));
    add.accept(
        empty(
            MZ,
            "mz_cluster_schedules",
            0,
            "cluster_id text!, type text!, refresh_hydration_time_estimate interval"));
    add.accept(
        empty(
            MZ,
            "mz_sink_statuses",
            0,
            "id text!, name text!, type text!, last_status_change_at timestamptz, status text!,"
                + " error text, details jsonb"));
    add.accept(
        empty(
            MZ,
            "mz_show_my_database_privileges",
            0,
            "grantor text, grantee text, name text, privilege_type text"));
    add.accept(
        empty(
            MZ,
            "mz_show_default_privileges",
            0,
            "object_owner text, database text, schema text, object_type text, grantee text,"
                + " privilege_type text"));
    add.accept(
        empty(
            MZ,
            "mz_materialized_view_refresh_strategies",
            0,
            "materialized_view_id text!, type text!, interval interval, aligned_to timestamptz,"
                + " at timestamptz"));
    add.accept(
        empty(
            MZ,
            "mz_notices",
            0,
            "id text!, notice_type text!, message text!, hint text!, action text,"
                + " object_id text, created_at timestamptz!"));
  }
}
