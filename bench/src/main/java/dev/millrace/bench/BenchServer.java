package dev.millrace.bench;

import dev.millrace.server.Server;
import dev.millrace.server.ServerConfig;
import dev.millrace.server.session.LocalSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A server in this process on free ports, its data in a directory that is deleted at the end, and
/// a session in it.
final class BenchServer implements AutoCloseable {

  private final Path directory;
  private final Server server;
  private final LocalSession session;

  BenchServer() throws IOException {
    directory = Files.createTempDirectory("millrace-bench");
    server = Server.start(ServerConfig.local(directory).withPorts(0, 0));
    session = LocalSession.open(server.instance());
  }

  int sqlPort() {
    return server.sqlAddress().getPort();
  }

  InetSocketAddress httpAddress() {
    return server.httpAddress();
  }

  /// A further session.
  LocalSession open() {
    return LocalSession.open(server.instance());
  }

  void run(List<String> statements) {
    statements.forEach(session::query);
  }

  /// The one value of a query as a number.
  double number(String sql) {
    String text = session.query(sql).getFirst().getFirst();
    return text == null ? 0 : Double.parseDouble(text);
  }

  /// Records that all sources have handed over so far.
  double recordsReceived() {
    return number("SELECT sum(messages_received) FROM mz_internal.mz_source_statistics");
  }

  /// Resident memory of this process, from the kernel.
  static double residentMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    return Double.NaN;
  }

  @Override
  public void close() {
    session.close();
    server.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
