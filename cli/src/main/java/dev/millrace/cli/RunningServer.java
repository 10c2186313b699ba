package dev.millrace.cli;

import dev.millrace.server.Server;
import dev.millrace.server.ServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;

/// A server for the life of the process: closed in good order at SIGTERM and Ctrl-C, and the end of
/// the process when its engine cannot go on.
final class RunningServer {

  private final Server server;
  private final CountDownLatch ended = new CountDownLatch(1);

  private RunningServer(Server server) {
    this.server = server;
  }

  static RunningServer start(ServerConfig config) throws IOException {
    RunningServer running = new RunningServer(Server.start(config));
    Runtime.getRuntime().addShutdownHook(new Thread(running::end, "shutdown"));
    running.server.failure().thenAccept(RunningServer::die);
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
    server.close();
    ended.countDown();
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
