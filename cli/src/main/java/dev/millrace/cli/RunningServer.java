package dev.millrace.cli;

import dev.millrace.server.Server;
import dev.millrace.server.ServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A server for the life of the process: closed in good order at SIGTERM and Ctrl-C, and the end of
/// the process when its engine cannot go on.
final class RunningServer {

  private final Server server;
  private final @Nullable Path scratch;
  private final List<Runnable> beforeEnd = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  private RunningServer(Server server, @Nullable Path scratch) {
    this.server = server;
    this.scratch = scratch;
  }

  /// Starts a server.
  ///
  /// @param scratch a directory to delete at the end, if any
  static RunningServer start(ServerConfig config, @Nullable Path scratch) throws IOException {
    RunningServer running = new RunningServer(Server.start(config), scratch);
    Runtime.getRuntime().addShutdownHook(new Thread(running::end, "shutdown"));
    var _ = running.server.failure().thenAccept(RunningServer::die);
    return running;
  }

  private static void die(Throwable cause) {
    System.err.println(
        "millrace: the server cannot go on and stops now: "
            + cause
            + "\nWhat was acknowledged is safe; start it again once the cause is gone.");
    // A shutdown hook would wait for the engine that has just failed.
    Runtime.getRuntime().halt(1);
  }

  private void end() {
    beforeEnd.forEach(Runnable::run);
    server.close();
    if (scratch != null) {
      delete(scratch);
    }
    ended.countDown();
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.println("millrace: could not delete " + directory + ": " + e.getMessage());
    }
  }

  /// Runs something when the process is told to end, before the server closes.
  void beforeEnd(Runnable act) {
    beforeEnd.add(act);
  }

  Server server() {
    return server;
  }

  /// How to connect, as a command.
  String psql() {
    InetSocketAddress address = server.sqlAddress();
    String host =
        address.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : address.getAddress().getHostAddress();
    return "psql \"postgres://materialize@" + host + ":" + address.getPort() + "/materialize\"";
  }

  /// Waits for the end of the process.
  int awaitEnd() throws InterruptedException {
    ended.await();
    return 0;
  }
}
