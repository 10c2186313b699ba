package dev.millrace.sql.execute;

import dev.millrace.dataflow.plan.Scalar.Literal;
import dev.millrace.model.codec.LocalClock;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.function.time.ZonedTime;
import dev.millrace.model.type.ArrayType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.bind.SessionValues;
import dev.millrace.sql.catalog.Identifiers;
import dev.millrace.sql.catalog.Schema;
import dev.millrace.sql.catalog.SystemSchemas;
import dev.millrace.sql.execute.query.Shows;
import dev.millrace.sql.setting.SettingDefinition;
import dev.millrace.sql.statement.ShowStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/// The functions that are constants of a session and a statement. Remembers whether one was asked
/// for, because then the plan is good for this statement only.
final class SessionFunctions implements SessionValues {

  /// Microseconds from 1970 to 2000, where timestamps begin.
  private static final long EPOCH_MICROS = 946_684_800_000_000L;

  private static final long MICROS_A_DAY = 86_400_000_000L;

  /// The version string; drivers read the number after "PostgreSQL".
  static final String VERSION =
      "PostgreSQL "
          + SettingDefinition.SERVER_VERSION
          + " on x86_64-pc-linux-gnu (Millrace "
          + SettingDefinition.MILLRACE_VERSION
          + ")";

  /// Those that stay the same as long as user, database and search path do.
  private static final Set<String> OF_THE_SESSION =
      Set.of(
          "current_user",
          "session_user",
          "user",
          "current_role",
          "current_database",
          "current_catalog",
          "current_schema",
          "current_schemas",
          "version",
          "mz_version",
          "mz_environment_id",
          "pg_my_temp_schema",
          "pg_is_in_recovery");

  private final Frame frame;
  private boolean wasAsked;

  SessionFunctions(Frame frame) {
    this.frame = frame;
  }

  /// True if a plan now holds such a constant.
  boolean wasAsked() {
    return wasAsked;
  }

  @Override
  public SqlNode shown(ShowStatement show) {
    wasAsked = true;
    return Shows.query(show, frame);
  }

  /// The value of a call, or null if the function is none of the session's.
  @Override
  public @Nullable Literal call(String function, List<@Nullable Object> arguments) {
    Literal value = arguments.isEmpty() ? constant(function) : of(function, arguments);
    wasAsked |= value != null && !OF_THE_SESSION.contains(function);
    return value;
  }

  private @Nullable Literal constant(String function) {
    return switch (function) {
      case "now", "current_timestamp", "transaction_timestamp" ->
          new Literal(micros(frame.transactionStart()), ScalarType.TIMESTAMPTZ);
      case "statement_timestamp" ->
          new Literal(micros(frame.statementStart()), ScalarType.TIMESTAMPTZ);
      case "clock_timestamp" ->
          new Literal(micros(frame.instance().clock().instant()), ScalarType.TIMESTAMPTZ);
      case "localtimestamp" -> new Literal(localStart(), ScalarType.TIMESTAMP);
      case "localtime" ->
          new Literal(Math.floorMod(localStart(), MICROS_A_DAY), ScalarType.of(TypeId.TIME));
      case "current_time" ->
          new Literal(
              ZonedTime.ofInstant(micros(frame.transactionStart())), ScalarType.of(TypeId.TIMETZ));
      case "current_date" ->
          new Literal((int) Math.floorDiv(localStart(), MICROS_A_DAY), ScalarType.of(TypeId.DATE));
      case "current_user", "user", "current_role" -> name(frame.role());
      case "session_user" -> name(frame.who().user());
      case "current_database", "current_catalog" -> name(frame.settings().show("database"));
      case "current_schema" -> {
        Schema schema = frame.names().currentSchema();
        yield schema == null ? new Literal(null, nameType()) : name(schema.name());
      }
      case "version" -> text(VERSION);
      case "mz_version" -> text(frame.settings().show("mz_version"));
      case "mz_environment_id" -> text("millrace-local");
      case "pg_backend_pid" -> new Literal(frame.who().processId(), ScalarType.INT4);
      case "pg_my_temp_schema" -> {
        Schema own = frame.names().temporarySchema();
        yield new Literal(own == null ? 0 : own.oid(), ScalarType.OID);
      }
      case "pg_is_in_recovery" -> new Literal(false, ScalarType.BOOL);
      case "pg_advisory_unlock_all" -> new Literal(null, ScalarType.of(TypeId.VOID));
      case "inet_server_addr", "inet_server_port" -> new Literal(null, ScalarType.TEXT);
      case "inet_client_addr" -> text(frame.who().remoteAddress());
      default -> null;
    };
  }

  /// What the session's clocks showed when the transaction began.
  private long localStart() {
    return LocalClock.toLocal(micros(frame.transactionStart()));
  }

  private @Nullable Literal of(String function, List<@Nullable Object> arguments) {
    Object first = arguments.getFirst();
    return switch (function) {
      case "current_schemas" ->
          first instanceof Boolean withImplicit
              ? new Literal(schemas(withImplicit), new ArrayType(nameType()))
              : null;
      case "pg_advisory_lock" -> new Literal(null, ScalarType.of(TypeId.VOID));
      case "pg_advisory_unlock", "pg_try_advisory_lock" -> new Literal(true, ScalarType.BOOL);
      default -> null;
    };
  }

  private Object schemas(boolean withImplicit) {
    List<String> names = new ArrayList<>();
    for (Schema schema : frame.names().searched()) {
      if (withImplicit || !SystemSchemas.IMPLIED.contains(schema)) {
        names.add(schema.name());
      }
    }
    SqlType type = new ArrayType(ScalarType.TEXT);
    String list = String.join(",", names.stream().map(Identifiers::quote).toList());
    return TextFormat.parse(type, "{" + list + "}");
  }

  private static SqlType nameType() {
    return ScalarType.of(TypeId.NAME);
  }

  private static Literal name(String value) {
    return new Literal(Slice.utf8(value), nameType());
  }

  private static Literal text(String value) {
    return new Literal(Slice.utf8(value), ScalarType.TEXT);
  }

  static long micros(Instant instant) {
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000 - EPOCH_MICROS;
  }
}
