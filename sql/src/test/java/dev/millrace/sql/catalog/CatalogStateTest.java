package dev.millrace.sql.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SourceDescription;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Retention;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.MapType;
import dev.millrace.model.type.RecordType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CatalogStateTest {

  private static final SystemCatalog NO_SYSTEM = new NoSystem();

  @Test
  void everyKindOfObjectComesBackFromItsEntries() {
    CatalogEdit edit = new CatalogEdit(CatalogState.EMPTY).bootstrap();
    CatalogState base = edit.after();
    long schema = base.schemas().iterator().next().id();
    Item secret = item(edit, schema, "pw", Set.of(), new ItemBody.Secret(Slice.utf8("x")));
    Item connection =
        item(
            edit,
            schema,
            "kafka",
            Set.of(secret.id()),
            new ItemBody.Connection(
                new ConnectionSpec(
                    "KAFKA",
                    Map.of(
                        "BROKER",
                        new OptionValue.Text("h:9092"),
                        "SASL PASSWORD",
                        new OptionValue.Secret("u" + secret.id()),
                        "BROKERS",
                        new OptionValue.Items(List.of(new OptionValue.Text("a")))))));
    Item source = item(edit, schema, "s", Set.of(connection.id()), source());
    Item view = item(edit, schema, "v", Set.of(source.id()), view());
    item(
        edit,
        schema,
        "v_idx",
        Set.of(view.id()),
        new ItemBody.Index(view.id(), 1, List.of(0), false, Slice.utf8("plan")));
    edit.comment(new CatalogState.CommentTarget("view", view.id(), 1), "a 'comment'");

    CatalogState after = edit.after();
    CatalogState read = CatalogCodec.decode(entries(edit));

    assertThat(read.items()).containsExactlyElementsOf(after.items());
    assertThat(read.schemas()).containsExactlyElementsOf(after.schemas());
    assertThat(read.databases()).containsExactlyElementsOf(after.databases());
    assertThat(read.roles()).containsExactlyElementsOf(after.roles());
    assertThat(read.clusters()).containsExactlyElementsOf(after.clusters());
    assertThat(read.comments()).isEqualTo(after.comments());
    assertThat(new CatalogEdit(read).newId()).isEqualTo(new CatalogEdit(after).newId());
    assertThat(new CatalogEdit(read).newOid()).isEqualTo(new CatalogEdit(after).newOid());
  }

  @Test
  void droppingTakesIndexesAlongAndIsRefusedForViewsOnTop() {
    CatalogEdit edit = new CatalogEdit(CatalogState.EMPTY).bootstrap();
    long schema = edit.after().schemas().iterator().next().id();
    Item table = item(edit, schema, "t", Set.of(), new ItemBody.Table(List.of()));
    Item index =
        item(
            edit,
            schema,
            "t_idx",
            Set.of(table.id()),
            new ItemBody.Index(table.id(), 0, List.of(), false, Slice.EMPTY));
    CatalogState onlyIndexed = edit.after();
    Item view = item(edit, schema, "v", Set.of(table.id()), view());
    CatalogState state = edit.after();

    Removal alone = Removal.of(onlyIndexed, List.of(table));
    assertThat(alone.items()).containsExactly(index, table);
    assertThat(alone.cascaded()).isEmpty();

    Removal removal = Removal.of(state, List.of(table));
    assertThat(removal.items()).containsExactly(view, index, table);
    Names names = new Names(state, NO_SYSTEM, "materialize", List.of("public"), null);
    assertThatThrownBy(() -> removal.restrict(names, "table t"))
        .isInstanceOfSatisfying(
            DatabaseException.class,
            e -> {
              assertThat(e.state()).isEqualTo(SqlState.DEPENDENT_OBJECTS_STILL_EXIST);
              assertThat(e.message())
                  .isEqualTo("cannot drop table t because other objects depend on it");
              assertThat(e.detail()).isEqualTo("view v depends on table t");
            });
  }

  @Test
  void namesAreFoundThroughTheSearchPathAndByTheirParts() {
    CatalogEdit edit = new CatalogEdit(CatalogState.EMPTY).bootstrap();
    CatalogState base = edit.after();
    Database database = base.databases().iterator().next();
    Schema other = new Schema(edit.newId(), edit.newOid(), database.id(), "other", 1);
    edit.put(other);
    long schema = base.schemas().iterator().next().id();
    Item first = item(edit, schema, "t", Set.of(), new ItemBody.Table(List.of()));
    Item second = item(edit, other.id(), "t", Set.of(), new ItemBody.Table(List.of()));
    Names names = new Names(edit.after(), NO_SYSTEM, "materialize", List.of("no", "other"), null);

    assertThat(names.findItem(List.of("t"), 0)).isEqualTo(second);
    assertThat(names.findItem(List.of("public", "t"), 0)).isEqualTo(first);
    assertThat(names.findItem(List.of("materialize", "public", "t"), 0)).isEqualTo(first);
    assertThat(names.displayName(first)).isEqualTo("public.t");
    assertThat(names.displayName(second)).isEqualTo("t");
    assertThatThrownBy(() -> names.require(ItemKind.VIEW, List.of("t"), 3))
        .hasMessage("\"t\" is not a view");
    assertThatThrownBy(() -> names.find(List.of("nodb", "public", "t"), 3))
        .hasMessage("database \"nodb\" does not exist");
    assertThatThrownBy(() -> names.require(List.of("x", "y"), 3))
        .hasMessage("relation \"x.y\" does not exist");
  }

  @Test
  void namesAreQuotedOnlyWhereTheyNeedIt() {
    assertThat(Identifiers.quote("plain_1")).isEqualTo("plain_1");
    assertThat(Identifiers.quote("Mixed")).isEqualTo("\"Mixed\"");
    assertThat(Identifiers.quote("select")).isEqualTo("\"select\"");
    assertThat(Identifiers.quote("a\"b")).isEqualTo("\"a\"\"b\"");
    assertThat(Identifiers.literal("it's")).isEqualTo("'it''s'");
    assertThat(Identifiers.literal("a\\b")).isEqualTo("E'a\\\\b'");
  }

  private static Item item(
      CatalogEdit edit, long schema, String name, Set<Long> uses, ItemBody body) {
    Item item = new Item(edit.newId(), edit.newOid(), schema, name, 1, "create", uses, body);
    edit.put(item);
    return item;
  }

  private static ItemBody.View view() {
    return new ItemBody.View(
        List.of(ColumnDefinition.of("a", ScalarType.INT4)),
        new ItemBody.Definition(
            "select 1 as a",
            "materialize",
            List.of("public"),
            Map.of("s", 7L),
            Map.of(7L, List.of("a", ""))));
  }

  private static ItemBody.Source source() {
    SourceSpec.FormatSpec avro =
        new SourceSpec.FormatSpec(
            "AVRO", Map.of(), new ConnectionSpec("CONFLUENT SCHEMA REGISTRY", Map.of()), "{}");
    return new ItemBody.Source(
        List.of(
            new ColumnDefinition("key", ScalarType.BYTEA, true),
            ColumnDefinition.of("n", new ScalarType(TypeId.NUMERIC, 655_366)),
            ColumnDefinition.of("l", new ListType(new ArrayType(ScalarType.INT4))),
            ColumnDefinition.of("m", new MapType(ScalarType.TEXT)),
            ColumnDefinition.of(
                "r", new RecordType(List.of(new RecordType.Field("f1", ScalarType.BOOL))))),
        SourceDescription.Role.MAIN,
        new SourceSpec(
            "kafka",
            "",
            Map.of("TOPIC", new OptionValue.Text("t")),
            null,
            null,
            avro,
            List.of(new SourceSpec.IncludeSpec("TIMESTAMP", null, "ts", false)),
            SourceSpec.Envelope.UPSERT,
            null),
        0,
        List.of(5L),
        1,
        Action.Keeping.KEYED,
        List.of(0),
        true,
        new Retention(60_000, Long.MAX_VALUE));
  }

  private static TreeMap<String, byte[]> entries(CatalogEdit edit) {
    TreeMap<String, byte[]> entries = new TreeMap<>();
    for (Change.CatalogEntry entry : edit.change(List.of(), List.of()).catalog()) {
      byte[] value = entry.value();
      assertThat(value).isNotNull();
      entries.put(entry.key(), value);
    }
    return entries;
  }

  private static final class NoSystem implements SystemCatalog {
    @Override
    public @org.jspecify.annotations.Nullable SystemRelation find(Schema schema, String name) {
      return null;
    }

    @Override
    public @org.jspecify.annotations.Nullable SystemRelation byId(long id) {
      return null;
    }

    @Override
    public @org.jspecify.annotations.Nullable SystemRelation byOid(int oid) {
      return null;
    }

    @Override
    public Collection<SystemRelation> all() {
      return List.of();
    }
  }
}
