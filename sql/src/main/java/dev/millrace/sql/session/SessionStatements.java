package dev.millrace.sql.session;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.execute.define.place.TemporaryObjects;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.setting.Settings;
import dev.millrace.sql.statement.CursorStatement;
import dev.millrace.sql.statement.OptionSetting;
import dev.millrace.sql.statement.SettingStatement;
import dev.millrace.sql.statement.Statement;
import dev.millrace.sql.statement.TransactionStatement;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Statements about the session itself: variables and transactions; cursors are [CursorStatements].
/// Confined to the session's thread.
final class SessionStatements {

  private final SqlSession session;
  private final CursorStatements cursors;

  SessionStatements(SqlSession session) {
    this.session = session;
    this.cursors = new CursorStatements(session);
  }

  boolean handles(Statement statement) {
    return statement instanceof SettingStatement
        || statement instanceof TransactionStatement
        || statement instanceof CursorStatement;
  }

  Work plan(Statement statement, Frame frame) {
    return switch (statement) {
      case SettingStatement s -> setting(s);
      case TransactionStatement t -> transaction(t);
      case CursorStatement c -> cursors.plan(c, frame);
      default -> throw new IllegalStateException("not a statement of the session");
    };
  }

  /// Something done at once that answers with a tag.
  record Command(Work.Effect effect, Function<Run, String> body) implements Work {
    @Override
    public boolean isReusable() {
      return false;
    }

    @Override
    public Outcome run(Run run) {
      return new Outcome.Done(body.apply(run));
    }
  }

  private static Work command(Function<Run, String> body) {
    return new Command(Work.Effect.NONE, body);
  }

  private static Work control(Function<Run, String> body) {
    return new Command(Work.Effect.CONTROL, body);
  }

  private Work setting(SettingStatement statement) {
    Settings settings = session.settings();
    return switch (statement) {
      case SettingStatement.SetVariable s ->
          command(run -> {
            set(s, run.frame());
            return "SET";
          });
      case SettingStatement.Reset r ->
          command(run -> {
            if (r.name() == null) {
              settings.resetAll();
            } else if (isAuthorization(r.name())) {
              settings.reset("role");
            } else {
              settings.reset(r.name());
            }
            return "RESET";
          });
      case SettingStatement.SetTransaction t ->
          command(run -> {
            setTransaction(t, run.frame());
            return "SET";
          });
      case SettingStatement.Discard d ->
          command(run -> {
            discard(d.what(), run.frame());
            return "DISCARD " + d.what().toUpperCase(Locale.ROOT);
          });
    };
  }

  private void set(SettingStatement.SetVariable statement, Frame frame) {
    Settings settings = session.settings();
    if (statement.isLocal() && !session.currentTransaction().isBlock()) {
      frame.notice(
          Notice.warning(
              SqlState.NO_ACTIVE_SQL_TRANSACTION,
              "SET LOCAL can only be used in transaction blocks"));
    }
    List<String> values = statement.values().stream().map(SessionStatements::text).toList();
    if (isAuthorization(statement.name())) {
      setAuthorization(values, statement.position(), frame);
    } else if (values.isEmpty()) {
      settings.reset(statement.name());
    } else {
      if (statement.name().equals("role")) {
        requireRole(values.getFirst(), frame);
      }
      settings.set(statement.name(), values, statement.isLocal());
    }
  }

  private static boolean isAuthorization(String name) {
    return name.equals("session_authorization");
  }

  /// Back to who logged in; nobody can become somebody else altogether.
  private void setAuthorization(List<String> values, int position, Frame frame) {
    if (!values.isEmpty() && !values.getFirst().equals(frame.who().user())) {
      throw DatabaseException.notSupported("SET SESSION AUTHORIZATION to another role", position);
    }
    session.settings().reset("role");
  }

  private static void requireRole(String name, Frame frame) {
    if (!name.equals("none") && frame.state().role(name) == null) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE, "role \"" + name + "\" does not exist");
    }
  }

  private static String text(OptionSetting setting) {
    return switch (setting) {
      case OptionSetting.Text t -> t.value();
      case OptionSetting.Number n -> n.value();
      case OptionSetting.Word w -> w.value();
      case OptionSetting.Name n -> n.name().toString();
      case OptionSetting.Absent _,
          OptionSetting.SecretName _,
          OptionSetting.Items _,
          OptionSetting.Nested _,
          OptionSetting.Expression _ ->
          throw new DatabaseException(
              SqlState.INVALID_PARAMETER_VALUE, "a variable cannot be set to this");
    };
  }

  private void setTransaction(SettingStatement.SetTransaction statement, Frame frame) {
    TransactionStatement.Modes modes = statement.modes();
    Settings settings = session.settings();
    if (!statement.isSession() && !session.currentTransaction().isBlock()) {
      frame.notice(
          Notice.warning(
              SqlState.NO_ACTIVE_SQL_TRANSACTION,
              "SET TRANSACTION can only be used in transaction blocks"));
      return;
    }
    if (!statement.isSession()) {
      apply(modes);
      return;
    }
    if (modes.isolation() != null) {
      settings.set("default_transaction_isolation", List.of(modes.isolation()), false);
    }
    if (modes.isReadOnly() != null) {
      String value = modes.isReadOnly() ? "on" : "off";
      settings.set("default_transaction_read_only", List.of(value), false);
    }
  }

  private void discard(String what, Frame frame) {
    switch (what.toLowerCase(Locale.ROOT)) {
      case "all" -> {
        if (session.currentTransaction().isBlock()) {
          throw new DatabaseException(
              SqlState.ACTIVE_SQL_TRANSACTION, "DISCARD ALL cannot run inside a transaction block");
        }
        session.closePortals();
        TemporaryObjects.dropOf(frame.who().processId(), frame.instance());
        session.statements().clear();
        session.settings().resetAll();
        session.settings().reset("role");
      }
      case "temp", "temporary" -> {
        if (session.currentTransaction().isBlock()) {
          throw DatabaseException.notSupported("DISCARD TEMP in a transaction block", 0);
        }
        TemporaryObjects.dropOf(frame.who().processId(), frame.instance());
      }
      // There are no sequences or kept plans of a session to discard.
      case "sequences", "plans" -> {}
      default -> throw DatabaseException.notSupported("DISCARD " + what, 0);
    }
  }

  private Work transaction(TransactionStatement statement) {
    Transaction transaction = session.currentTransaction();
    return switch (statement) {
      case TransactionStatement.Begin b ->
          control(run -> {
            begin(b.modes(), run.frame());
            return "BEGIN";
          });
      case TransactionStatement.Commit c ->
          control(run -> {
            TransactionStatement.Modes modes = endsBlock("COMMIT", c.isChain(), run.frame());
            boolean isCommitted = transaction.commit(run.frame().interruption());
            session.endPortals(isCommitted);
            chain(modes);
            return isCommitted ? "COMMIT" : "ROLLBACK";
          });
      case TransactionStatement.Rollback r ->
          control(run -> {
            TransactionStatement.Modes modes = endsBlock("ROLLBACK", r.isChain(), run.frame());
            session.endPortals(false);
            transaction.rollback();
            chain(modes);
            return "ROLLBACK";
          });
      case TransactionStatement.Savepoint s ->
          control(run -> {
            requireBlock("SAVEPOINT");
            transaction.savepoint(s.name(), session.portals().keySet());
            return "SAVEPOINT";
          });
      case TransactionStatement.Release r ->
          control(run -> {
            requireBlock("RELEASE SAVEPOINT");
            transaction.release(r.name());
            return "RELEASE";
          });
      case TransactionStatement.RollbackTo r ->
          control(run -> {
            requireBlock("ROLLBACK TO SAVEPOINT");
            session.keepPortals(transaction.rollbackTo(r.name()));
            return "ROLLBACK";
          });
    };
  }

  private void begin(TransactionStatement.Modes modes, Frame frame) {
    if (!session.currentTransaction().begin()) {
      frame.notice(
          Notice.warning(
              SqlState.ACTIVE_SQL_TRANSACTION, "there is already a transaction in progress"));
    }
    apply(modes);
  }

  private void apply(TransactionStatement.Modes modes) {
    if (modes.isolation() != null) {
      session.currentTransaction().isolation(modes.isolation());
    }
    if (modes.isReadOnly() != null) {
      session.currentTransaction().readOnly(modes.isReadOnly());
    }
  }

  /// A block is about to end; returns the modes that one chained to it takes over, or null.
  private TransactionStatement.@Nullable Modes endsBlock(
      String what, boolean isChain, Frame frame) {
    if (isChain) {
      requireBlock(what + " AND CHAIN");
    } else if (!session.currentTransaction().isBlock()) {
      frame.notice(
          Notice.warning(
              SqlState.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress"));
    }
    Settings settings = session.settings();
    return isChain
        ? new TransactionStatement.Modes(
            settings.show("transaction_isolation"), settings.isOn("transaction_read_only"), null)
        : null;
  }

  private void chain(TransactionStatement.@Nullable Modes modes) {
    if (modes != null) {
      session.currentTransaction().begin();
      apply(modes);
    }
  }

  private void requireBlock(String what) {
    if (!session.currentTransaction().isBlock()) {
      throw new DatabaseException(
          SqlState.NO_ACTIVE_SQL_TRANSACTION, what + " can only be used in transaction blocks");
    }
  }
}
