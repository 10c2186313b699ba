package dev.millrace.sql.session;

import dev.millrace.dataflow.expression.Interpreter;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.execute.Expressions;
import dev.millrace.sql.execute.Frame;
import dev.millrace.sql.execute.Outcome;
import dev.millrace.sql.execute.RowStream;
import dev.millrace.sql.execute.Run;
import dev.millrace.sql.execute.Work;
import dev.millrace.sql.port.ResultColumn;
import dev.millrace.sql.session.SessionStatements.Command;
import dev.millrace.sql.statement.CursorStatement;
import dev.millrace.sql.statement.Option;
import dev.millrace.sql.statement.OptionSetting;
import dev.millrace.sql.statement.QueryStatement;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Cursors and prepared statements in SQL. They share their names with the portals and statements
/// of the extended protocol. Confined to the session's thread.
final class CursorStatements {

  /// FETCH with a longer TIMEOUT is refused, as in Materialize.
  private static final Duration TIMEOUT_MAX = Duration.ofDays(1);

  private final SqlSession session;

  CursorStatements(SqlSession session) {
    this.session = session;
  }

  Work plan(CursorStatement statement, Frame frame) {
    return switch (statement) {
      case CursorStatement.Declare d -> declare(d, frame);
      case CursorStatement.Fetch f -> fetch(f);
      case CursorStatement.Move m -> new Command(Work.Effect.CONTROL, run -> "MOVE " + move(m));
      case CursorStatement.Close c -> new Command(Work.Effect.CONTROL, _ -> close(c));
      case CursorStatement.Prepare p -> new Command(Work.Effect.NONE, run -> prepare(p, run));
      case CursorStatement.Execute e -> execute(e, frame);
      case CursorStatement.Deallocate d -> new Command(Work.Effect.NONE, _ -> deallocate(d));
    };
  }

  private Work declare(CursorStatement.Declare declare, Frame frame) {
    if (!(declare.body() instanceof QueryStatement)) {
      throw DatabaseException.notSupported("a cursor for this statement", 0);
    }
    Prepared prepared = new Prepared(declare.body(), "", List.of());
    Work query = session.plan(prepared, frame);
    boolean isKept = declare.isHold() || declare.isScroll();
    if (isKept && query.isStream()) {
      throw DatabaseException.notSupported("SCROLL or WITH HOLD of a SUBSCRIBE", 0);
    }
    return new Delegate(
        query,
        null,
        run -> {
          if (!declare.isHold() && !session.currentTransaction().isBlock()) {
            throw new DatabaseException(
                SqlState.NO_ACTIVE_SQL_TRANSACTION,
                "DECLARE CURSOR can only be used in transaction blocks");
          }
          if (session.portals().containsKey(declare.name())) {
            throw new DatabaseException(
                SqlState.DUPLICATE_CURSOR, "cursor \"" + declare.name() + "\" already exists");
          }
          List<ResultColumn> columns =
              declare.isBinary()
                  ? ParameterCodec.withFormats(query.columns(), new int[] {1})
                  : query.columns();
          Portal portal = new Portal(prepared, run.parameters(), columns);
          Outcome outcome = query.run(run);
          if (outcome instanceof Outcome.Rows rows) {
            portal.started(rows);
          }
          if (isKept) {
            portal.scroll(declare.isHold(), run.frame().interruption());
          }
          session.portals().put(declare.name(), portal);
          return new Outcome.Done("DECLARE CURSOR");
        });
  }

  /// Work that is counted as what another is.
  private record Delegate(
      Work to, @Nullable List<ResultColumn> columns, java.util.function.Function<Run, Outcome> body)
      implements Work {
    @Override
    public List<SqlType> parameterTypes() {
      return to.parameterTypes();
    }

    @Override
    public Effect effect() {
      return to.effect();
    }

    @Override
    public boolean isStream() {
      return to.isStream();
    }

    @Override
    public boolean asksForWhole() {
      return to.asksForWhole();
    }

    @Override
    public boolean isReusable() {
      return false;
    }

    @Override
    public Set<CollectionId> reads() {
      return to.reads();
    }

    @Override
    public Outcome run(Run run) {
      return body.apply(run);
    }
  }

  private Portal cursor(String name, int position) {
    Portal portal = session.portals().get(name);
    if (portal == null) {
      throw DatabaseException.at(
          position, SqlState.INVALID_CURSOR_NAME, "cursor \"" + name + "\" does not exist");
    }
    return portal;
  }

  private Work fetch(CursorStatement.Fetch fetch) {
    Portal portal = cursor(fetch.cursor(), fetch.position());
    List<ResultColumn> columns = portal.columns();
    if (columns == null) {
      throw new DatabaseException(
          SqlState.INVALID_CURSOR_STATE, "cursor \"" + fetch.cursor() + "\" has no rows");
    }
    Duration timeout = timeout(fetch.options());
    return new FetchWork(portal, columns, fetch, timeout);
  }

  private static @Nullable Duration timeout(List<Option> options) {
    Duration timeout = null;
    for (Option option : options) {
      if (!option.name().equals("timeout")) {
        throw DatabaseException.notSupported("option " + option.name(), option.position());
      }
      String text =
          switch (option.value()) {
            case OptionSetting.Text t -> t.value();
            case OptionSetting.Number n -> n.value();
            default ->
                throw DatabaseException.at(
                    option.position(), SqlState.INVALID_PARAMETER_VALUE, "invalid TIMEOUT");
          };
      timeout = interval(text);
    }
    return timeout;
  }

  private static Duration interval(String text) {
    Slice interval = (Slice) TextFormat.parse(ScalarType.of(TypeId.INTERVAL), text);
    ByteBuffer parts = ByteBuffer.wrap(interval.array(), interval.offset(), interval.length());
    int months = parts.getInt();
    int days = parts.getInt();
    long micros = parts.getLong();
    Duration timeout = Duration.ofDays(months * 30L + days).plusNanos(micros * 1_000);
    if (timeout.isNegative()) {
      throw new DatabaseException(
          SqlState.INVALID_PARAMETER_VALUE,
          "invalid TIMEOUT: cannot convert negative interval to duration");
    }
    if (timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, "timeout out of range");
    }
    return timeout;
  }

  /// FETCH: rows of a cursor, as many as are wanted and there in time.
  private record FetchWork(
      Portal portal,
      List<ResultColumn> columns,
      CursorStatement.Fetch fetch,
      @Nullable Duration timeout)
      implements Work {

    @Override
    public Effect effect() {
      return Effect.CONTROL;
    }

    @Override
    public boolean isStream() {
      return portal.work().isStream();
    }

    @Override
    public boolean isReusable() {
      return false;
    }

    @Override
    public Outcome run(Run run) {
      Chunk rows = Chunk.of(columns.stream().map(ResultColumn::type).toList(), 64);
      Portal.Receiver receiver =
          new Portal.Receiver() {
            @Override
            public void row(@Nullable Object[] values) {
              rows.appendRow(values, 1);
            }

            @Override
            public void flush() {}
          };
      collect(receiver, run);
      return new Outcome.Rows(columns, RowStream.of(List.of(rows)), "FETCH");
    }

    private void collect(Portal.Receiver receiver, Run run) {
      Duration limit = timeout;
      if (limit == null) {
        portal
            .cursor()
            .move(
                fetch.direction(),
                fetch.count(),
                Portal.Patience.ONCE,
                run.frame().interruption(),
                receiver);
        return;
      }
      long deadline = System.nanoTime() + limit.toNanos();
      long left = fetch.count();
      boolean isOver = false;
      while (left > 0 && !isOver && !portal.isFinished()) {
        Duration wait = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        left -=
            portal
                .cursor()
                .move(
                    fetch.direction(),
                    left,
                    new Portal.Patience(wait, Duration.ZERO),
                    run.frame().interruption(),
                    receiver);
        isOver = wait.isZero();
      }
    }
  }

  private long move(CursorStatement.Move move) {
    return cursor(move.cursor(), move.position())
        .cursor()
        .move(
            move.direction(),
            move.count(),
            Portal.Patience.ONCE,
            session.interruption(),
            Portal.Receiver.NOTHING);
  }

  private String close(CursorStatement.Close close) {
    if (close.isAll()) {
      session.closePortals();
      return "CLOSE CURSOR ALL";
    }
    cursor(close.name(), close.position());
    session.closePortal(close.name());
    return "CLOSE CURSOR";
  }

  private String prepare(CursorStatement.Prepare prepare, Run run) {
    if (session.statements().containsKey(prepare.name())) {
      throw new DatabaseException(
          SqlState.DUPLICATE_PREPARED_STATEMENT,
          "prepared statement \"" + prepare.name() + "\" already exists");
    }
    List<@Nullable SqlType> types =
        new ArrayList<>(Expressions.types(prepare.types(), run.frame()));
    Prepared prepared = new Prepared(prepare.body(), prepare.text(), types);
    session.plan(prepared, run.frame());
    session.statements().put(prepare.name(), prepared);
    return "PREPARE";
  }

  private Work execute(CursorStatement.Execute execute, Frame frame) {
    Prepared prepared = session.statement(execute.name());
    Work work = session.plan(prepared, frame);
    List<SqlType> types = work.parameterTypes();
    if (types.size() != execute.arguments().size()) {
      throw new DatabaseException(
              SqlState.SYNTAX_ERROR,
              "wrong number of parameters for prepared statement \"" + execute.name() + "\"")
          .withDetail(
              "Expected "
                  + types.size()
                  + " parameters but got "
                  + execute.arguments().size()
                  + ".");
    }
    List<Scalar> values = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      values.add(Expressions.bind(execute.arguments().get(i), types.get(i), frame));
    }
    return new Delegate(
        new WithoutParameters(work),
        work.columns(),
        run -> {
          List<@Nullable Object> evaluated = new ArrayList<>();
          values.forEach(
              v -> evaluated.add(Interpreter.evaluate(v, Expressions.environment(run.frame()))));
          return work.run(new Run(run.frame(), evaluated, run.writes(), run.sink()));
        });
  }

  /// EXECUTE brings the parameters itself.
  private record WithoutParameters(Work work) implements Work {
    @Override
    public Effect effect() {
      return work.effect();
    }

    @Override
    public boolean isStream() {
      return work.isStream();
    }

    @Override
    public boolean asksForWhole() {
      return work.asksForWhole();
    }

    @Override
    public Set<CollectionId> reads() {
      return work.reads();
    }

    @Override
    public Outcome run(Run run) {
      return work.run(run);
    }
  }

  private String deallocate(CursorStatement.Deallocate deallocate) {
    if (deallocate.isAll()) {
      session.statements().clear();
      return "DEALLOCATE ALL";
    }
    session.statement(deallocate.name());
    session.closeStatement(deallocate.name());
    return "DEALLOCATE";
  }
}
