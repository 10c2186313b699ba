package dev.millrace.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.Server;
import dev.millrace.server.ServerConfig;
import dev.millrace.server.script.ScriptRunner.Way;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The scripts of `resources/scripts`, one SQL feature each: every query at once, as a view created
/// after its data and as one created before; where PostgreSQL knows the statements, it must agree
/// with what is expected. `-Dmillrace.scripts=joins,types` runs only these,
/// `-Dmillrace.rewrite=true` writes into them what was answered, by PostgreSQL where it is asked.
final class ScriptsTest {

  private static Server server;
  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    server = Server.start(ServerConfig.local(directory).withPorts(0, 0));
    postgres = EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
    server.close();
  }

  @TestFactory
  List<DynamicTest> everyScriptRunsAsWritten() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Script script : Script.all()) {
      if (script.isOracled()) {
        tests.add(DynamicTest.dynamicTest(script.name() + " on PostgreSQL", () -> check(script)));
      }
      for (Way way : List.of(Way.VIEW_AFTER, Way.VIEW_BEFORE)) {
        String how = way.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        tests.add(DynamicTest.dynamicTest(script.name() + " with " + how, () -> run(script, way)));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  private static void check(Script script) throws Exception {
    String address = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/";
    try (Fresh database = Fresh.create(address, "user=postgres", "script_" + script.name())) {
      run(script, database.connection(), Way.NO_VIEWS);
    }
  }

  private static void run(Script script, Way way) throws Exception {
    String address = "jdbc:postgresql://127.0.0.1:" + server.sqlAddress().getPort() + "/";
    try (Fresh database = Fresh.create(address, "user=materialize", "script_" + script.name())) {
      run(script, database.connection(), way);
    }
  }

  private static void run(Script script, Connection connection, Way way) throws IOException {
    ScriptRunner runner = new ScriptRunner(script, connection, way);
    List<String> faults = runner.run();
    boolean isAuthority = script.isOracled() ? way == Way.NO_VIEWS : way == Way.VIEW_AFTER;
    if (isAuthority && Boolean.getBoolean("millrace.rewrite")) {
      Rewriting.of(script, runner.answers());
    }
    assertThat(String.join("\n", faults)).isEmpty();
  }

  /// A database of its own, dropped in the end, and a connection to it.
  private record Fresh(String address, String user, String name, Connection connection)
      implements AutoCloseable {

    static Fresh create(String address, String user, String name) throws SQLException {
      String home = address + (user.contains("postgres") ? "postgres?" : "materialize?") + user;
      execute(home, "CREATE DATABASE " + name);
      Connection connection = DriverManager.getConnection(address + name + "?" + user);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TimeZone = 'UTC'");
      }
      return new Fresh(home, user, name, connection);
    }

    private static void execute(String address, String sql) throws SQLException {
      try (Connection connection = DriverManager.getConnection(address);
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
      execute(address, "DROP DATABASE " + name);
    }
  }
}
