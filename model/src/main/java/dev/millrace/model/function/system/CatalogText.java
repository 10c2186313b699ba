package dev.millrace.model.function.system;

import dev.millrace.model.function.Environment;
import dev.millrace.model.function.Sql;
import dev.millrace.model.value.Slice;
import org.jspecify.annotations.Nullable;

/// Catalog functions that describe objects in words: definitions, types, comments.
public final class CatalogText {

  private CatalogText() {}

  @Sql("pg_get_userbyid(oid) -> name")
  public static @Nullable Slice pgGetUserbyid(Environment e, int a) {
    return (Slice) e.call("pg_get_userbyid", a);
  }

  @Sql(value = "format_type(oid, int4) -> text", strict = false)
  public static @Nullable Slice formatType(
      Environment e, @Nullable Integer a, @Nullable Integer b) {
    return (Slice) e.call("format_type", a, b);
  }

  @Sql("pg_get_expr(pg_node_tree, oid) -> text")
  public static @Nullable Slice pgGetExpr(Environment e, Slice a, int b) {
    return (Slice) e.call("pg_get_expr", a, b);
  }

  @Sql("pg_get_expr(pg_node_tree, oid, bool) -> text")
  public static @Nullable Slice pgGetExpr(Environment e, Slice a, int b, boolean c) {
    return (Slice) e.call("pg_get_expr", a, b, c);
  }

  @Sql("pg_get_indexdef(oid) -> text")
  public static @Nullable Slice pgGetIndexdef(Environment e, int a) {
    return (Slice) e.call("pg_get_indexdef", a);
  }

  @Sql("pg_get_indexdef(oid, int4, bool) -> text")
  public static @Nullable Slice pgGetIndexdef(Environment e, int a, int b, boolean c) {
    return (Slice) e.call("pg_get_indexdef", a, b, c);
  }

  @Sql("pg_get_constraintdef(oid) -> text")
  public static @Nullable Slice pgGetConstraintdef(Environment e, int a) {
    return (Slice) e.call("pg_get_constraintdef", a);
  }

  @Sql("pg_get_constraintdef(oid, bool) -> text")
  public static @Nullable Slice pgGetConstraintdef(Environment e, int a, boolean b) {
    return (Slice) e.call("pg_get_constraintdef", a, b);
  }

  @Sql("pg_get_viewdef(oid) -> text")
  public static @Nullable Slice pgGetViewdef(Environment e, int a) {
    return (Slice) e.call("pg_get_viewdef", a);
  }

  @Sql("pg_get_viewdef(oid, bool) -> text")
  public static @Nullable Slice pgGetViewdef(Environment e, int a, boolean b) {
    return (Slice) e.call("pg_get_viewdef", a, b);
  }

  @Sql("pg_get_viewdef(oid, int4) -> text")
  public static @Nullable Slice pgGetViewdef(Environment e, int a, int b) {
    return (Slice) e.call("pg_get_viewdef", a, b);
  }

  @Sql("pg_get_viewdef(text) -> text")
  public static @Nullable Slice pgGetViewdef(Environment e, Slice a) {
    return (Slice) e.call("pg_get_viewdef", a);
  }

  @Sql("pg_get_functiondef(oid) -> text")
  public static @Nullable Slice pgGetFunctiondef(Environment e, int a) {
    return (Slice) e.call("pg_get_functiondef", a);
  }

  @Sql("pg_get_function_result(oid) -> text")
  public static @Nullable Slice pgGetFunctionResult(Environment e, int a) {
    return (Slice) e.call("pg_get_function_result", a);
  }

  @Sql("pg_get_function_arguments(oid) -> text")
  public static @Nullable Slice pgGetFunctionArguments(Environment e, int a) {
    return (Slice) e.call("pg_get_function_arguments", a);
  }

  @Sql("pg_get_function_identity_arguments(oid) -> text")
  public static @Nullable Slice pgGetFunctionIdentityArguments(Environment e, int a) {
    return (Slice) e.call("pg_get_function_identity_arguments", a);
  }

  @Sql("pg_get_function_sqlbody(oid) -> text")
  public static @Nullable Slice pgGetFunctionSqlbody(Environment e, int a) {
    return (Slice) e.call("pg_get_function_sqlbody", a);
  }

  @Sql("pg_get_triggerdef(oid) -> text")
  public static @Nullable Slice pgGetTriggerdef(Environment e, int a) {
    return (Slice) e.call("pg_get_triggerdef", a);
  }

  @Sql("pg_get_triggerdef(oid, bool) -> text")
  public static @Nullable Slice pgGetTriggerdef(Environment e, int a, boolean b) {
    return (Slice) e.call("pg_get_triggerdef", a, b);
  }

  @Sql("pg_get_ruledef(oid) -> text")
  public static @Nullable Slice pgGetRuledef(Environment e, int a) {
    return (Slice) e.call("pg_get_ruledef", a);
  }

  @Sql("pg_get_ruledef(oid, bool) -> text")
  public static @Nullable Slice pgGetRuledef(Environment e, int a, boolean b) {
    return (Slice) e.call("pg_get_ruledef", a, b);
  }

  @Sql("pg_get_partkeydef(oid) -> text")
  public static @Nullable Slice pgGetPartkeydef(Environment e, int a) {
    return (Slice) e.call("pg_get_partkeydef", a);
  }

  @Sql("pg_get_partition_constraintdef(oid) -> text")
  public static @Nullable Slice pgGetPartitionConstraintdef(Environment e, int a) {
    return (Slice) e.call("pg_get_partition_constraintdef", a);
  }

  @Sql("pg_get_statisticsobjdef(oid) -> text")
  public static @Nullable Slice pgGetStatisticsobjdef(Environment e, int a) {
    return (Slice) e.call("pg_get_statisticsobjdef", a);
  }

  @Sql("pg_get_statisticsobjdef_columns(oid) -> text")
  public static @Nullable Slice pgGetStatisticsobjdefColumns(Environment e, int a) {
    return (Slice) e.call("pg_get_statisticsobjdef_columns", a);
  }

  @Sql("pg_get_serial_sequence(text, text) -> text")
  public static @Nullable Slice pgGetSerialSequence(Environment e, Slice a, Slice b) {
    return (Slice) e.call("pg_get_serial_sequence", a, b);
  }

  @Sql("pg_get_replica_identity_index(regclass) -> regclass")
  public static @Nullable Integer pgGetReplicaIdentityIndex(Environment e, int a) {
    return (Integer) e.call("pg_get_replica_identity_index", a);
  }

  @Sql("obj_description(oid) -> text")
  public static @Nullable Slice objDescription(Environment e, int a) {
    return (Slice) e.call("obj_description", a);
  }

  @Sql("obj_description(oid, name) -> text")
  public static @Nullable Slice objDescription(Environment e, int a, Slice b) {
    return (Slice) e.call("obj_description", a, b);
  }

  @Sql("col_description(oid, int4) -> text")
  public static @Nullable Slice colDescription(Environment e, int a, int b) {
    return (Slice) e.call("col_description", a, b);
  }

  @Sql("shobj_description(oid, name) -> text")
  public static @Nullable Slice shobjDescription(Environment e, int a, Slice b) {
    return (Slice) e.call("shobj_description", a, b);
  }
}
