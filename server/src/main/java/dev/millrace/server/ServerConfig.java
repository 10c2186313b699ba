package dev.millrace.server;

import dev.millrace.dataflow.engine.EngineConfig;
import dev.millrace.ingest.webhook.WebhookLimits;
import dev.millrace.pgwire.WireConfig;
import dev.millrace.server.access.Access;
import dev.millrace.server.http.HttpConfig;
import dev.millrace.sql.execute.WriteBudget;
import dev.millrace.storage.store.StoreConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;

/// How a server is set up.
///
/// @param dataDirectory everything that survives; made if it is not there
/// @param listen the address to listen on; HTTP stays on loopback unless `access` is insecure
/// @param sqlPort PostgreSQL's protocol; 0: any free port
/// @param httpPort webhooks, metrics and health; 0: any free port
/// @param access what clients must prove
/// @param writeBytesMax memory for rows that open transactions have written, over all sessions
public record ServerConfig(
    Path dataDirectory,
    InetAddress listen,
    int sqlPort,
    int httpPort,
    Access access,
    EngineConfig engine,
    long writeBytesMax,
    StoreConfig store,
    WireConfig wire,
    HttpConfig http,
    WebhookLimits webhooks) {

  public ServerConfig {
    if (sqlPort < 0 || sqlPort > 65_535 || httpPort < 0 || httpPort > 65_535) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535");
    }
    access.check(listen);
  }

  /// Where HTTP is spoken: on loopback alone unless that is insecure, since it asks nobody.
  public InetAddress httpListen() {
    boolean isFit = access.isInsecure() || listen.isLoopbackAddress();
    return isFit ? listen : InetAddress.getLoopbackAddress();
  }

  /// A server on loopback with the usual ports and limits.
  public static ServerConfig local(Path dataDirectory) {
    return new ServerConfig(
        dataDirectory,
        InetAddress.getLoopbackAddress(),
        6875,
        6876,
        Access.LOCAL,
        EngineConfig.DEFAULT,
        WriteBudget.standardBytes(),
        StoreConfig.DEFAULT,
        WireConfig.DEFAULT,
        HttpConfig.DEFAULT,
        WebhookLimits.DEFAULT);
  }

  /// The same on other ports.
  public ServerConfig withPorts(int sql, int httpPort) {
    return new ServerConfig(
        dataDirectory,
        listen,
        sql,
        httpPort,
        access,
        engine,
        writeBytesMax,
        store,
        wire,
        http,
        webhooks);
  }

  /// The same on another address.
  public ServerConfig withListen(InetAddress address, boolean insecure) {
    return new ServerConfig(
        dataDirectory,
        address,
        sqlPort,
        httpPort,
        access.withInsecure(insecure),
        engine,
        writeBytesMax,
        store,
        wire,
        http,
        webhooks);
  }

  /// The same on another address with what its clients must prove.
  public ServerConfig withAccess(InetAddress address, Access other) {
    return new ServerConfig(
        dataDirectory,
        address,
        sqlPort,
        httpPort,
        other,
        engine,
        writeBytesMax,
        store,
        wire,
        http,
        webhooks);
  }

  /// The same with another number of workers.
  public ServerConfig withWorkers(int workers) {
    return withEngine(engine.withWorkers(workers));
  }

  /// The same with other limits of what is kept for transactions that read.
  public ServerConfig withPins(long bytesMax, Duration ageMax) {
    return withEngine(engine.withPins(bytesMax, ageMax));
  }

  private ServerConfig withEngine(EngineConfig limits) {
    return new ServerConfig(
        dataDirectory,
        listen,
        sqlPort,
        httpPort,
        access,
        limits,
        writeBytesMax,
        store,
        wire,
        http,
        webhooks);
  }

  /// The same with other memory for rows that open transactions have written.
  public ServerConfig withWriteBytes(long bytesMax) {
    return new ServerConfig(
        dataDirectory,
        listen,
        sqlPort,
        httpPort,
        access,
        engine,
        bytesMax,
        store,
        wire,
        http,
        webhooks);
  }

  /// The same with other limits of the store.
  public ServerConfig withStore(StoreConfig limits) {
    return new ServerConfig(
        dataDirectory,
        listen,
        sqlPort,
        httpPort,
        access,
        engine,
        writeBytesMax,
        limits,
        wire,
        http,
        webhooks);
  }

  /// The same with other limits of HTTP and of webhooks.
  public ServerConfig withHttp(HttpConfig httpLimits, WebhookLimits webhookLimits) {
    return new ServerConfig(
        dataDirectory,
        listen,
        sqlPort,
        httpPort,
        access,
        engine,
        writeBytesMax,
        store,
        wire,
        httpLimits,
        webhookLimits);
  }
}
