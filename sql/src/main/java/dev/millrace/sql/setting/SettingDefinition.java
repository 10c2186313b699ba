package dev.millrace.sql.setting;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A session variable that exists.
///
/// @param name as it is shown, `DateStyle`
/// @param isReported sent to the client at the start and on change
/// @param isReadOnly SET fails with 55P02
public record SettingDefinition(
    String name,
    String defaultValue,
    SettingKind kind,
    boolean isReported,
    boolean isReadOnly,
    String description) {

  /// The PostgreSQL whose catalog, messages and behaviour clients may expect.
  public static final String SERVER_VERSION = "15.14";

  /// As a number, for `server_version_num`.
  public static final String SERVER_VERSION_NUM = "150014";

  /// Our own version.
  public static final String MILLRACE_VERSION = "0.1.0";

  private static final Map<String, SettingDefinition> ALL = new TreeMap<>();

  static {
    reported("application_name", "", SettingKind.TEXT, "Name of the client program.");
    reported("client_encoding", "UTF8", SettingKind.ENCODING, "Encoding of texts: UTF8 only.");
    reported("cluster", "quickstart", SettingKind.NAME, "Cluster of new sources and indexes.");
    reported("database", "materialize", SettingKind.NAME, "Current database.");
    reported("DateStyle", "ISO, MDY", SettingKind.DATE_STYLE, "Format of dates: ISO only.");
    reported("IntervalStyle", "postgres", SettingKind.INTERVAL_STYLE, "Format of intervals.");
    reported("search_path", "public", SettingKind.NAMES, "Schemas that names are looked up in.");
    reported("standard_conforming_strings", "on", SettingKind.ONLY_ON, "Backslash is a letter.");
    reported("TimeZone", "UTC", SettingKind.TIME_ZONE, "Time zone of queries.");
    fixed("server_version", SERVER_VERSION, true, "PostgreSQL version this server answers as.");
    fixed("server_version_num", SERVER_VERSION_NUM, false, "The same as a number.");
    fixed("server_encoding", "UTF8", true, "Encoding of stored texts.");
    fixed("integer_datetimes", "on", true, "Times are integers.");
    fixed("in_hot_standby", "off", true, "This server takes writes.");
    fixed("is_superuser", "on", true, "Every role may do everything.");
    fixed("session_authorization", "", true, "The role that logged in.");
    fixed("mz_version", "v26.24.0 (millrace)", true, "Materialize version of the dialect.");
    fixed("millrace_version", MILLRACE_VERSION, true, "Version of this server.");
    fixed("max_identifier_length", "255", false, "Bytes in a name.");
    fixed("max_index_keys", "32", false, "Columns in an index.");
    fixed("block_size", "8192", false, "Kept for clients that ask.");
    fixed("lc_collate", "C", false, "Order of texts.");
    fixed("lc_ctype", "C", false, "Classes of characters.");
    set("client_min_messages", "notice", SettingKind.MESSAGES, "Least severity sent.");
    set("transaction_isolation", "strict serializable", SettingKind.ISOLATION, "Isolation.");
    set("default_transaction_isolation", "strict serializable", SettingKind.ISOLATION, "Default.");
    set("transaction_read_only", "off", SettingKind.BOOL, "This transaction only reads.");
    set("default_transaction_read_only", "off", SettingKind.BOOL, "Transactions only read.");
    set("transaction_deferrable", "off", SettingKind.BOOL, "Has no effect.");
    set("statement_timeout", "1min", SettingKind.DURATION, "Longest time of a query; 0 is none.");
    set("lock_timeout", "0", SettingKind.DURATION, "Has no effect: nothing locks.");
    set(
        "idle_in_transaction_session_timeout",
        "2min",
        SettingKind.DURATION,
        "Longest wait for the next statement of a transaction block; 0 is none.");
    set(
        "max_transaction_write_bytes",
        "268435456",
        SettingKind.BYTES,
        "Bytes of rows that a transaction may write.");
    set("idle_session_timeout", "0", SettingKind.DURATION, "Idle time that ends a session.");
    set("role", "none", SettingKind.ROLE, "The role that acts, if not the one that logged in.");
    set("extra_float_digits", "1", SettingKind.INT, "Has no effect: floats print exactly.");
    set("max_query_result_size", "1073741824", SettingKind.BYTES, "Bytes of a query's result.");
    set("bytea_output", "hex", SettingKind.TEXT, "Format of bytea: hex.");
    set("row_security", "on", SettingKind.BOOL, "Has no effect.");
    set("jit", "off", SettingKind.BOOL, "Has no effect.");
    set("escape_string_warning", "on", SettingKind.BOOL, "Has no effect.");
    set("synchronize_seqscans", "on", SettingKind.BOOL, "Has no effect.");
    set("check_function_bodies", "on", SettingKind.BOOL, "Has no effect.");
    set("default_tablespace", "", SettingKind.TEXT, "Has no effect.");
    set("default_table_access_method", "heap", SettingKind.TEXT, "Has no effect.");
    set("xmloption", "content", SettingKind.TEXT, "Has no effect.");
    ofThePlanner();
    set("cluster_replica", "", SettingKind.NAME, "Has no effect.");
    set("sql_safe_updates", "off", SettingKind.BOOL, "Has no effect.");
    set("real_time_recency", "off", SettingKind.BOOL, "Has no effect.");
    set("auto_route_catalog_queries", "on", SettingKind.BOOL, "Has no effect.");
    set("current_object_missing_warnings", "on", SettingKind.BOOL, "Has no effect.");
    set("welcome_message", "off", SettingKind.BOOL, "Has no effect.");
    set("emit_timestamp_notice", "off", SettingKind.BOOL, "Has no effect.");
    set("emit_trace_id_notice", "off", SettingKind.BOOL, "Has no effect.");
    set("emit_introspection_query_notice", "off", SettingKind.BOOL, "Has no effect.");
    set("enable_session_rbac_checks", "off", SettingKind.BOOL, "Has no effect.");
  }

  /// Knobs of PostgreSQL's planner, memory and log that programs turn by habit.
  private static void ofThePlanner() {
    for (String on :
        List.of(
            "enable_bitmapscan",
            "enable_hashagg",
            "enable_hashjoin",
            "enable_indexonlyscan",
            "enable_indexscan",
            "enable_material",
            "enable_mergejoin",
            "enable_nestloop",
            "enable_seqscan",
            "enable_sort",
            "geqo",
            "track_activities")) {
      set(on, "on", SettingKind.BOOL, "Has no effect.");
    }
    set("synchronous_commit", "on", SettingKind.TEXT, "Has no effect: a commit is durable.");
    set("work_mem", "4194304", SettingKind.BYTES, "Has no effect.");
    set("maintenance_work_mem", "67108864", SettingKind.BYTES, "Has no effect.");
    set("max_parallel_workers_per_gather", "2", SettingKind.INT, "Has no effect.");
    set("random_page_cost", "4", SettingKind.TEXT, "Has no effect.");
    set("plan_cache_mode", "auto", SettingKind.TEXT, "Has no effect.");
    set("password_encryption", "scram-sha-256", SettingKind.TEXT, "SCRAM-SHA-256 always.");
    set("session_replication_role", "origin", SettingKind.TEXT, "Has no effect.");
    set("log_statement", "none", SettingKind.TEXT, "Has no effect.");
    set("log_min_duration_statement", "-1", SettingKind.INT, "Has no effect.");
    fixed("lc_messages", "C", false, "Language of messages.");
    fixed("lc_monetary", "C", false, "Format of money.");
    fixed("lc_numeric", "C", false, "Format of numbers.");
    fixed("lc_time", "C", false, "Format of dates.");
    fixed("wal_level", "replica", false, "There is no logical replication from here.");
  }

  private static void reported(String name, String value, SettingKind kind, String description) {
    add(new SettingDefinition(name, value, kind, true, false, description));
  }

  private static void fixed(String name, String value, boolean isReported, String description) {
    add(new SettingDefinition(name, value, SettingKind.TEXT, isReported, true, description));
  }

  private static void set(String name, String value, SettingKind kind, String description) {
    add(new SettingDefinition(name, value, kind, false, false, description));
  }

  private static void add(SettingDefinition definition) {
    ALL.put(definition.name().toLowerCase(Locale.ROOT), definition);
  }

  /// The variable of a name in any case, or null.
  public static @Nullable SettingDefinition find(String name) {
    return ALL.get(name.toLowerCase(Locale.ROOT));
  }

  /// The variable whose value a transaction begins with, for one that is set for the transaction
  /// alone; null for any other.
  static @Nullable String defaultOf(String key) {
    return switch (key) {
      case "transaction_isolation" -> "default_transaction_isolation";
      case "transaction_read_only" -> "default_transaction_read_only";
      default -> null;
    };
  }

  /// All variables, by name.
  public static List<SettingDefinition> all() {
    return List.copyOf(ALL.values());
  }
}
