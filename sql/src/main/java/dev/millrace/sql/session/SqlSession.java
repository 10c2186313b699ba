package dev.millrace.sql.session;

import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.model.codec.OidNames;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.relation.CatalogFunctions;
import dev.millrace.sql.catalog.relation.LiveState.SessionSample;
import dev.millrace.sql.catalog.relation.LiveState.TransactionSample;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Instance;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.SessionList;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.execute.define.place.TemporaryObjects;
import dev.millrace.sql.execute.sequence.SequenceDraws;
import dev.millrace.sql.port.ConnectRequest;
import dev.millrace.sql.port.Notice;
import dev.millrace.sql.port.ParameterValue;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.port.ResultSink;
import dev.millrace.sql.port.StatementDescription;
import dev.millrace.sql.setting.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One connection's session. All methods but [#cancel] and [#sample] are called by the connection's
/// one thread and may block; failures are DatabaseExceptions, after which the transaction is
/// already marked as failed.
public final class SqlSession implements AutoCloseable, SessionList.Entry {

  private final Instance instance;
  private final Frame.Who who;
  private final Settings settings;
  private final Transaction transaction;
  private final Map<String, Prepared> statements = new HashMap<>();
  private final Map<String, Portal> portals = new HashMap<>();
  private final Planning planning;
  private final Instant connectedAt;
  private final SequenceDraws draws;

  private @Nullable ResultSink sink;

  private volatile Interruption interruption = Interruption.none();
  private volatile String activity = "idle";
  private volatile String lastQuery = "";
  private volatile Instant lastStart;
  private volatile String shownDatabase;
  private volatile String shownApplication = "";

  private SqlSession(Instance instance, ConnectRequest request, ResultSink out) {
    this.instance = instance;
    this.connectedAt = instance.clock().instant();
    this.draws = new SequenceDraws(instance.sequences());
    this.lastStart = connectedAt;
    this.who =
        new Frame.Who(
            request.user(),
            request.processId(),
            UUID.randomUUID().toString(),
            request.remoteAddress());
    this.settings = new Settings(this::report);
    this.transaction = new Transaction(instance, settings);
    this.planning = new Planning(instance, who, settings, new SessionStatements(this));
    this.shownDatabase = request.database();
    Startup.apply(request, instance, settings, out);
    instance.sessions().add(request.processId(), this);
  }

  /// Opens a session; parameter statuses and notices of the start go through `out`.
  public static SqlSession open(Instance instance, ConnectRequest request, ResultSink out) {
    SqlSession session = new SqlSession(instance, request, out);
    session.withSink(out, session.settings::reportAll);
    return session;
  }

  /// Runs every statement of a string in order, each answering through `out`. Several statements
  /// without BEGIN share one implicit transaction.
  public void simpleQuery(String sql, ResultSink out) {
    withSink(
        out,
        () -> {
          begin(sql);
          List<Prepared> prepared = planning.prepare(sql, List.of(), state().version());
          if (prepared.isEmpty()) {
            out.emptyQuery();
            return;
          }
          boolean isWhole = prepared.size() == 1;
          prepared.forEach(one -> settings.style().run(() -> runSimple(one, isWhole, out)));
          if (!transaction.isBlock()) {
            endImplicit();
          }
        });
  }

  private void runSimple(Prepared prepared, boolean isWhole, ResultSink out) {
    Frame frame = statementBegins(prepared);
    int parameters = plan(prepared, frame).parameterTypes().size();
    if (parameters > 0) {
      throw new DatabaseException(
          SqlState.UNDEFINED_PARAMETER, "there is no parameter $" + parameters);
    }
    Portal portal = new Portal(prepared, List.of(), prepared.work().columns());
    try (portal) {
      Outcome outcome = start(portal, frame, () -> isWhole, out);
      switch (outcome) {
        case Outcome.Done(String tag) -> out.commandComplete(tag);
        case Outcome.Rows rows -> {
          out.columns(rows.columns());
          long sent =
              portal.send(
                  Long.MAX_VALUE, Portal.Patience.ENDLESS, interruption, Portal.Receiver.of(out));
          out.commandComplete(rows.verb() + " " + sent);
        }
      }
    }
  }

  /// Creates a prepared statement; the empty name is the unnamed one. OID 0: infer the type.
  public void parse(String name, String sql, int[] parameterOids) {
    guarded(() -> {
      if (!name.isEmpty() && statements.containsKey(name)) {
        throw new DatabaseException(
            SqlState.DUPLICATE_PREPARED_STATEMENT,
            "prepared statement \"" + name + "\" already exists");
      }
      begin(sql);
      List<@Nullable SqlType> declared = new ArrayList<>();
      for (int oid : parameterOids) {
        declared.add(oid == 0 ? null : ParameterCodec.type(oid));
      }
      List<Prepared> parsed = planning.prepare(sql, declared, state().version());
      if (parsed.size() > 1) {
        throw new DatabaseException(
            SqlState.SYNTAX_ERROR, "cannot insert multiple commands into a prepared statement");
      }
      Prepared prepared = parsed.isEmpty() ? new Prepared(null, sql, declared) : parsed.getFirst();
      if (!prepared.isEmpty()) {
        plan(prepared, statementBegins(prepared));
      }
      statements.put(name, prepared);
    });
  }

  /// The parameters and columns of a prepared statement.
  public StatementDescription describeStatement(String name) {
    return guarded(() -> {
      Prepared prepared = statement(name);
      if (prepared.isEmpty()) {
        return new StatementDescription(new int[0], List.of());
      }
      Work work = plan(prepared, statementBegins(prepared));
      int[] oids = work.parameterTypes().stream().mapToInt(SqlType::oid).toArray();
      List<ResultColumn> columns = work.columns();
      return new StatementDescription(oids, columns == null ? List.of() : columns);
    });
  }

  /// Creates a portal. `resultFormats` has no, one or one per column entry: 0 text, 1 binary.
  public void bind(
      String portal, String statement, List<ParameterValue> parameters, int[] resultFormats) {
    guarded(() -> {
      Prepared prepared = statement(statement);
      if (!portal.isEmpty() && portals.containsKey(portal)) {
        throw new DatabaseException(
            SqlState.DUPLICATE_CURSOR, "cursor \"" + portal + "\" already exists");
      }
      closePortal(portal);
      if (prepared.isEmpty()) {
        portals.put(portal, new Portal(prepared, List.of(), null));
        return;
      }
      Work work = plan(prepared, statementBegins(prepared));
      List<@Nullable Object> values =
          ParameterCodec.decode(statement, work.parameterTypes(), parameters);
      portals.put(
          portal,
          new Portal(prepared, values, ParameterCodec.withFormats(work.columns(), resultFormats)));
    });
  }

  /// The columns of a portal with their formats; empty if it returns no rows.
  public List<ResultColumn> describePortal(String portal) {
    return guarded(() -> {
      List<ResultColumn> columns = portal(portal).columns();
      return columns == null ? List.of() : columns;
    });
  }

  /// Runs a portal; `rowsMax` 0 means all. Ends with `commandComplete`, `emptyQuery` or
  /// `portalSuspended`.
  ///
  /// @param isLast tells whether a Sync follows, waiting for the client's next message if need be
  public void execute(String name, int rowsMax, BooleanSupplier isLast, ResultSink out) {
    withSink(
        out,
        () -> {
          Portal portal = portal(name);
          if (portal.statement().isEmpty()) {
            out.emptyQuery();
            return;
          }
          Frame frame = statementBegins(portal.statement());
          boolean wasStarted = portal.isStarted();
          if (wasStarted && portal.columns() == null) {
            throw new DatabaseException(
                SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "portal \"" + name + "\" cannot be run");
          }
          if (!wasStarted) {
            begin(portal.statement().text());
            plan(portal.statement(), frame);
            if (start(portal, frame, isLast, out) instanceof Outcome.Done(String tag)) {
              out.commandComplete(tag);
              return;
            }
          }
          long max = rowsMax == 0 ? Long.MAX_VALUE : rowsMax;
          long sent =
              portal.send(max, Portal.Patience.ENDLESS, interruption, Portal.Receiver.of(out));
          if (sent == max) {
            out.portalSuspended();
          } else {
            out.commandComplete(portal.verb() + " " + sent);
          }
        });
  }

  /// Runs a planned portal.
  private Outcome start(Portal portal, Frame frame, BooleanSupplier isLast, ResultSink out) {
    Work work = portal.work();
    if (work.isStream()) {
      interruption = Interruption.none();
    }
    String command = CommandNames.of(portal.statement().statement());
    boolean isWhole = work.asksForWhole() && transaction.mayBeWhole() && isLast.getAsBoolean();
    transaction.admit(work, command, isWhole);
    Frame admitted = frame.interruptedBy(interruption).reading(transaction.reads());
    Outcome outcome = work.run(new Run(admitted, portal.parameters(), transaction.writes(), out));
    switch (outcome) {
      case Outcome.Done _ -> portal.finished();
      case Outcome.Rows rows -> portal.started(rows);
    }
    return outcome;
  }

  /// Forgets a prepared statement; unknown names are no error.
  public void closeStatement(String name) {
    statements.remove(name);
  }

  /// Forgets a portal; unknown names are no error.
  public void closePortal(String name) {
    Portal portal = portals.remove(name);
    if (portal != null) {
      portal.close();
    }
  }

  /// Ends the implicit transaction of an extended exchange.
  public void sync(ResultSink out) {
    withSink(
        out,
        () -> {
          if (!transaction.isBlock()) {
            endImplicit();
          }
        });
  }

  private void endImplicit() {
    endPortals(true);
    transaction.commit(interruption);
  }

  /// Closes the portals that do not outlive the transaction that ends.
  void endPortals(boolean isCommitted) {
    for (String name : List.copyOf(portals.keySet())) {
      if (!portal(name).outlives(isCommitted)) {
        closePortal(name);
      }
    }
  }

  /// Closes all portals.
  void closePortals() {
    portals.values().forEach(Portal::close);
    portals.clear();
  }

  /// `I` idle, `T` in a transaction block, `E` in a failed one.
  public char transactionStatus() {
    return switch (transaction.state()) {
      case NONE, IMPLICIT -> 'I';
      case BLOCK -> 'T';
      case FAILED -> 'E';
    };
  }

  /// How long the client may say nothing now; zero: for ever.
  public Duration idleMax() {
    return settings.duration(
        transaction.isBlock() ? "idle_in_transaction_session_timeout" : "idle_session_timeout");
  }

  /// Asks the running statement to stop with 57014. Any thread.
  @Override
  public void cancel() {
    interruption.cancel();
  }

  @Override
  public SessionSample sample() {
    return new SessionSample(
        who.processId(),
        who.sessionId(),
        who.user(),
        shownDatabase,
        shownApplication,
        who.remoteAddress(),
        connectedAt,
        activity,
        lastQuery,
        lastStart);
  }

  @Override
  public @Nullable TransactionSample transaction() {
    return transaction.sample(who.processId());
  }

  /// Ends the session and rolls back what is open.
  @Override
  public void close() {
    instance.sessions().remove(who.processId());
    closePortals();
    transaction.rollback();
    TemporaryObjects.dropOf(who.processId(), instance);
  }

  /// Closes the portals that are not among the given ones.
  void keepPortals(Set<String> kept) {
    for (String name : List.copyOf(portals.keySet())) {
      if (!kept.contains(name)) {
        closePortal(name);
      }
    }
  }

  Transaction currentTransaction() {
    return transaction;
  }

  Settings settings() {
    return settings;
  }

  Map<String, Prepared> statements() {
    return statements;
  }

  Map<String, Portal> portals() {
    return portals;
  }

  Interruption interruption() {
    return interruption;
  }

  /// The prepared statement of a name; 26000 if there is none.
  Prepared statement(String name) {
    Prepared prepared = statements.get(name);
    if (prepared == null) {
      throw new DatabaseException(
          SqlState.INVALID_SQL_STATEMENT_NAME,
          name.isEmpty()
              ? "unnamed prepared statement does not exist"
              : "prepared statement \"" + name + "\" does not exist");
    }
    return prepared;
  }

  /// The portal or cursor of a name; 34000 if there is none.
  Portal portal(String name) {
    Portal portal = portals.get(name);
    if (portal == null) {
      throw new DatabaseException(
          SqlState.INVALID_CURSOR_NAME, "portal \"" + name + "\" does not exist");
    }
    return portal;
  }

  /// Plans a statement unless its plan is still good.
  Work plan(Prepared prepared, Frame frame) {
    return planning.plan(prepared, frame);
  }

  /// The catalog as the next statement sees it.
  private CatalogState state() {
    return transaction.reads().catalogOr(instance.catalog().current());
  }

  /// A frame for the next statement, in the transaction that is open.
  Frame frame() {
    return new Frame(
        instance,
        state(),
        settings,
        who,
        transaction.start(),
        instance.clock().instant(),
        interruption,
        transaction.reads(),
        this::notice,
        draws);
  }

  private Frame statementBegins(Prepared prepared) {
    transaction.statementBegins(prepared.isEmpty() ? null : prepared.statement());
    return frame();
  }

  private void begin(String text) {
    interruption = Interruption.after(timeout(), System::nanoTime);
    String shown = Redaction.of(text);
    lastQuery = shown.length() > 1_000 ? shown.substring(0, 1_000) : shown;
    lastStart = instance.clock().instant();
    activity = "active";
  }

  private Duration timeout() {
    return settings.duration("statement_timeout");
  }

  private void withSink(ResultSink out, Runnable body) {
    sink = out;
    OidNames names = this::nameOf;
    try {
      guarded(() -> names.run(body));
    } finally {
      sink = null;
      activity = transaction.isBlock() ? "idle in transaction" : "idle";
      shownDatabase = settings.show("database");
      shownApplication = settings.show("application_name");
    }
  }

  private String nameOf(TypeId type, int oid) {
    return new CatalogFunctions(frame().relationContext()).nameOf(type, oid);
  }

  private void guarded(Runnable body) {
    guarded(() -> {
      body.run();
      return true;
    });
  }

  /// Marks the transaction as failed if the body fails.
  private <T> T guarded(java.util.function.Supplier<T> body) {
    try {
      return settings.style().call(body);
    } catch (RuntimeException | Error e) {
      transaction.failed();
      if (!transaction.isBlock()) {
        endPortals(false);
      }
      throw e;
    }
  }

  private void report(String name, String value) {
    ResultSink out = sink;
    if (out != null) {
      out.parameterStatus(name, value);
    }
  }

  private void notice(Notice notice) {
    ResultSink out = sink;
    if (out != null && NoticeLevel.isWanted(notice, settings.show("client_min_messages"))) {
      out.notice(notice);
    }
  }
}
