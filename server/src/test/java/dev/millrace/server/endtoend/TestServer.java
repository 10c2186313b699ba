package dev.millrace.server.endtoend;

import dev.millrace.server.Server;
import dev.millrace.server.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// A real server in this process, on free ports, and a client to it. Owns both.
final class TestServer implements AutoCloseable {

  private final Server server;
  private final Database database;

  private TestServer(Server server) throws SQLException {
    this.server = server;
    this.database = new Database(connect(server.sqlAddress().getPort()));
  }

  static TestServer start(Path directory) throws IOException, SQLException {
    return start(ServerConfig.local(directory));
  }

  /// One that is set up otherwise, but for its ports.
  static TestServer start(ServerConfig config) throws IOException, SQLException {
    return new TestServer(Server.start(config.withPorts(0, 0)));
  }

  /// A connection by pgjdbc to a server on loopback.
  static Connection connect(int port) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/materialize?user=materialize&password=x");
  }

  Server server() {
    return server;
  }

  /// The first client.
  Database db() {
    return database;
  }

  /// One more client.
  Database another() throws SQLException {
    return new Database(connect(server.sqlAddress().getPort()));
  }

  @Override
  public void close() throws SQLException {
    database.close();
    server.close();
  }
}
