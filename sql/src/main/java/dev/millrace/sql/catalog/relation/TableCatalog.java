package dev.millrace.sql.catalog.relation;

import static dev.millrace.sql.catalog.relation.RelationDefinition.live;
import static dev.millrace.sql.catalog.relation.RelationDefinition.of;

import dev.millrace.model.type.TypeId;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemSchemas;
import dev.millrace.sql.catalog.table.Constraint;
import dev.millrace.sql.catalog.table.SequenceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Constraints of tables and sequences, in PostgreSQL's catalog and in the information schema.
final class TableCatalog {

  private static final Schema PG = SystemSchemas.PG_CATALOG;
  private static final Schema IS = SystemSchemas.INFORMATION_SCHEMA;

  private TableCatalog() {}

  static void addTo(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            PG,
            "pg_constraint",
            2606,
            "oid oid!, conname name!, connamespace oid!, contype char!, condeferrable bool!,"
                + " condeferred bool!, convalidated bool!, conrelid oid!, contypid oid!,"
                + " conindid oid!, conparentid oid!, confrelid oid!, confupdtype char!,"
                + " confdeltype char!, confmatchtype char!, conislocal bool!, coninhcount int4!,"
                + " connoinherit bool!, conkey int2[], confkey int2[], conpfeqop oid[],"
                + " conppeqop oid[], conffeqop oid[], confdelsetcols int2[], conexclop oid[],"
                + " conbin pg_node_tree",
            (c, out) -> each(c, (item, table, k) -> constraint(c, out, item, k))));
    add.accept(
        of(
            PG,
            "pg_sequence",
            2224,
            "seqrelid oid!, seqtypid oid!, seqstart int8!, seqincrement int8!, seqmax int8!,"
                + " seqmin int8!, seqcache int8!, seqcycle bool!",
            TableCatalog::sequences));
    add.accept(
        live(
            PG,
            "pg_sequences",
            "schemaname name, sequencename name, sequenceowner name, data_type regtype,"
                + " start_value int8, min_value int8, max_value int8, increment_by int8,"
                + " cycle bool, cache_size int8, last_value int8",
            TableCatalog::sequenceViews));
    addStandardTo(add);
  }

  private static void addStandardTo(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            IS,
            "table_constraints",
            0,
            "constraint_catalog text, constraint_schema text, constraint_name text,"
                + " table_catalog text, table_schema text, table_name text,"
                + " constraint_type text, is_deferrable text, initially_deferred text,"
                + " enforced text, nulls_distinct text",
            TableCatalog::tableConstraints));
    add.accept(
        of(
            IS,
            "key_column_usage",
            0,
            "constraint_catalog text, constraint_schema text, constraint_name text,"
                + " table_catalog text, table_schema text, table_name text, column_name text,"
                + " ordinal_position int4, position_in_unique_constraint int4",
            TableCatalog::keyColumns));
    add.accept(
        of(
            IS,
            "constraint_column_usage",
            0,
            "table_catalog text, table_schema text, table_name text, column_name text,"
                + " constraint_catalog text, constraint_schema text, constraint_name text",
            TableCatalog::constraintColumns));
    add.accept(
        of(
            IS,
            "check_constraints",
            0,
            "constraint_catalog text, constraint_schema text, constraint_name text,"
                + " check_clause text",
            TableCatalog::checks));
    add.accept(
        of(
            IS,
            "sequences",
            0,
            "sequence_catalog text, sequence_schema text, sequence_name text, data_type text,"
                + " numeric_precision int4, numeric_precision_radix int4, numeric_scale int4,"
                + " start_value text, minimum_value text, maximum_value text, increment text,"
                + " cycle_option text",
            TableCatalog::standardSequences));
  }

  private interface OfTable {
    void accept(Item item, ItemBody.Table table, Constraint constraint);
  }

  private static void each(RelationContext c, OfTable action) {
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.body() instanceof ItemBody.Table table) {
        table.constraints().forEach(k -> action.accept(item, table, k));
      }
    }
  }

  private static void constraint(RelationContext c, RowBuilder out, Item item, Constraint k) {
    Schema schema = c.state().requireSchema(item.schemaId());
    boolean isCheck = k instanceof Constraint.Check;
    int index = k instanceof Constraint.Key key ? c.state().requireItem(key.indexId()).oid() : 0;
    out.row(
        k.oid(),
        k.name(),
        schema.oid(),
        isCheck ? 'c' : ((Constraint.Key) k).isPrimary() ? 'p' : 'u',
        false,
        false,
        true,
        item.oid(),
        0,
        index,
        0,
        0,
        ' ',
        ' ',
        ' ',
        true,
        0,
        !isCheck,
        k.columns().stream().map(i -> i + 1).toList(),
        null,
        null,
        null,
        null,
        null,
        null,
        k instanceof Constraint.Check check ? check.condition() : null);
  }

  private static void sequences(RelationContext c, RowBuilder out) {
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.body() instanceof ItemBody.Sequence(SequenceDefinition d, _)) {
        out.row(
            item.oid(),
            d.type().oid(),
            d.start(),
            d.increment(),
            d.maximum(),
            d.minimum(),
            d.cache(),
            d.isCycle());
      }
    }
  }

  private static void sequenceViews(RelationContext c, RowBuilder out) {
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.body() instanceof ItemBody.Sequence(SequenceDefinition d, _)) {
        var owner = c.state().role(item.ownerId());
        out.row(
            c.state().requireSchema(item.schemaId()).name(),
            item.name(),
            owner == null ? null : owner.name(),
            d.type().oid(),
            d.start(),
            d.minimum(),
            d.maximum(),
            d.increment(),
            d.isCycle(),
            d.cache(),
            c.session().reached(item));
      }
    }
  }

  private static void tableConstraints(RelationContext c, RowBuilder out) {
    each(
        c,
        (item, table, k) -> {
          String type =
              switch (k) {
                case Constraint.Key key -> key.isPrimary() ? "PRIMARY KEY" : "UNIQUE";
                case Constraint.Check _ -> "CHECK";
              };
          boolean isUnique = type.equals("UNIQUE");
          tableConstraint(c, out, item, k.name(), type, isUnique ? "YES" : null);
        });
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.body() instanceof ItemBody.Table) {
        notNulls(c, item).forEach(name -> tableConstraint(c, out, item, name, "CHECK", null));
      }
    }
  }

  private static void tableConstraint(
      RelationContext c,
      RowBuilder out,
      Item item,
      String name,
      String type,
      @Nullable String nullsDistinct) {
    String database = c.names().database();
    String schema = c.state().requireSchema(item.schemaId()).name();
    out.row(
        database,
        schema,
        name,
        database,
        schema,
        item.name(),
        type,
        "NO",
        "NO",
        "YES",
        nullsDistinct);
  }

  /// The standard wants a CHECK for each NOT NULL; PostgreSQL names it by OIDs.
  private static List<String> notNulls(RelationContext c, Item item) {
    List<String> names = new ArrayList<>();
    int schema = c.state().requireSchema(item.schemaId()).oid();
    int number = 0;
    for (ColumnDefinition column : item.columns()) {
      number++;
      if (column.isNotNull() && !column.isDropped()) {
        names.add(schema + "_" + item.oid() + "_" + number + "_not_null");
      }
    }
    return names;
  }

  private static void keyColumns(RelationContext c, RowBuilder out) {
    String database = c.names().database();
    each(
        c,
        (item, table, k) -> {
          String schema = c.state().requireSchema(item.schemaId()).name();
          int number = 0;
          for (int column : k instanceof Constraint.Key ? k.columns() : List.<Integer>of()) {
            number++;
            out.row(
                database,
                schema,
                k.name(),
                database,
                schema,
                item.name(),
                table.columns().get(column).name(),
                number,
                null);
          }
        });
  }

  private static void constraintColumns(RelationContext c, RowBuilder out) {
    String database = c.names().database();
    each(
        c,
        (item, table, k) -> {
          String schema = c.state().requireSchema(item.schemaId()).name();
          for (int column : k.columns()) {
            out.row(
                database,
                schema,
                item.name(),
                table.columns().get(column).name(),
                database,
                schema,
                k.name());
          }
        });
  }

  private static void checks(RelationContext c, RowBuilder out) {
    String database = c.names().database();
    each(
        c,
        (item, table, k) -> {
          if (k instanceof Constraint.Check check) {
            String schema = c.state().requireSchema(item.schemaId()).name();
            out.row(database, schema, k.name(), "((" + check.condition() + "))");
          }
        });
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.body() instanceof ItemBody.Table table) {
        String schema = c.state().requireSchema(item.schemaId()).name();
        for (String name : notNulls(c, item)) {
          String[] parts = name.split("_");
          String column = table.columns().get(Integer.parseInt(parts[2]) - 1).name();
          out.row(database, schema, name, column + " IS NOT NULL");
        }
      }
    }
  }

  private static void standardSequences(RelationContext c, RowBuilder out) {
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.body() instanceof ItemBody.Sequence(SequenceDefinition d, var owner)
          && (owner == null || !owner.isIdentity())) {
        out.row(
            c.names().database(),
            c.state().requireSchema(item.schemaId()).name(),
            item.name(),
            d.type().displayName(),
            d.type().is(TypeId.INT2) ? 16 : d.type().is(TypeId.INT4) ? 32 : 64,
            2,
            0,
            Long.toString(d.start()),
            Long.toString(d.minimum()),
            Long.toString(d.maximum()),
            Long.toString(d.increment()),
            d.isCycle() ? "YES" : "NO");
      }
    }
  }
}
