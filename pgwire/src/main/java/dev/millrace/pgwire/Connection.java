package dev.millrace.pgwire;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.pgwire.auth.Authenticator.Requirement;
import dev.millrace.pgwire.auth.ScramExchange;
import dev.millrace.pgwire.message.BackendWriter;
import dev.millrace.pgwire.message.FrontendMessage;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One client from its startup message to its end. `run` is the connection's virtual thread and
/// does everything in protocol order; the event loop only offers messages; `cancel` may come from
/// anywhere.
final class Connection {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String DEFAULT_DATABASE = "materialize";

  private final PgWireServer server;
  private final Channel channel;
  private final int processId;
  private final int secretKey = RANDOM.nextInt();
  private final Inbox inbox;
  private final Output out;
  private final WireSink sink;

  private volatile boolean isRunning;
  private volatile boolean isCancelled;
  private volatile @Nullable Session session;
  private boolean isSkipping;

  Connection(PgWireServer server, Channel channel, int processId) {
    this.server = server;
    this.channel = channel;
    this.processId = processId;
    this.inbox =
        new Inbox(
            server.config().inboxBytesMax(),
            () -> channel.config().setAutoRead(false),
            () -> channel.config().setAutoRead(true));
    this.out = new Output(channel, this::isCancelled);
    this.sink = new WireSink(out, inbox, this::isCancelled);
  }

  int processId() {
    return processId;
  }

  /// Offers a decoded message; event loop only.
  void offer(FrontendMessage message) {
    inbox.offer(message);
  }

  /// The channel's writability changed.
  void wake() {
    out.wake();
  }

  /// The peer is gone: what runs is cancelled.
  void disconnected() {
    inbox.close();
    interruptStatement();
  }

  /// A CancelRequest: obeyed if the key fits and a statement runs.
  void cancel(int secretKey) {
    if (secretKey == this.secretKey && isRunning) {
      interruptStatement();
    }
  }

  private void interruptStatement() {
    isCancelled = true;
    Session running = session;
    if (running != null) {
      running.cancel();
    }
    inbox.wake();
    out.wake();
  }

  private boolean isCancelled() {
    return isCancelled;
  }

  /// The connection's life; returns when it is over.
  void run() {
    try {
      FrontendMessage first = inbox.take(() -> false);
      if (first instanceof FrontendMessage.Malformed malformed) {
        throw new DatabaseException(SqlState.PROTOCOL_VIOLATION, malformed.message());
      }
      if (first instanceof FrontendMessage.Startup startup && start(startup)) {
        serve();
      }
    } catch (DatabaseException e) {
      fatal(e);
    } catch (RuntimeException | Error e) {
      fatal(ErrorReport.of(e));
    } finally {
      end();
    }
  }

  private void end() {
    Session ending = session;
    try {
      if (ending != null) {
        ending.close();
      }
    } catch (RuntimeException e) {
      ErrorReport.of(e);
    } finally {
      out.flush();
      out.release();
      channel.writeAndFlush(channel.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void fatal(DatabaseException e) {
    BackendWriter.error(out.buffer(), "FATAL", e);
  }

  private boolean start(FrontendMessage.Startup startup) {
    if (startup.major() != 3) {
      throw new DatabaseException(
          SqlState.FEATURE_NOT_SUPPORTED,
          "unsupported frontend protocol "
              + startup.major()
              + "."
              + startup.minor()
              + ": server supports 3.0 to 3.0");
    }
    Map<String, String> parameters = new TreeMap<>(startup.parameters());
    List<String> extensions =
        parameters.keySet().stream().filter(name -> name.startsWith("_pq_.")).toList();
    if (startup.minor() > 0 || !extensions.isEmpty()) {
      BackendWriter.negotiateProtocolVersion(out.buffer(), 0, extensions);
      extensions.forEach(parameters::remove);
    }
    String user = parameters.remove("user");
    if (user == null || user.isEmpty()) {
      throw new DatabaseException(
          SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
          "no PostgreSQL user name specified in startup packet");
    }
    String database = parameters.remove("database");
    server.admit(this);
    InetAddress address =
        channel.remoteAddress() instanceof InetSocketAddress remote
            ? remote.getAddress()
            : InetAddress.getLoopbackAddress();
    if (!authenticate(user, address)) {
      return false;
    }
    server.authenticated(this);
    StartupRequest request =
        new StartupRequest(
            user,
            database == null || database.isEmpty() ? DEFAULT_DATABASE : database,
            parameters,
            address.getHostAddress(),
            processId);
    Session opened = server.sessions().open(request, sink);
    session = opened;
    BackendWriter.backendKeyData(out.buffer(), processId, secretKey);
    ready(opened);
    return true;
  }

  private boolean authenticate(String user, InetAddress address) {
    boolean isEncrypted = channel.pipeline().get(ConnectionHandler.TLS) != null;
    if (server.config().requiresTls() && !isEncrypted) {
      throw new DatabaseException(
          SqlState.INVALID_AUTHORIZATION_SPECIFICATION,
          "connection requires TLS, but the client did not ask for it");
    }
    switch (server.authenticator().requirement(user, address, isEncrypted)) {
      case Requirement.Trust _ -> {}
      case Requirement.Refuse refuse ->
          throw new DatabaseException(
              SqlState.INVALID_AUTHORIZATION_SPECIFICATION, refuse.reason());
      case Requirement.Scram scram -> {
        if (!exchangeScram(new ScramExchange(scram.verifier(), RANDOM), user)) {
          return false;
        }
      }
    }
    BackendWriter.authentication(out.buffer(), 0, new byte[0]);
    return true;
  }

  private boolean exchangeScram(ScramExchange scram, String user) {
    byte[] mechanisms = (ScramExchange.MECHANISM + "\0\0").getBytes(StandardCharsets.UTF_8);
    byte[] first = answerTo(10, mechanisms);
    if (first == null) {
      return false;
    }
    byte[] last = answerTo(11, scram.first(first));
    if (last == null) {
      return false;
    }
    BackendWriter.authentication(out.buffer(), 12, scram.last(last, user));
    return true;
  }

  private byte @Nullable [] answerTo(int code, byte[] body) {
    BackendWriter.authentication(out.buffer(), code, body);
    out.flush();
    FrontendMessage answer = inbox.take(() -> false);
    if (answer == null || answer instanceof FrontendMessage.Terminate) {
      return null;
    }
    if (answer instanceof FrontendMessage.Password password) {
      return password.body();
    }
    throw new DatabaseException(SqlState.PROTOCOL_VIOLATION, "expected SASL response");
  }

  private static DatabaseException wasIdle(char transactionStatus) {
    return transactionStatus == 'I'
        ? new DatabaseException(
            SqlState.IDLE_SESSION_TIMEOUT, "terminating connection due to idle-session timeout")
        : new DatabaseException(
            SqlState.IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
            "terminating connection due to idle-in-transaction timeout");
  }

  private void serve() {
    Session running = session;
    if (running == null) {
      throw new IllegalStateException("no session");
    }
    while (true) {
      if (!inbox.await(running.idleMax())) {
        throw wasIdle(running.transactionStatus());
      }
      FrontendMessage message = inbox.take(() -> false);
      if (message == null || message instanceof FrontendMessage.Terminate) {
        return;
      }
      if (message instanceof FrontendMessage.Malformed m && m.isFatal()) {
        throw new DatabaseException(m.state(), m.message());
      }
      answer(running, message);
    }
  }

  private void answer(Session running, FrontendMessage message) {
    if (isSkipping && !(message instanceof FrontendMessage.Sync)) {
      return;
    }
    isCancelled = inbox.isClosed();
    isRunning = true;
    try {
      dispatch(running, message);
    } catch (RuntimeException | Error e) {
      DatabaseException report = ErrorReport.of(e);
      if (endsConnection(report)) {
        throw report;
      }
      BackendWriter.error(out.buffer(), "ERROR", report);
      out.flush();
      isSkipping = !(message instanceof FrontendMessage.Query);
    } finally {
      isRunning = false;
    }
    if (message instanceof FrontendMessage.Sync || message instanceof FrontendMessage.Query) {
      isSkipping = false;
      ready(running);
    }
  }

  private static boolean endsConnection(DatabaseException e) {
    return switch (e.state()) {
      case CONNECTION_FAILURE,
          ADMIN_SHUTDOWN,
          CRASH_SHUTDOWN,
          IDLE_IN_TRANSACTION_SESSION_TIMEOUT ->
          true;
      default -> false;
    };
  }

  private void dispatch(Session running, FrontendMessage message) {
    switch (message) {
      case FrontendMessage.Query q -> running.simpleQuery(q.sql(), sink.extended(false));
      case FrontendMessage.Parse p -> {
        running.parse(p.name(), p.sql(), p.parameterOids());
        BackendWriter.empty(out.buffer(), '1');
      }
      case FrontendMessage.Bind b -> {
        running.bind(b.portal(), b.statement(), b.parameters(), b.resultFormats());
        BackendWriter.empty(out.buffer(), '2');
      }
      case FrontendMessage.Describe d -> describe(running, d);
      case FrontendMessage.Execute e ->
          running.execute(e.portal(), e.rowsMax(), this::isSyncNext, sink.extended(true));
      case FrontendMessage.Close c -> {
        if (c.kind() == 'S') {
          running.closeStatement(c.name());
        } else {
          running.closePortal(c.name());
        }
        BackendWriter.empty(out.buffer(), '3');
      }
      case FrontendMessage.Sync _ -> running.sync(sink.extended(true));
      case FrontendMessage.Flush _ -> out.flush();
      case FrontendMessage.CopyData _, FrontendMessage.CopyDone _, FrontendMessage.CopyFail _ -> {
        // left over from a COPY that failed
      }
      case FrontendMessage.Malformed m -> throw new DatabaseException(m.state(), m.message());
      default ->
          throw new DatabaseException(
              SqlState.PROTOCOL_VIOLATION, "unexpected message in this state");
    }
  }

  private boolean isSyncNext() {
    return inbox.isNext(FrontendMessage.Sync.class::isInstance, this::isCancelled);
  }

  private void describe(Session running, FrontendMessage.Describe describe) {
    List<ResultColumn> columns;
    if (describe.kind() == 'S') {
      StatementDescription description = running.describeStatement(describe.name());
      BackendWriter.parameterDescription(out.buffer(), description.parameterOids());
      columns = description.columns();
    } else {
      columns = running.describePortal(describe.name());
    }
    if (columns.isEmpty()) {
      BackendWriter.empty(out.buffer(), 'n');
    } else {
      BackendWriter.rowDescription(out.buffer(), columns);
    }
  }

  private void ready(Session running) {
    BackendWriter.readyForQuery(out.buffer(), running.transactionStatus());
    out.flush();
  }
}
