package dev.millrace.model.function.system;

import dev.millrace.model.function.Environment;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;
import org.jspecify.annotations.Nullable;

/// Catalog functions that look objects up and tell facts about them.
public final class CatalogFacts {

  private CatalogFacts() {}

  @Sql("pg_table_is_visible(oid) -> bool")
  public static @Nullable Boolean pgTableIsVisible(Environment e, int a) {
    return (Boolean) e.call("pg_table_is_visible", a);
  }

  @Sql("pg_type_is_visible(oid) -> bool")
  public static @Nullable Boolean pgTypeIsVisible(Environment e, int a) {
    return (Boolean) e.call("pg_type_is_visible", a);
  }

  @Sql("pg_function_is_visible(oid) -> bool")
  public static @Nullable Boolean pgFunctionIsVisible(Environment e, int a) {
    return (Boolean) e.call("pg_function_is_visible", a);
  }

  @Sql("pg_operator_is_visible(oid) -> bool")
  public static @Nullable Boolean pgOperatorIsVisible(Environment e, int a) {
    return (Boolean) e.call("pg_operator_is_visible", a);
  }

  @Sql("pg_opclass_is_visible(oid) -> bool")
  public static @Nullable Boolean pgOpclassIsVisible(Environment e, int a) {
    return (Boolean) e.call("pg_opclass_is_visible", a);
  }

  @Sql("pg_opfamily_is_visible(oid) -> bool")
  public static @Nullable Boolean pgOpfamilyIsVisible(Environment e, int a) {
    return (Boolean) e.call("pg_opfamily_is_visible", a);
  }

  @Sql("pg_collation_is_visible(oid) -> bool")
  public static @Nullable Boolean pgCollationIsVisible(Environment e, int a) {
    return (Boolean) e.call("pg_collation_is_visible", a);
  }

  @Sql("pg_conversion_is_visible(oid) -> bool")
  public static @Nullable Boolean pgConversionIsVisible(Environment e, int a) {
    return (Boolean) e.call("pg_conversion_is_visible", a);
  }

  @Sql("pg_ts_config_is_visible(oid) -> bool")
  public static @Nullable Boolean pgTsConfigIsVisible(Environment e, int a) {
    return (Boolean) e.call("pg_ts_config_is_visible", a);
  }

  @Sql("pg_ts_dict_is_visible(oid) -> bool")
  public static @Nullable Boolean pgTsDictIsVisible(Environment e, int a) {
    return (Boolean) e.call("pg_ts_dict_is_visible", a);
  }

  @Sql("pg_statistics_obj_is_visible(oid) -> bool")
  public static @Nullable Boolean pgStatisticsObjIsVisible(Environment e, int a) {
    return (Boolean) e.call("pg_statistics_obj_is_visible", a);
  }

  @Sql("pg_relation_is_publishable(regclass) -> bool")
  public static @Nullable Boolean pgRelationIsPublishable(Environment e, int a) {
    return (Boolean) e.call("pg_relation_is_publishable", a);
  }

  @Sql("pg_relation_filenode(regclass) -> oid")
  public static @Nullable Integer pgRelationFilenode(Environment e, int a) {
    return (Integer) e.call("pg_relation_filenode", a);
  }

  @Sql("pg_tablespace_location(oid) -> text")
  public static @Nullable Slice pgTablespaceLocation(Environment e, int a) {
    return (Slice) e.call("pg_tablespace_location", a);
  }

  @Sql("pg_encoding_to_char(int4) -> name")
  public static @Nullable Slice pgEncodingToChar(Environment e, int a) {
    return (Slice) e.call("pg_encoding_to_char", a);
  }

  @Sql("pg_char_to_encoding(name) -> int4")
  public static @Nullable Integer pgCharToEncoding(Environment e, Slice a) {
    return (Integer) e.call("pg_char_to_encoding", a);
  }

  @Sql("to_regclass(text) -> regclass")
  public static @Nullable Integer toRegclass(Environment e, Slice a) {
    return (Integer) e.call("to_regclass", a);
  }

  @Sql("to_regtype(text) -> regtype")
  public static @Nullable Integer toRegtype(Environment e, Slice a) {
    return (Integer) e.call("to_regtype", a);
  }

  @Sql("to_regproc(text) -> regproc")
  public static @Nullable Integer toRegproc(Environment e, Slice a) {
    return (Integer) e.call("to_regproc", a);
  }

  @Sql("to_regnamespace(text) -> regnamespace")
  public static @Nullable Integer toRegnamespace(Environment e, Slice a) {
    return (Integer) e.call("to_regnamespace", a);
  }

  @Sql("to_regrole(text) -> regrole")
  public static @Nullable Integer toRegrole(Environment e, Slice a) {
    return (Integer) e.call("to_regrole", a);
  }

  @Sql("pg_relation_size(regclass) -> int8")
  public static @Nullable Long pgRelationSize(Environment e, int a) {
    return (Long) e.call("pg_relation_size", a);
  }

  @Sql("pg_relation_size(regclass, text) -> int8")
  public static @Nullable Long pgRelationSize(Environment e, int a, Slice b) {
    return (Long) e.call("pg_relation_size", a, b);
  }

  @Sql("pg_table_size(regclass) -> int8")
  public static @Nullable Long pgTableSize(Environment e, int a) {
    return (Long) e.call("pg_table_size", a);
  }

  @Sql("pg_indexes_size(regclass) -> int8")
  public static @Nullable Long pgIndexesSize(Environment e, int a) {
    return (Long) e.call("pg_indexes_size", a);
  }

  @Sql("pg_total_relation_size(regclass) -> int8")
  public static @Nullable Long pgTotalRelationSize(Environment e, int a) {
    return (Long) e.call("pg_total_relation_size", a);
  }

  @Sql("pg_database_size(name) -> int8")
  public static @Nullable Long pgDatabaseSize(Environment e, Slice a) {
    return (Long) e.call("pg_database_size", a);
  }

  @Sql("pg_database_size(oid) -> int8")
  public static @Nullable Long pgDatabaseSize(Environment e, int a) {
    return (Long) e.call("pg_database_size", a);
  }

  @Sql("pg_tablespace_size(oid) -> int8")
  public static @Nullable Long pgTablespaceSize(Environment e, int a) {
    return (Long) e.call("pg_tablespace_size", a);
  }

  @Sql("pg_my_temp_schema() -> oid")
  public static @Nullable Integer pgMyTempSchema(Environment e) {
    return (Integer) e.call("pg_my_temp_schema");
  }

  @Sql("pg_is_other_temp_schema(oid) -> bool")
  public static @Nullable Boolean pgIsOtherTempSchema(Environment e, int a) {
    return (Boolean) e.call("pg_is_other_temp_schema", a);
  }

  @Sql("pg_stat_get_numscans(oid) -> int8")
  public static @Nullable Long pgStatGetNumscans(Environment e, int a) {
    return (Long) e.call("pg_stat_get_numscans", a);
  }

  @Sql("pg_index_column_has_property(regclass, int4, text) -> bool")
  public static @Nullable Boolean pgIndexColumnHasProperty(Environment e, int a, int b, Slice c) {
    return (Boolean) e.call("pg_index_column_has_property", a, b, c);
  }

  @Sql("pg_index_has_property(regclass, text) -> bool")
  public static @Nullable Boolean pgIndexHasProperty(Environment e, int a, Slice b) {
    return (Boolean) e.call("pg_index_has_property", a, b);
  }

  @Sql("pg_indexam_has_property(oid, text) -> bool")
  public static @Nullable Boolean pgIndexamHasProperty(Environment e, int a, Slice b) {
    return (Boolean) e.call("pg_indexam_has_property", a, b);
  }
}
