package dev.millrace.sql.catalog.relation;

import static dev.millrace.sql.catalog.relation.RelationDefinition.empty;
import static dev.millrace.sql.catalog.relation.RelationDefinition.of;

import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeCategory;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.ItemKind;
import dev.millrace.sql.catalog.Role;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemRelation;
import dev.millrace.sql.catalog.SystemSchemas;
import dev.millrace.sql.catalog.table.SequenceDefinition;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `information_schema`: the SQL standard's names for the current database's objects.
final class InformationSchema {

  private static final Schema IS = SystemSchemas.INFORMATION_SCHEMA;

  private static final String GRANTS =
      "grantor text, grantee text, table_catalog text, table_schema text, table_name text,"
          + " privilege_type text, is_grantable text, with_hierarchy text";

  private InformationSchema() {}

  static void addTo(Consumer<RelationDefinition> add) {
    add.accept(
        of(
            IS,
            "schemata",
            0,
            "catalog_name text, schema_name text, schema_owner text,"
                + " default_character_set_catalog text, default_character_set_schema text,"
                + " default_character_set_name text, sql_path text",
            InformationSchema::schemata));
    add.accept(
        of(
            IS,
            "tables",
            0,
            "table_catalog text, table_schema text, table_name text, table_type text,"
                + " self_referencing_column_name text, reference_generation text,"
                + " user_defined_type_catalog text, user_defined_type_schema text,"
                + " user_defined_type_name text, is_insertable_into text, is_typed text,"
                + " commit_action text",
            InformationSchema::tables));
    add.accept(
        of(
            IS,
            "columns",
            0,
            "table_catalog text, table_schema text, table_name text, column_name text,"
                + " ordinal_position int4, column_default text, is_nullable text, data_type text,"
                + " character_maximum_length int4, character_octet_length int4,"
                + " numeric_precision int4, numeric_precision_radix int4, numeric_scale int4,"
                + " datetime_precision int4, interval_type text, interval_precision int4,"
                + " character_set_catalog text, character_set_schema text,"
                + " character_set_name text, collation_catalog text, collation_schema text,"
                + " collation_name text, domain_catalog text, domain_schema text,"
                + " domain_name text, udt_catalog text, udt_schema text, udt_name text,"
                + " scope_catalog text, scope_schema text, scope_name text,"
                + " maximum_cardinality int4, dtd_identifier text, is_self_referencing text,"
                + " is_identity text, identity_generation text, identity_start text,"
                + " identity_increment text, identity_maximum text, identity_minimum text,"
                + " identity_cycle text, is_generated text, generation_expression text,"
                + " is_updatable text",
            InformationSchema::columns));
    add.accept(
        of(
            IS,
            "views",
            0,
            "table_catalog text, table_schema text, table_name text, view_definition text,"
                + " check_option text, is_updatable text, is_insertable_into text,"
                + " is_trigger_updatable text, is_trigger_deletable text,"
                + " is_trigger_insertable_into text",
            InformationSchema::views));
    add.accept(
        of(
            IS,
            "enabled_roles",
            0,
            "role_name text",
            (c, out) -> c.state().roles().forEach(r -> out.row(r.name()))));
    add.accept(
        of(
            IS,
            "character_sets",
            0,
            "character_set_catalog text, character_set_schema text, character_set_name text,"
                + " character_repertoire text, form_of_use text, default_collate_catalog text,"
                + " default_collate_schema text, default_collate_name text",
            (c, out) ->
                out.row(
                    null, null, "UTF8", "UCS", "UTF8", c.names().database(), "pg_catalog", "C")));
    emptyOnes(add);
  }

  private static void emptyOnes(Consumer<RelationDefinition> add) {
    add.accept(
        empty(
            IS,
            "referential_constraints",
            0,
            "constraint_catalog text, constraint_schema text, constraint_name text,"
                + " unique_constraint_catalog text, unique_constraint_schema text,"
                + " unique_constraint_name text, match_option text, update_rule text,"
                + " delete_rule text"));
    add.accept(
        empty(
            IS,
            "triggers",
            0,
            "trigger_catalog text, trigger_schema text, trigger_name text,"
                + " event_manipulation text, event_object_catalog text,"
                + " event_object_schema text, event_object_table text, action_statement text,"
                + " action_timing text"));
    add.accept(
        empty(
            IS,
            "routines",
            0,
            "specific_catalog text, specific_schema text, specific_name text,"
                + " routine_catalog text, routine_schema text, routine_name text,"
                + " routine_type text, data_type text, routine_definition text"));
    add.accept(
        empty(
            IS,
            "parameters",
            0,
            "specific_catalog text, specific_schema text, specific_name text,"
                + " ordinal_position int4, parameter_mode text, parameter_name text,"
                + " data_type text"));
    add.accept(of(IS, "role_table_grants", 0, GRANTS, InformationSchema::grants));
    add.accept(of(IS, "table_privileges", 0, GRANTS, InformationSchema::grants));
    add.accept(empty(IS, "applicable_roles", 0, "grantee text, role_name text, is_grantable text"));
  }

  private static void schemata(RelationContext c, RowBuilder out) {
    String database = c.names().database();
    for (Schema s : SystemSchemas.ALL) {
      out.row(database, s.name(), owner(c, 0), null, null, null, null);
    }
    for (Schema s : c.state().schemas()) {
      if (c.isShown(s)) {
        out.row(database, s.name(), owner(c, s.ownerId()), null, null, null, null);
      }
    }
  }

  private static void tables(RelationContext c, RowBuilder out) {
    for (SystemRelation r : c.system().all()) {
      tableRow(c, out, r.schema().name(), r.name(), "VIEW", "NO");
    }
    for (Item item : PgObjects.shownRelations(c)) {
      String schema = c.state().requireSchema(item.schemaId()).name();
      String insertable = item.kind() == ItemKind.TABLE ? "YES" : "NO";
      switch (item.kind()) {
        case TABLE, SOURCE -> {
          boolean isTemporary = c.state().requireSchema(item.schemaId()).isTemporary();
          String type = isTemporary ? "LOCAL TEMPORARY" : "BASE TABLE";
          tableRow(c, out, schema, item.name(), type, insertable);
        }
        case VIEW -> tableRow(c, out, schema, item.name(), "VIEW", insertable);
        case MATERIALIZED_VIEW ->
            tableRow(c, out, schema, item.name(), "MATERIALIZED VIEW", insertable);
        case INDEX, SEQUENCE, CONNECTION, SECRET -> {}
      }
    }
  }

  private static void tableRow(
      RelationContext c,
      RowBuilder out,
      String schema,
      String name,
      String type,
      String insertable) {
    out.row(
        c.names().database(),
        schema,
        name,
        type,
        null,
        null,
        null,
        null,
        null,
        insertable,
        "NO",
        null);
  }

  private static void columns(RelationContext c, RowBuilder out) {
    for (SystemRelation r : c.system().all()) {
      columnRows(c, out, r.schema().name(), r.name(), r.columns(), "NO");
    }
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.kind().isRelation()) {
        columnRows(
            c,
            out,
            c.state().requireSchema(item.schemaId()).name(),
            item.name(),
            item.columns(),
            item.kind() == ItemKind.TABLE ? "YES" : "NO");
      }
    }
  }

  private static void columnRows(
      RelationContext c,
      RowBuilder out,
      String schema,
      String table,
      List<ColumnDefinition> columns,
      String updatable) {
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).isDropped()) {
        columnRow(c, out, schema, table, columns.get(i), i + 1, updatable);
      }
    }
  }

  private static void columnRow(
      RelationContext c,
      RowBuilder out,
      String schema,
      String table,
      ColumnDefinition column,
      int number,
      String updatable) {
    String database = c.names().database();
    SqlType type = column.type();
    boolean isGenerated = column.filling().isGenerated();
    String text = TableFacts.defaultText(c.state(), column);
    SequenceDefinition sequence = TableFacts.ownSequence(c.state(), column);
    TypeId id = type instanceof ScalarType s ? s.id() : null;
    out.row(
        database,
        schema,
        table,
        column.name(),
        number,
        isGenerated ? null : text,
        column.isNotNull() ? "NO" : "YES",
        dataType(type),
        characterLength(type),
        null,
        precision(type),
        radix(id),
        scale(type),
        datetimePrecision(type, id),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        database,
        "pg_catalog",
        udtName(type),
        null,
        null,
        null,
        null,
        Integer.toString(number),
        "NO",
        sequence == null ? "NO" : "YES",
        sequence == null ? null : TableFacts.identity(column).equals("a") ? "ALWAYS" : "BY DEFAULT",
        sequence == null ? null : Long.toString(sequence.start()),
        sequence == null ? null : Long.toString(sequence.increment()),
        sequence == null ? null : Long.toString(sequence.maximum()),
        sequence == null ? null : Long.toString(sequence.minimum()),
        sequence != null && sequence.isCycle() ? "YES" : "NO",
        isGenerated ? "ALWAYS" : "NEVER",
        isGenerated ? text : null,
        updatable);
  }

  /// The standard's word for a type: `ARRAY` for any array.
  private static String dataType(SqlType type) {
    return type.category() == TypeCategory.ARRAY ? "ARRAY" : type.withoutModifier().displayName();
  }

  /// The type's own name, as in `pg_type`.
  static String udtName(SqlType type) {
    return switch (type) {
      case ScalarType s -> s.id().catalogName();
      case dev.millrace.model.type.ArrayType a -> "_" + udtName(a.element());
      case dev.millrace.model.type.ListType _ -> "list";
      case dev.millrace.model.type.MapType _ -> "map";
      case dev.millrace.model.type.RecordType _ -> "record";
    };
  }

  private static @Nullable Integer characterLength(SqlType type) {
    boolean hasLength = type.is(TypeId.VARCHAR) || type.is(TypeId.BPCHAR);
    return hasLength && type.typmod() >= 4 ? Integer.valueOf(type.typmod() - 4) : null;
  }

  private static @Nullable Integer precision(SqlType type) {
    return switch (type) {
      case ScalarType s when s.numericPrecision() >= 0 -> s.numericPrecision();
      case ScalarType s when s.is(TypeId.INT2) -> 16;
      case ScalarType s when s.is(TypeId.INT4) -> 32;
      case ScalarType s when s.is(TypeId.INT8) -> 64;
      case ScalarType s when s.is(TypeId.FLOAT4) -> 24;
      case ScalarType s when s.is(TypeId.FLOAT8) -> 53;
      default -> null;
    };
  }

  private static @Nullable Integer radix(@Nullable TypeId id) {
    return switch (id) {
      case INT2, INT4, INT8, FLOAT4, FLOAT8 -> 2;
      case NUMERIC -> 10;
      case null, default -> null;
    };
  }

  private static @Nullable Integer scale(SqlType type) {
    return switch (type) {
      case ScalarType s when s.numericScale() >= 0 -> s.numericScale();
      case ScalarType s when s.is(TypeId.INT2) || s.is(TypeId.INT4) || s.is(TypeId.INT8) -> 0;
      default -> null;
    };
  }

  private static @Nullable Integer datetimePrecision(SqlType type, @Nullable TypeId id) {
    return switch (id) {
      case DATE -> 0;
      case TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ, INTERVAL -> type.typmod() >= 0 ? type.typmod() : 6;
      case null, default -> null;
    };
  }

  private static void views(RelationContext c, RowBuilder out) {
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.body() instanceof ItemBody.View view) {
        out.row(
            c.names().database(),
            c.state().requireSchema(item.schemaId()).name(),
            item.name(),
            view.definition().query() + ";",
            "NONE",
            "NO",
            "NO",
            "NO",
            "NO",
            "NO");
      }
    }
  }

  private static void grants(RelationContext c, RowBuilder out) {
    for (Item item : PgObjects.shownRelations(c)) {
      if (item.kind() == ItemKind.INDEX) {
        continue;
      }
      String owner = owner(c, item.ownerId());
      List<String> privileges =
          item.kind() == ItemKind.TABLE
              ? List.of("INSERT", "SELECT", "UPDATE", "DELETE")
              : List.of("SELECT");
      for (String privilege : privileges) {
        out.row(
            owner,
            owner,
            c.names().database(),
            c.state().requireSchema(item.schemaId()).name(),
            item.name(),
            privilege,
            "YES",
            privilege.equals("SELECT") ? "YES" : "NO");
      }
    }
  }

  private static String owner(RelationContext c, long id) {
    Role role = c.state().role(id);
    return role != null ? role.name() : c.state().roles().iterator().next().name();
  }
}
