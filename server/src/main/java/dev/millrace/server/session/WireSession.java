package dev.millrace.server.session;

import dev.millrace.pgwire.ParameterValue;
import dev.millrace.pgwire.ResultColumn;
import dev.millrace.pgwire.ResultSink;
import dev.millrace.pgwire.Session;
import dev.millrace.pgwire.SessionFactory;
import dev.millrace.pgwire.StartupRequest;
import dev.millrace.pgwire.StatementDescription;
import dev.millrace.sql.execute.Instance;
import dev.millrace.sql.port.ConnectRequest;
import dev.millrace.sql.session.SqlSession;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A SQL session as the wire sees it. Used as [Session] says.
public final class WireSession implements Session {

  private final SqlSession session;

  private WireSession(SqlSession session) {
    this.session = session;
  }

  /// Opens sessions of an instance.
  public static SessionFactory factory(Instance instance) {
    return (request, out) ->
        new WireSession(SqlSession.open(instance, connect(request), new WireResult(out)));
  }

  private static ConnectRequest connect(StartupRequest request) {
    return new ConnectRequest(
        request.user(),
        request.database(),
        request.parameters(),
        request.remoteAddress(),
        request.processId());
  }

  @Override
  public void simpleQuery(String sql, ResultSink out) {
    session.simpleQuery(sql, new WireResult(out));
  }

  @Override
  public void parse(String name, String sql, int[] parameterOids) {
    session.parse(name, sql, parameterOids);
  }

  @Override
  public StatementDescription describeStatement(String name) {
    var description = session.describeStatement(name);
    return new StatementDescription(
        description.parameterOids(), WireResult.columnsOf(description.columns()));
  }

  @Override
  public void bind(
      String portal, String statement, List<ParameterValue> parameters, int[] resultFormats) {
    session.bind(
        portal,
        statement,
        parameters.stream()
            .map(p -> new dev.millrace.sql.port.ParameterValue(p.bytes(), p.isBinary()))
            .toList(),
        resultFormats);
  }

  @Override
  public List<ResultColumn> describePortal(String portal) {
    return WireResult.columnsOf(session.describePortal(portal));
  }

  @Override
  public void execute(String portal, int rowsMax, BooleanSupplier isLast, ResultSink out) {
    // The session has told the columns at Bind; the wire wants to hear them before the rows.
    List<ResultColumn> columns = describePortal(portal);
    if (!columns.isEmpty()) {
      out.columns(columns);
    }
    session.execute(portal, rowsMax, isLast, new WireResult(out));
  }

  @Override
  public void closeStatement(String name) {
    session.closeStatement(name);
  }

  @Override
  public void closePortal(String name) {
    session.closePortal(name);
  }

  @Override
  public void sync(ResultSink out) {
    session.sync(new WireResult(out));
  }

  @Override
  public char transactionStatus() {
    return session.transactionStatus();
  }

  @Override
  public Duration idleMax() {
    return session.idleMax();
  }

  @Override
  public void cancel() {
    session.cancel();
  }

  @Override
  public void close() {
    session.close();
  }
}
