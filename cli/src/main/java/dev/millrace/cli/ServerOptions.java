package dev.millrace.cli;

import dev.millrace.server.ServerConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
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
      description = "Port for /metrics and health; 0: any free one. Default: ${DEFAULT-VALUE}")
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
      names = "--insecure",
      description = "Allow to listen beyond loopback although there are no passwords.")
  private boolean isInsecure;

  /// The configuration; an IllegalArgumentException or UnknownHostException says what is wrong.
  ServerConfig config(Path dataDirectory) throws UnknownHostException {
    return ServerConfig.local(dataDirectory)
        .withPorts(sqlPort, httpPort)
        .withListen(InetAddress.getByName(listen), isInsecure)
        .withWorkers(workers);
  }
}
