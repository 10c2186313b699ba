package dev.millrace.pgwire;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// A session that knows a handful of words instead of SQL, so that the wire can be tested alone.
final class ScriptedSession implements Session {

  volatile Duration idleMax = Duration.ZERO;
  volatile boolean wasLast;

  static final List<ResultColumn> COLUMNS =
      List.of(
          new ResultColumn("n", ScalarType.INT4, 0, 0, false),
          new ResultColumn("t", ScalarType.TEXT, 0, 0, false));

  final Map<String, String> statements = new HashMap<>();
  final Map<String, String> portals = new HashMap<>();
  final List<byte[]> copied = new ArrayList<>();
  final AtomicLong rowsSent = new AtomicLong();
  final CountDownLatch running = new CountDownLatch(1);
  final CompletableFuture<Throwable> ended = new CompletableFuture<>();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private char status = 'I';

  @Override
  public void simpleQuery(String sql, ResultSink out) {
    run(sql, out);
  }

  private void run(String sql, ResultSink out) {
    switch (sql) {
      case "" -> out.emptyQuery();
      case "rows" -> {
        out.columns(COLUMNS);
        out.row(new Object[] {1, Slice.utf8("a")});
        out.row(new Object[] {null, Slice.EMPTY});
        out.commandComplete("SELECT 2");
      }
      case "fail" ->
          throw new DatabaseException(
              SqlState.UNDEFINED_TABLE, "relation \"x\" does not exist", "d", "h", 15);
      case "bug" -> throw new IllegalStateException("secret detail");
      case "begin" -> {
        status = 'T';
        out.commandComplete("BEGIN");
      }
      case "wait" -> awaitCancel();
      case "flood" -> flood(out);
      case "copy" -> copy(out);
      default -> throw new DatabaseException(SqlState.SYNTAX_ERROR, "unknown word " + sql);
    }
  }

  private void awaitCancel() {
    running.countDown();
    try {
      cancelled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new DatabaseException(SqlState.QUERY_CANCELED, "canceling statement due to user request");
  }

  private void flood(ResultSink out) {
    out.columns(COLUMNS);
    Object[] row = {7, Slice.utf8("x".repeat(1000))};
    try {
      while (true) {
        out.row(row);
        rowsSent.incrementAndGet();
      }
    } catch (DatabaseException e) {
      ended.complete(e);
      throw e;
    }
  }

  private void copy(ResultSink out) {
    CopyInput in = out.copyIn(CopyFormat.TEXT, 2);
    for (byte[] data = in.next(); data != null; data = in.next()) {
      copied.add(data);
    }
    out.commandComplete("COPY " + copied.size());
  }

  @Override
  public void parse(String name, String sql, int[] parameterOids) {
    if (sql.equals("fail")) {
      throw new DatabaseException(SqlState.SYNTAX_ERROR, "no");
    }
    statements.put(name, sql);
  }

  @Override
  public StatementDescription describeStatement(String name) {
    return new StatementDescription(new int[] {23}, COLUMNS);
  }

  @Override
  public void bind(
      String portal, String statement, List<ParameterValue> parameters, int[] resultFormats) {
    portals.put(portal, statements.get(statement));
  }

  @Override
  public List<ResultColumn> describePortal(String portal) {
    return COLUMNS;
  }

  @Override
  public void execute(String portal, int rowsMax, BooleanSupplier isLast, ResultSink out) {
    wasLast = isLast.getAsBoolean();
    run(portals.get(portal), out);
  }

  @Override
  public void closeStatement(String name) {
    statements.remove(name);
  }

  @Override
  public void closePortal(String name) {
    portals.remove(name);
  }

  @Override
  public void sync(ResultSink out) {}

  @Override
  public char transactionStatus() {
    return status;
  }

  @Override
  public Duration idleMax() {
    return idleMax;
  }

  @Override
  public void cancel() {
    cancelled.countDown();
  }

  @Override
  public void close() {}
}
