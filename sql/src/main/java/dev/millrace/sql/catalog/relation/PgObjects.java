package dev.millrace.sql.catalog.relation;

import static dev.millrace.sql.catalog.relation.RelationDefinition.of;

import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeCategory;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemRelation;
import dev.millrace.sql.catalog.SystemSchemas;
import dev.millrace.sql.catalog.table.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// `pg_class` and what hangs on it. Like PostgreSQL's, they show the current database.
final class PgObjects {

  /// OIDs of the catalogs that `classoid` and regclass literals name, as in PostgreSQL.
  static final int PG_CLASS = 1259;

  static final int PG_REWRITE = 2618;
  static final int PG_NAMESPACE = 2615;
  static final int PG_DATABASE = 1262;
  static final int PG_AUTHID = 1260;

  /// The access methods: PostgreSQL's heap, and ours.
  static final int HEAP = 2;

  static final int ARRANGEMENT = 16_650;

  /// The collation of every text column: PostgreSQL's `default`.
  static final int DEFAULT_COLLATION = 100;

  private static final Schema PG = SystemSchemas.PG_CATALOG;

  private PgObjects() {}

  static void addTo(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            PG,
            "pg_namespace",
            PG_NAMESPACE,
            "oid oid!, nspname name!, nspowner oid!, nspacl aclitem[]",
            PgObjects::namespaces));
    add.accept(
        of(
            PG,
            "pg_class",
            PG_CLASS,
            "oid oid!, relname name!, relnamespace oid!, reltype oid!, reloftype oid!,"
                + " relowner oid!, relam oid!, relfilenode oid!, reltablespace oid!,"
                + " relpages int4!, reltuples float4!, relallvisible int4!, reltoastrelid oid!,"
                + " relhasindex bool!, relisshared bool!, relpersistence char!, relkind char!,"
                + " relnatts int2!, relchecks int2!, relhasrules bool!, relhastriggers bool!,"
                + " relhassubclass bool!, relrowsecurity bool!, relforcerowsecurity bool!,"
                + " relispopulated bool!, relreplident char!, relispartition bool!,"
                + " relrewrite oid!, relfrozenxid xid!, relminmxid xid!, relacl aclitem[],"
                + " reloptions text[], relpartbound pg_node_tree",
            PgObjects::classes));
    add.accept(
        of(
            PG,
            "pg_attribute",
            1249,
            "attrelid oid!, attname name!, atttypid oid!, attstattarget int4!, attlen int2!,"
                + " attnum int2!, attndims int4!, attcacheoff int4!, atttypmod int4!,"
                + " attbyval bool!, attalign char!, attstorage char!, attcompression char!,"
                + " attnotnull bool!, atthasdef bool!, atthasmissing bool!, attidentity char!,"
                + " attgenerated char!, attisdropped bool!, attislocal bool!, attinhcount int4!,"
                + " attcollation oid!, attacl aclitem[], attoptions text[],"
                + " attfdwoptions text[], attmissingval text",
            PgObjects::attributes));
    add.accept(
        of(
            PG,
            "pg_attrdef",
            2604,
            "oid oid!, adrelid oid!, adnum int2!, adbin pg_node_tree!",
            PgObjects::defaults));
    add.accept(
        of(
            PG,
            "pg_index",
            2610,
            "indexrelid oid!, indrelid oid!, indnatts int2!, indnkeyatts int2!,"
                + " indisunique bool!, indnullsnotdistinct bool!, indisprimary bool!,"
                + " indisexclusion bool!, indimmediate bool!, indisclustered bool!,"
                + " indisvalid bool!, indcheckxmin bool!, indisready bool!, indislive bool!,"
                + " indisreplident bool!, indkey int2vector!, indcollation oidvector!,"
                + " indclass oidvector!,"
                + " indoption int2vector!, indexprs pg_node_tree, indpred pg_node_tree",
            PgObjects::indexes));
    add.accept(
        of(
            PG,
            "pg_description",
            2609,
            "objoid oid!, classoid oid!, objsubid int4!, description text!",
            PgObjects::descriptions));
    add.accept(
        of(
            PG,
            "pg_depend",
            2608,
            "classid oid!, objid oid!, objsubid int4!, refclassid oid!, refobjid oid!,"
                + " refobjsubid int4!, deptype char!",
            PgObjects::dependencies));
    add.accept(
        of(
            PG,
            "pg_rewrite",
            PG_REWRITE,
            "oid oid!, rulename name!, ev_class oid!, ev_type char!, ev_enabled char!,"
                + " is_instead bool!, ev_qual pg_node_tree!, ev_action pg_node_tree!",
            PgObjects::rules));
  }

  private static void namespaces(RelationContext c, RowBuilder out) {
    for (Schema schema : SystemSchemas.ALL) {
      out.row(schema.oid(), schema.name(), c.ownerOid(0), null);
    }
    for (Schema schema : c.state().schemas()) {
      if (c.isShown(schema)) {
        out.row(schema.oid(), schema.name(), c.ownerOid(schema.ownerId()), null);
      }
    }
  }

  /// Relations and indexes of the current database.
  static List<Item> shownRelations(RelationContext c) {
    List<Item> shown = new ArrayList<>();
    for (Item item : c.state().items()) {
      boolean isInClass =
          item.kind().isRelation()
              || item.kind() == ItemKind.INDEX
              || item.kind() == ItemKind.SEQUENCE;
      if (isInClass && c.isShown(c.state().requireSchema(item.schemaId()))) {
        shown.add(item);
      }
    }
    return shown;
  }

  private static void classes(RelationContext c, RowBuilder out) {
    for (SystemRelation relation : c.system().all()) {
      char kind = relation.schema().equals(SystemSchemas.PG_CATALOG) ? 'r' : 'v';
      classRow(
          out,
          relation.oid(),
          relation.name(),
          relation.schema(),
          c.ownerOid(0),
          kind == 'r' ? HEAP : 0,
          false,
          kind,
          relation.columns().size(),
          0);
    }
    for (Item item : shownRelations(c)) {
      boolean hasIndex = !c.state().indexesOn(item.id()).isEmpty();
      int columns =
          item.body() instanceof ItemBody.Index index ? index.key().size() : item.columns().size();
      int method =
          switch (item.kind()) {
            case INDEX -> ARRANGEMENT;
            case TABLE, MATERIALIZED_VIEW -> HEAP;
            case SOURCE, VIEW, SEQUENCE, CONNECTION, SECRET -> 0;
          };
      classRow(
          out,
          item.oid(),
          item.name(),
          c.state().requireSchema(item.schemaId()),
          c.ownerOid(item.ownerId()),
          method,
          hasIndex,
          item.kind().relkind(),
          columns,
          checks(item));
    }
  }

  private static int checks(Item item) {
    return item.body() instanceof ItemBody.Table table
        ? (int) table.constraints().stream().filter(k -> k instanceof Constraint.Check).count()
        : 0;
  }

  @SuppressWarnings("TooManyParameters") // a row
  private static void classRow(
      RowBuilder out,
      int oid,
      String name,
      Schema schema,
      int owner,
      int method,
      boolean hasIndex,
      char kind,
      int columns,
      int checks) {
    boolean hasRules = kind == 'v' || kind == 'm';
    out.row(
        oid,
        name,
        schema.oid(),
        0,
        0,
        owner,
        method,
        0,
        0,
        0,
        -1f,
        0,
        0,
        hasIndex,
        false,
        schema.isTemporary() ? 't' : 'p',
        kind,
        columns,
        checks,
        hasRules,
        false,
        false,
        false,
        false,
        true,
        kind == 'i' ? 'n' : 'd',
        false,
        0,
        0,
        0,
        null,
        null,
        null);
  }

  private static void attributes(RelationContext c, RowBuilder out) {
    for (SystemRelation relation : c.system().all()) {
      attributeRows(c, out, relation.oid(), relation.columns());
    }
    for (Item item : shownRelations(c)) {
      attributeRows(c, out, item.oid(), columnsOf(c.state(), item));
    }
  }

  /// The columns of a relation, or the key columns of an index.
  static List<ColumnDefinition> columnsOf(CatalogState state, Item item) {
    if (item.body() instanceof ItemBody.Index index) {
      List<ColumnDefinition> columns = state.requireItem(index.onId()).columns();
      return index.key().stream().map(columns::get).toList();
    }
    return item.columns();
  }

  private static void attributeRows(
      RelationContext c, RowBuilder out, int relation, List<ColumnDefinition> columns) {
    int number = 1;
    for (ColumnDefinition column : columns) {
      boolean hasDefault = TableFacts.defaultText(c.state(), column) != null;
      SqlType type = column.type();
      boolean isByValue = type.length() > 0 && type.length() <= 8;
      out.row(
          relation,
          column.name(),
          type.oid(),
          -1,
          type.length(),
          number++,
          type.category() == TypeCategory.ARRAY ? 1 : 0,
          -1,
          type.typmod(),
          isByValue,
          'i',
          type.length() > 0 ? 'p' : 'x',
          "",
          column.isNotNull(),
          hasDefault,
          column.tenure().isAdded(),
          TableFacts.identity(column),
          column.filling().isGenerated() ? "s" : "",
          column.isDropped(),
          true,
          0,
          type.category() == TypeCategory.STRING ? DEFAULT_COLLATION : 0,
          null,
          null,
          null,
          null);
    }
  }

  /// `pg_attrdef.oid` is made of the relation's and the column's number: nothing else refers to it.
  private static void defaults(RelationContext c, RowBuilder out) {
    for (Item item : shownRelations(c)) {
      int number = 0;
      for (ColumnDefinition column : item.columns()) {
        number++;
        String text = TableFacts.defaultText(c.state(), column);
        if (text != null && !column.isDropped()) {
          out.row(item.oid() * 1_000 + number, item.oid(), number, text);
        }
      }
    }
  }

  private static void indexes(RelationContext c, RowBuilder out) {
    for (Item item : shownRelations(c)) {
      if (item.body() instanceof ItemBody.Index index) {
        int size = index.key().size();
        List<Integer> zeros = new ArrayList<>(java.util.Collections.nCopies(size, 0));
        out.row(
            item.oid(),
            c.state().requireItem(index.onId()).oid(),
            size,
            size,
            index.isUnique(),
            false,
            TableFacts.isPrimary(c.state(), item),
            false,
            true,
            false,
            true,
            false,
            true,
            true,
            false,
            new RowBuilder.Vector(index.key().stream().map(k -> k + 1).toList()),
            new RowBuilder.Vector(zeros),
            new RowBuilder.Vector(zeros),
            new RowBuilder.Vector(zeros),
            null,
            null);
      }
    }
  }

  private static void descriptions(RelationContext c, RowBuilder out) {
    c.state()
        .comments()
        .forEach((target, text) -> {
          Item item = c.state().item(target.id());
          if (target.kind().equals("schema")) {
            out.row(c.state().requireSchema(target.id()).oid(), PG_NAMESPACE, 0, text);
          } else if (item != null && item.kind().catalogName().equals(target.kind())) {
            out.row(item.oid(), PG_CLASS, target.subId(), text);
          }
        });
  }

  /// Views depend on what they read through their rules, as in PostgreSQL.
  private static void dependencies(RelationContext c, RowBuilder out) {
    for (Item item : shownRelations(c)) {
      boolean isView = item.kind() == ItemKind.VIEW || item.kind() == ItemKind.MATERIALIZED_VIEW;
      if (isView) {
        out.row(PG_REWRITE, ruleOid(item), 0, PG_CLASS, item.oid(), 0, 'i');
      }
      for (long used : item.uses()) {
        Item other = c.state().requireItem(used);
        out.row(
            isView ? PG_REWRITE : PG_CLASS,
            isView ? ruleOid(item) : item.oid(),
            0,
            PG_CLASS,
            other.oid(),
            0,
            item.kind() == ItemKind.INDEX ? 'a' : 'n');
      }
    }
  }

  private static void rules(RelationContext c, RowBuilder out) {
    for (Item item : shownRelations(c)) {
      if (item.kind() == ItemKind.VIEW || item.kind() == ItemKind.MATERIALIZED_VIEW) {
        out.row(ruleOid(item), "_RETURN", item.oid(), '1', 'O', true, "<>", item.createSql());
      }
    }
  }

  /// A view has exactly one rule; its OID is far from the objects'.
  private static int ruleOid(Item view) {
    return view.oid() + 1_000_000_000;
  }
}
