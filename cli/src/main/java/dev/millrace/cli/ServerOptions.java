package dev.millrace.cli;

import dev.millrace.dataflow.engine.EngineConfig;
import dev.millrace.ingest.webhook.WebhookLimits;
import dev.millrace.server.ServerConfig;
import dev.millrace.server.access.Access;
import dev.millrace.server.http.HttpConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of the commands that start a server.
final class ServerOptions {

  @Option(
      names = "--sql-port",
      paramLabel = "PORT",
      defaultValue = "6875",
      description = "Port for psql and drivers; 0: any free one. Default: ${DEFAULT-VALUE}")
  private int sqlPort;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "6876",
      description =
          "Port for webhooks, /metrics and health; 0: any free one. Default: ${DEFAULT-VALUE}")
  private int httpPort;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}")
  private String listen;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that share a big step. Default: ${DEFAULT-VALUE}")
  private int workers;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Certificate chain (PEM). With it clients may connect from elsewhere.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The certificate's key (PEM, PKCS#8, unencrypted).")
  private @Nullable Path key;

  @Option(
      names = "--passwords",
      description =
          "Ask clients on loopback for passwords, too. Set one first:"
              + " ALTER ROLE name WITH LOGIN PASSWORD '...'.")
  private boolean asksOnLoopback;

  @Option(
      names = "--pin-megabytes",
      paramLabel = "MB",
      description =
          "Changes kept for transactions that read an older state. Default: 256, at most an eighth"
              + " of the heap")
  private @Nullable Integer pinMegabytes;

  @Option(
      names = "--pin-seconds",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "For how long such a state is kept. Default: ${DEFAULT-VALUE}")
  private int pinSeconds;

  @Option(
      names = "--http-body-bytes",
      paramLabel = "N",
      defaultValue = "2097152",
      description = "Largest body of a request, decompressed. Default: ${DEFAULT-VALUE}")
  private int httpBodyBytes;

  @Option(
      names = "--webhook-requests",
      paramLabel = "N",
      defaultValue = "500",
      description = "Requests to webhooks under way at once. Default: ${DEFAULT-VALUE}")
  private int webhookRequests;

  @Option(
      names = "--insecure",
      description = "Allow to listen beyond loopback although there are no passwords.")
  private boolean isInsecure;

  private Access.@Nullable Tls tls() {
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw new IllegalArgumentException("--tls-cert and --tls-key go together");
    }
    return new Access.Tls(certificate, key);
  }

  /// The configuration; an IllegalArgumentException or UnknownHostException says what is wrong.
  ServerConfig config(Path dataDirectory) throws UnknownHostException {
    return ServerConfig.local(dataDirectory)
        .withPorts(sqlPort, httpPort)
        .withAccess(InetAddress.getByName(listen), new Access(isInsecure, tls(), asksOnLoopback))
        .withWorkers(workers)
        .withHttp(
            HttpConfig.DEFAULT.withBodyBytesMax(httpBodyBytes),
            WebhookLimits.DEFAULT.withRequestsMax(webhookRequests))
        .withPins(
            pinMegabytes == null ? EngineConfig.DEFAULT.pinBytesMax() : (long) pinMegabytes << 20,
            Duration.ofSeconds(pinSeconds));
  }
}
