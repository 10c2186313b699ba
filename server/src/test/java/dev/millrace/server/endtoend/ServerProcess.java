package dev.millrace.server.endtoend;

import dev.millrace.server.Server;
import dev.millrace.server.ServerConfig;
import dev.millrace.storage.store.StoreConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A server in a JVM of its own, so that it can be killed.
final class ServerProcess implements AutoCloseable {

  private static final String READY = "ready on ";

  private final Process process;
  private final int port;
  private final int httpPort;

  private ServerProcess(Process process, String[] ports) {
    this.process = process;
    this.port = Integer.parseInt(ports[0]);
    this.httpPort = Integer.parseInt(ports[1]);
  }

  /// The child's side. Small segments and checkpoints, so that a test sees many of both.
  public static void main(String[] arguments) throws IOException {
    ServerConfig config =
        ServerConfig.local(Path.of(arguments[0]))
            .withPorts(0, 0)
            .withStore(new StoreConfig(1 << 20, 2 << 20));
    Server server = Server.start(config);
    var _ = server.failure().thenAccept(_ -> Runtime.getRuntime().halt(3));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    // The parent reads the ports from the standard output; nothing else is written there.
    new java.io.PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true)
        .println(READY + server.sqlAddress().getPort() + " " + server.httpAddress().getPort());
  }

  /// Starts a server on a data directory and waits until it answers.
  static ServerProcess start(Path directory) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-ea",
            "-Xmx384m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            ServerProcess.class.getName(),
            directory.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(READY)) {
        return new ServerProcess(process, line.substring(READY.length()).split(" "));
      }
    }
    throw new IOException("the server ended before it was ready");
  }

  int port() {
    return port;
  }

  int httpPort() {
    return httpPort;
  }

  Connection connect() throws SQLException {
    return TestServer.connect(port);
  }

  Database db() throws SQLException {
    return new Database(connect());
  }

  /// SIGKILL: nothing of the process runs any more.
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// SIGTERM; returns the exit code.
  int stop() {
    process.destroy();
    return awaitEnd();
  }

  private int awaitEnd() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
