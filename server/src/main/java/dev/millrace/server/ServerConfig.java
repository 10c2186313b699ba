package dev.millrace.server;

import dev.millrace.dataflow.engine.EngineConfig;
import dev.millrace.ingest.webhook.WebhookLimits;
import dev.millrace.pgwire.WireConfig;
import dev.millrace.server.http.HttpConfig;
import dev.millrace.storage.store.StoreConfig;
import java.net.InetAddress;
import java.nio.file.Path;

/// How a server is set up.
///
/// @param dataDirectory everything that survives; made if it is not there
/// @param listen the address of both listeners
/// @param sqlPort PostgreSQL's protocol; 0: any free port
/// @param httpPort webhooks, metrics and health; 0: any free port
/// @param isInsecure allows to listen beyond loopback although nobody has to prove who he is
public record ServerConfig(
    Path dataDirectory,
    InetAddress listen,
    int sqlPort,
    int httpPort,
    boolean isInsecure,
    EngineConfig engine,
    StoreConfig store,
    WireConfig wire,
    HttpConfig http,
    WebhookLimits webhooks) {

  public ServerConfig {
    if (sqlPort < 0 || sqlPort > 65_535 || httpPort < 0 || httpPort > 65_535) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535");
    }
    if (!isInsecure && !listen.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "refusing to listen on "
              + listen.getHostAddress()
              + ": there are neither passwords nor TLS, so anyone who reaches the port could do"
              + " anything; say --insecure if that is what you want");
    }
  }

  /// A server on loopback with the usual ports and limits.
  public static ServerConfig local(Path dataDirectory) {
    return new ServerConfig(
        dataDirectory,
        InetAddress.getLoopbackAddress(),
        6875,
        6876,
        false,
        EngineConfig.DEFAULT,
        StoreConfig.DEFAULT,
        WireConfig.DEFAULT,
        HttpConfig.DEFAULT,
        WebhookLimits.DEFAULT);
  }

  /// The same on other ports.
  public ServerConfig withPorts(int sql, int httpPort) {
    return new ServerConfig(
        dataDirectory, listen, sql, httpPort, isInsecure, engine, store, wire, http, webhooks);
  }

  /// The same on another address.
  public ServerConfig withListen(InetAddress address, boolean insecure) {
    return new ServerConfig(
        dataDirectory, address, sqlPort, httpPort, insecure, engine, store, wire, http, webhooks);
  }

  /// The same with another number of workers.
  public ServerConfig withWorkers(int workers) {
    return new ServerConfig(
        dataDirectory,
        listen,
        sqlPort,
        httpPort,
        isInsecure,
        engine.withWorkers(workers),
        store,
        wire,
        http,
        webhooks);
  }

  /// The same with other limits of the store.
  public ServerConfig withStore(StoreConfig limits) {
    return new ServerConfig(
        dataDirectory, listen, sqlPort, httpPort, isInsecure, engine, limits, wire, http, webhooks);
  }

  /// The same with other limits of HTTP and of webhooks.
  public ServerConfig withHttp(HttpConfig httpLimits, WebhookLimits webhookLimits) {
    return new ServerConfig(
        dataDirectory,
        listen,
        sqlPort,
        httpPort,
        isInsecure,
        engine,
        store,
        wire,
        httpLimits,
        webhookLimits);
  }
}
