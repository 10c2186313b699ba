package dev.millrace.sql.catalog.relation;

import static dev.millrace.sql.catalog.relation.RelationDefinition.empty;
import static dev.millrace.sql.catalog.relation.RelationDefinition.of;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceDescription;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `mz_catalog`'s relations per kind of item: tables, sources, views, indexes, connections,
/// secrets.
final class MzItems {

  private static final Schema MZ = SystemSchemas.MZ_CATALOG;

  private static final String START =
      "id text!, oid oid!, schema_id text!, name text!, owner_id text!, privileges aclitem[]";
  private static final String CREATE = ", create_sql text, redacted_create_sql text";

  private MzItems() {}

  static void addTo(Consumer<RelationDefinition> add) {
    add.accept(kind("mz_tables", ItemKind.TABLE, ", source_id text", _ -> new Object[] {null}));
    add.accept(
        kind(
            "mz_views",
            ItemKind.VIEW,
            ", definition text!",
            i -> new Object[] {((ItemBody.View) i.body()).definition().query() + ";"}));
    add.accept(
        kind(
            "mz_materialized_views",
            ItemKind.MATERIALIZED_VIEW,
            ", cluster_id text!, definition text!",
            i -> {
              ItemBody.MaterializedView view = (ItemBody.MaterializedView) i.body();
              return new Object[] {"u" + view.clusterId(), view.definition().query() + ";"};
            }));
    add.accept(
        kind(
            "mz_sources",
            ItemKind.SOURCE,
            ", type text!, connection_id text, size text, envelope_type text, key_format text,"
                + " value_format text, cluster_id text",
            MzItems::source));
    add.accept(
        kind(
            "mz_connections",
            ItemKind.CONNECTION,
            ", type text!",
            i ->
                new Object[] {
                  ((ItemBody.Connection) i.body())
                      .spec()
                      .type()
                      .toLowerCase(Locale.ROOT)
                      .replace(' ', '-')
                }));
    add.accept(
        of(
            MZ,
            "mz_secrets",
            0,
            START,
            (c, out) -> {
              for (Item i : c.state().items()) {
                if (i.kind() == ItemKind.SECRET) {
                  out.row(start(i));
                }
              }
            }));
    indexes(add);
    add.accept(
        empty(
            MZ,
            "mz_sinks",
            0,
            START
                + ", type text!, connection_id text, size text, envelope_type text, format text,"
                + " key_format text, value_format text, cluster_id text!"
                + CREATE));
    add.accept(empty(MZ, "mz_kafka_sinks", 0, "id text!, topic text!"));
    kafka(add);
    add.accept(
        empty(
            MZ,
            "mz_audit_events",
            0,
            "id uint8!, event_type text!, object_type text!, details jsonb!, user text,"
                + " occurred_at timestamptz!"));
  }

  private static void indexes(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            MZ,
            "mz_indexes",
            0,
            "id text!, oid oid!, name text!, on_id text!, cluster_id text!, owner_id text!"
                + CREATE,
            (c, out) -> {
              for (Item i : c.state().items()) {
                if (i.body() instanceof ItemBody.Index index) {
                  out.row(
                      i.idText(),
                      i.oid(),
                      i.name(),
                      "u" + index.onId(),
                      "u" + index.clusterId(),
                      MzObjects.role(i.ownerId()),
                      i.createSql(),
                      i.createSql());
                }
              }
            }));
    add.accept(
        of(
            MZ,
            "mz_index_columns",
            0,
            "index_id text!, index_position uint8!, on_position uint8, on_expression text,"
                + " nullable bool!",
            (c, out) -> {
              for (Item i : c.state().items()) {
                if (i.body() instanceof ItemBody.Index index) {
                  List<ColumnDefinition> columns = c.state().requireItem(index.onId()).columns();
                  int position = 1;
                  for (int key : index.key()) {
                    boolean isNullable = !columns.get(key).isNotNull();
                    out.row(i.idText(), position++, key + 1, null, isNullable);
                  }
                }
              }
            }));
  }

  private static void kafka(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            MZ,
            "mz_kafka_connections",
            0,
            "id text!, brokers text[]!, sink_progress_topic text!",
            (c, out) -> {
              for (Item i : c.state().items()) {
                if (i.body() instanceof ItemBody.Connection(ConnectionSpec spec)
                    && spec.type().equals("KAFKA")) {
                  out.row(i.idText(), brokers(spec), "");
                }
              }
            }));
    add.accept(
        of(
            MZ,
            "mz_kafka_sources",
            0,
            "id text!, group_id_prefix text, topic text",
            (c, out) -> {
              for (Item i : c.state().items()) {
                SourceSpec spec = i.body() instanceof ItemBody.Source s ? s.spec() : null;
                if (spec != null && spec.connector().equals("kafka")) {
                  out.row(
                      i.idText(),
                      text(spec.options().get("GROUP ID PREFIX")),
                      text(spec.options().get("TOPIC")));
                }
              }
            }));
  }

  private static List<String> brokers(ConnectionSpec spec) {
    List<String> brokers = new ArrayList<>();
    addTexts(spec.options().get("BROKER"), brokers);
    addTexts(spec.options().get("BROKERS"), brokers);
    return brokers;
  }

  private static void addTexts(@Nullable OptionValue value, List<String> texts) {
    switch (value) {
      case null -> {}
      case OptionValue.Text t -> texts.add(t.value());
      case OptionValue.Items items -> items.values().forEach(i -> addTexts(i, texts));
      case OptionValue.Secret _ -> {}
    }
  }

  private static @Nullable String text(@Nullable OptionValue value) {
    return value instanceof OptionValue.Text t ? t.value() : null;
  }

  /// The word `mz_sources.type` has for a source.
  static String sourceType(Item item) {
    ItemBody.Source source = (ItemBody.Source) item.body();
    SourceSpec spec = source.spec();
    if (spec != null) {
      return spec.connector();
    }
    return source.role() == SourceDescription.Role.DEAD_LETTERS ? "dead-letters" : "subsource";
  }

  private static @Nullable Object[] source(Item item) {
    ItemBody.Source source = (ItemBody.Source) item.body();
    SourceSpec spec = source.spec();
    SourceSpec.FormatSpec key = spec == null ? null : spec.keyFormat();
    SourceSpec.FormatSpec value = spec == null ? null : spec.valueFormat();
    return new @Nullable Object[] {
      sourceType(item),
      null,
      null,
      spec == null ? null : spec.envelope().name().toLowerCase(Locale.ROOT),
      key == null ? null : key.format().toLowerCase(Locale.ROOT),
      value == null ? null : value.format().toLowerCase(Locale.ROOT),
      MzObjects.cluster(source.clusterId())
    };
  }

  /// A relation of one kind of items: the common columns, its own, and the statements.
  private static RelationDefinition kind(
      String name, ItemKind kind, String own, Function<Item, @Nullable Object[]> values) {
    return of(
        MZ,
        name,
        0,
        START + own + CREATE,
        (c, out) -> {
          for (Item item : c.state().items()) {
            if (item.kind() == kind) {
              List<@Nullable Object> row = new ArrayList<>();
              java.util.Collections.addAll(row, start(item));
              java.util.Collections.addAll(row, values.apply(item));
              row.add(item.createSql());
              row.add(item.createSql());
              out.row(row.toArray());
            }
          }
        });
  }

  private static @Nullable Object[] start(Item i) {
    return new @Nullable Object[] {
      i.idText(),
      i.oid(),
      MzObjects.schema(i.schemaId()),
      i.name(),
      MzObjects.role(i.ownerId()),
      null
    };
  }
}
