package dev.millrace.model.function.system;

import dev.millrace.model.function.Environment;
import dev.millrace.model.function.Sql;
import dev.millrace.model.function.Volatility;
import dev.millrace.model.value.Slice;
import org.jspecify.annotations.Nullable;

/// Functions of the session and the server. The binder replaces most of them by constants.
public final class SessionFunctions {

  private SessionFunctions() {}

  @Sql("current_setting(text) -> text")
  public static @Nullable Slice currentSetting(Environment e, Slice a) {
    return (Slice) e.call("current_setting", a);
  }

  @Sql("current_setting(text, bool) -> text")
  public static @Nullable Slice currentSetting(Environment e, Slice a, boolean b) {
    return (Slice) e.call("current_setting", a, b);
  }

  @Sql(value = "set_config(text, text, bool) -> text", volatility = Volatility.VOLATILE)
  public static @Nullable Slice setConfig(Environment e, Slice a, Slice b, boolean c) {
    return (Slice) e.call("set_config", a, b, c);
  }

  @Sql("pg_backend_pid() -> int4")
  public static @Nullable Integer pgBackendPid(Environment e) {
    return (Integer) e.call("pg_backend_pid");
  }

  @Sql("pg_is_in_recovery() -> bool")
  public static @Nullable Boolean pgIsInRecovery(Environment e) {
    return (Boolean) e.call("pg_is_in_recovery");
  }

  @Sql("pg_is_wal_replay_paused() -> bool")
  public static @Nullable Boolean pgIsWalReplayPaused(Environment e) {
    return (Boolean) e.call("pg_is_wal_replay_paused");
  }

  @Sql("pg_postmaster_start_time() -> timestamptz")
  public static @Nullable Long pgPostmasterStartTime(Environment e) {
    return (Long) e.call("pg_postmaster_start_time");
  }

  @Sql("pg_conf_load_time() -> timestamptz")
  public static @Nullable Long pgConfLoadTime(Environment e) {
    return (Long) e.call("pg_conf_load_time");
  }

  @Sql(value = "pg_cancel_backend(int4) -> bool", volatility = Volatility.VOLATILE)
  public static @Nullable Boolean pgCancelBackend(Environment e, int a) {
    return (Boolean) e.call("pg_cancel_backend", a);
  }

  @Sql(value = "pg_terminate_backend(int4) -> bool", volatility = Volatility.VOLATILE)
  public static @Nullable Boolean pgTerminateBackend(Environment e, int a) {
    return (Boolean) e.call("pg_terminate_backend", a);
  }

  @Sql("txid_current() -> int8")
  public static @Nullable Long txidCurrent(Environment e) {
    return (Long) e.call("txid_current");
  }

  @Sql("version() -> text")
  public static @Nullable Slice version(Environment e) {
    return (Slice) e.call("version");
  }

  @Sql("mz_version() -> text")
  public static @Nullable Slice mzVersion(Environment e) {
    return (Slice) e.call("mz_version");
  }

  @Sql("mz_environment_id() -> text")
  public static @Nullable Slice mzEnvironmentId(Environment e) {
    return (Slice) e.call("mz_environment_id");
  }

  @Sql("current_schema() -> name")
  public static @Nullable Slice currentSchema(Environment e) {
    return (Slice) e.call("current_schema");
  }

  @Sql("current_schemas(bool) -> name[]")
  public static @Nullable Slice currentSchemas(Environment e, boolean a) {
    return (Slice) e.call("current_schemas", a);
  }

  @Sql("current_database() -> name")
  public static @Nullable Slice currentDatabase(Environment e) {
    return (Slice) e.call("current_database");
  }

  @Sql("current_catalog() -> name")
  public static @Nullable Slice currentCatalog(Environment e) {
    return (Slice) e.call("current_catalog");
  }

  @Sql("current_user() -> name")
  public static @Nullable Slice currentUser(Environment e) {
    return (Slice) e.call("current_user");
  }

  @Sql("session_user() -> name")
  public static @Nullable Slice sessionUser(Environment e) {
    return (Slice) e.call("session_user");
  }

  @Sql("user() -> name")
  public static @Nullable Slice user(Environment e) {
    return (Slice) e.call("user");
  }

  @Sql("current_role() -> name")
  public static @Nullable Slice currentRole(Environment e) {
    return (Slice) e.call("current_role");
  }

  @Sql("inet_client_addr() -> text")
  public static @Nullable Slice inetClientAddr(Environment e) {
    return (Slice) e.call("inet_client_addr");
  }

  @Sql("inet_server_addr() -> text")
  public static @Nullable Slice inetServerAddr(Environment e) {
    return (Slice) e.call("inet_server_addr");
  }

  @Sql("inet_server_port() -> int4")
  public static @Nullable Integer inetServerPort(Environment e) {
    return (Integer) e.call("inet_server_port");
  }
}
