package dev.millrace.server;

import dev.millrace.dataflow.engine.StepClock;
import dev.millrace.dataflow.engine.StepEngine;
import dev.millrace.ingest.generator.LoadGenerators;
import dev.millrace.ingest.kafka.KafkaConnector;
import dev.millrace.ingest.kafka.KafkaValidator;
import dev.millrace.ingest.webhook.WebhookConnector;
import dev.millrace.pgwire.PgWireServer;
import dev.millrace.server.access.Access;
import dev.millrace.server.access.StoredUsers;
import dev.millrace.server.http.HttpListener;
import dev.millrace.server.http.HttpRoute;
import dev.millrace.server.http.Routes;
import dev.millrace.server.metrics.Metrics;
import dev.millrace.server.session.WireSession;
import dev.millrace.server.webhook.WebhookRoute;
import dev.millrace.sql.execute.Instance;
import dev.millrace.storage.store.Store;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server. Started whole or not at all; `close` ends it so that the next start has
/// nothing to repair, but a process that just ends loses nothing either. Any thread.
public final class Server implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /// What has been started, the last first.
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private final StepEngine engine;
  private final Instance instance;
  private final InetSocketAddress sqlAddress;
  private final InetSocketAddress httpAddress;

  private Server(ServerConfig config) throws IOException {
    long begin = System.nanoTime();
    boolean isWhole = false;
    try {
      Access.Tls files = config.access().tls();
      SslContext tls = files == null ? null : files.context();
      Store store = Store.open(config.dataDirectory(), config.store());
      started.push(store);
      engine = new StepEngine(store, config.engine(), StepClock.system());
      started.pop();
      started.push(engine);
      instance =
          Instance.open(
              new Instance.Parts(
                  engine,
                  config.dataDirectory(),
                  List.of(
                      new LoadGenerators(),
                      new KafkaConnector(),
                      new WebhookConnector(config.webhooks())),
                  new KafkaValidator(),
                  config.writeBytesMax(),
                  Clock.systemUTC()));
      started.push(instance);
      instance.start();
      PgWireServer wire =
          new PgWireServer(
              config.wire(),
              new StoredUsers(config.access(), instance.catalog()),
              WireSession.factory(instance),
              tls);
      started.push(wire);
      sqlAddress = wire.listen(new InetSocketAddress(config.listen(), config.sqlPort()));
      WebhookRoute webhooks = new WebhookRoute(instance, config.http().bodyBytesMax());
      started.push(webhooks);
      Routes routes =
          new Routes(
              routes(new Metrics(instance, store, wire::connectionCount)),
              Map.of(WebhookRoute.PREFIX, webhooks));
      HttpListener http = new HttpListener(routes, config.http());
      started.push(http);
      httpAddress = http.listen(new InetSocketAddress(config.httpListen(), config.httpPort()));
      isWhole = true;
    } finally {
      if (!isWhole) {
        close();
      }
    }
    LOG.atInfo()
        .addKeyValue("sql", sqlAddress)
        .addKeyValue("http", httpAddress)
        .addKeyValue("data", config.dataDirectory())
        .addKeyValue("millis", Duration.ofNanos(System.nanoTime() - begin).toMillis())
        .log("server is ready");
  }

  /// Starts a server. Fails with an IOException that says what to do about it if the data directory
  /// or a port cannot be had.
  public static Server start(ServerConfig config) throws IOException {
    return new Server(config);
  }

  private Map<String, HttpRoute> routes(Metrics metrics) {
    return Map.of(
        "/metrics",
        HttpRoute.blocking(_ -> HttpRoute.Response.text(200, metrics.scrape())),
        "/api/livez",
        HttpRoute.blocking(_ -> HttpRoute.Response.text(200, "alive\n")),
        "/api/readyz",
        HttpRoute.blocking(_ ->
            engine.failure().isDone()
                ? HttpRoute.Response.text(503, "the engine stopped: see the log\n")
                : HttpRoute.Response.text(200, "ready\n")));
  }

  /// Where PostgreSQL's protocol is spoken.
  public InetSocketAddress sqlAddress() {
    return sqlAddress;
  }

  /// Where HTTP is spoken.
  public InetSocketAddress httpAddress() {
    return httpAddress;
  }

  /// What the sessions share: for measurements and tests.
  public Instance instance() {
    return instance;
  }

  /// Completes with the cause if the engine cannot go on, for example because the disk failed. The
  /// process should end then: nothing is acknowledged any more.
  public CompletableFuture<Throwable> failure() {
    return engine.failure();
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      AutoCloseable last = started.pop();
      try {
        last.close();
      } catch (Exception e) {
        LOG.atError()
            .setCause(e)
            .addKeyValue("what", last.getClass().getSimpleName())
            .log("could not be closed");
      }
    }
  }
}
