package dev.millrace.model.function.system;

import dev.millrace.model.function.Environment;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;
import org.jspecify.annotations.Nullable;

/// The `has_…_privilege` family.
public final class PrivilegeFunctions {

  private PrivilegeFunctions() {}

  @Sql("has_database_privilege(text, text) -> bool")
  public static @Nullable Boolean hasDatabasePrivilege(Environment e, Slice a, Slice b) {
    return (Boolean) e.call("has_database_privilege", a, b);
  }

  @Sql("has_database_privilege(oid, text) -> bool")
  public static @Nullable Boolean hasDatabasePrivilege(Environment e, int a, Slice b) {
    return (Boolean) e.call("has_database_privilege", a, b);
  }

  @Sql("has_database_privilege(text, text, text) -> bool")
  public static @Nullable Boolean hasDatabasePrivilege(Environment e, Slice a, Slice b, Slice c) {
    return (Boolean) e.call("has_database_privilege", a, b, c);
  }

  @Sql("has_schema_privilege(text, text) -> bool")
  public static @Nullable Boolean hasSchemaPrivilege(Environment e, Slice a, Slice b) {
    return (Boolean) e.call("has_schema_privilege", a, b);
  }

  @Sql("has_schema_privilege(oid, text) -> bool")
  public static @Nullable Boolean hasSchemaPrivilege(Environment e, int a, Slice b) {
    return (Boolean) e.call("has_schema_privilege", a, b);
  }

  @Sql("has_schema_privilege(text, text, text) -> bool")
  public static @Nullable Boolean hasSchemaPrivilege(Environment e, Slice a, Slice b, Slice c) {
    return (Boolean) e.call("has_schema_privilege", a, b, c);
  }

  @Sql("has_schema_privilege(name, oid, text) -> bool")
  public static @Nullable Boolean hasSchemaPrivilege(Environment e, Slice a, int b, Slice c) {
    return (Boolean) e.call("has_schema_privilege", a, b, c);
  }

  @Sql("has_table_privilege(text, text) -> bool")
  public static @Nullable Boolean hasTablePrivilege(Environment e, Slice a, Slice b) {
    return (Boolean) e.call("has_table_privilege", a, b);
  }

  @Sql("has_table_privilege(oid, text) -> bool")
  public static @Nullable Boolean hasTablePrivilege(Environment e, int a, Slice b) {
    return (Boolean) e.call("has_table_privilege", a, b);
  }

  @Sql("has_table_privilege(text, text, text) -> bool")
  public static @Nullable Boolean hasTablePrivilege(Environment e, Slice a, Slice b, Slice c) {
    return (Boolean) e.call("has_table_privilege", a, b, c);
  }

  @Sql("has_table_privilege(name, oid, text) -> bool")
  public static @Nullable Boolean hasTablePrivilege(Environment e, Slice a, int b, Slice c) {
    return (Boolean) e.call("has_table_privilege", a, b, c);
  }

  @Sql("has_any_column_privilege(text, text) -> bool")
  public static @Nullable Boolean hasAnyColumnPrivilege(Environment e, Slice a, Slice b) {
    return (Boolean) e.call("has_any_column_privilege", a, b);
  }

  @Sql("has_any_column_privilege(oid, text) -> bool")
  public static @Nullable Boolean hasAnyColumnPrivilege(Environment e, int a, Slice b) {
    return (Boolean) e.call("has_any_column_privilege", a, b);
  }

  @Sql("has_column_privilege(text, text, text) -> bool")
  public static @Nullable Boolean hasColumnPrivilege(Environment e, Slice a, Slice b, Slice c) {
    return (Boolean) e.call("has_column_privilege", a, b, c);
  }

  @Sql("has_column_privilege(oid, int2, text) -> bool")
  public static @Nullable Boolean hasColumnPrivilege(Environment e, int a, int b, Slice c) {
    return (Boolean) e.call("has_column_privilege", a, b, c);
  }

  @Sql("has_function_privilege(oid, text) -> bool")
  public static @Nullable Boolean hasFunctionPrivilege(Environment e, int a, Slice b) {
    return (Boolean) e.call("has_function_privilege", a, b);
  }

  @Sql("has_type_privilege(oid, text) -> bool")
  public static @Nullable Boolean hasTypePrivilege(Environment e, int a, Slice b) {
    return (Boolean) e.call("has_type_privilege", a, b);
  }

  @Sql("has_sequence_privilege(oid, text) -> bool")
  public static @Nullable Boolean hasSequencePrivilege(Environment e, int a, Slice b) {
    return (Boolean) e.call("has_sequence_privilege", a, b);
  }

  @Sql("has_server_privilege(oid, text) -> bool")
  public static @Nullable Boolean hasServerPrivilege(Environment e, int a, Slice b) {
    return (Boolean) e.call("has_server_privilege", a, b);
  }

  @Sql("has_tablespace_privilege(oid, text) -> bool")
  public static @Nullable Boolean hasTablespacePrivilege(Environment e, int a, Slice b) {
    return (Boolean) e.call("has_tablespace_privilege", a, b);
  }

  @Sql("has_foreign_data_wrapper_privilege(oid, text) -> bool")
  public static @Nullable Boolean hasForeignDataWrapperPrivilege(Environment e, int a, Slice b) {
    return (Boolean) e.call("has_foreign_data_wrapper_privilege", a, b);
  }

  @Sql("has_language_privilege(oid, text) -> bool")
  public static @Nullable Boolean hasLanguagePrivilege(Environment e, int a, Slice b) {
    return (Boolean) e.call("has_language_privilege", a, b);
  }

  @Sql("pg_has_role(name, text) -> bool")
  public static @Nullable Boolean pgHasRole(Environment e, Slice a, Slice b) {
    return (Boolean) e.call("pg_has_role", a, b);
  }

  @Sql("pg_has_role(oid, text) -> bool")
  public static @Nullable Boolean pgHasRole(Environment e, int a, Slice b) {
    return (Boolean) e.call("pg_has_role", a, b);
  }

  @Sql("pg_has_role(name, oid, text) -> bool")
  public static @Nullable Boolean pgHasRole(Environment e, Slice a, int b, Slice c) {
    return (Boolean) e.call("pg_has_role", a, b, c);
  }

  @Sql("pg_has_role(oid, oid, text) -> bool")
  public static @Nullable Boolean pgHasRole(Environment e, int a, int b, Slice c) {
    return (Boolean) e.call("pg_has_role", a, b, c);
  }

  @Sql("mz_is_superuser() -> bool")
  public static @Nullable Boolean mzIsSuperuser(Environment e) {
    return (Boolean) e.call("mz_is_superuser");
  }
}
