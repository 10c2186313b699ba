package dev.millrace.bench;

import dev.millrace.server.demo.Tutorial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// What a person or a tool asks in passing, while 10,000 updates a second run through the
/// tutorial's views: psql's `\d`, pgjdbc's getColumns, a join of three tables of 1,000 rows.
final class AdhocBench {

  private static final String JOIN =
      "SELECT count(*), sum(c.v) FROM a JOIN b ON a.id = b.a_id JOIN c ON b.id = c.b_id"
          + " WHERE a.v < 900";

  private final Arguments arguments;
  private final Report report =
      new Report("One-shot queries while 10,000 updates a second are maintained");

  AdhocBench(Arguments arguments) {
    this.arguments = arguments;
  }

  Report run() throws Exception {
    int runs = arguments.number("runs", 1000);
    try (BenchServer server = new BenchServer();
        Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.sqlPort() + "/materialize",
                "materialize",
                "")) {
      tables(connection);
      int purchases = arguments.number("purchases", 10_000);
      server.run(Tutorial.fromGenerator("RATE 10000, PURCHASES " + purchases));
      server.run(Tutorial.views());
      measure("getcolumns", runs, () -> columns(connection));
      measure("join3", runs, () -> join(connection));
      psql(server, runs);
    }
    return report;
  }

  private static void tables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE a (id int, v int)");
      statement.execute("CREATE TABLE b (id int, a_id int, v int)");
      statement.execute("CREATE TABLE c (id int, b_id int, v int)");
      statement.execute("INSERT INTO a SELECT g, g FROM generate_series(1, 1000) AS g");
      statement.execute("INSERT INTO b SELECT g, g, g FROM generate_series(1, 1000) AS g");
      statement.execute("INSERT INTO c SELECT g, g, g FROM generate_series(1, 1000) AS g");
    }
  }

  private void measure(String name, int runs, Callable<Boolean> query) throws Exception {
    int warmUpSeconds = arguments.number("warm-up", 15);
    long warmFrom = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUpSeconds);
    Samples samples = new Samples();
    for (int measured = 0; measured < runs; ) {
      long start = System.nanoTime();
      if (!query.call()) {
        throw new IllegalStateException(name + " answered wrongly");
      }
      if (start - warmFrom >= 0) {
        samples.add((System.nanoTime() - start) / 1e6);
        measured++;
      }
    }
    report.add(
        name + "_p50_ms",
        samples.percentile(0.50),
        runs + " runs, after " + warmUpSeconds + " s of them");
    report.add(name + "_p99_ms", samples.percentile(0.99), "");
  }

  private static boolean columns(Connection connection) throws SQLException {
    int count = 0;
    try (ResultSet columns = connection.getMetaData().getColumns(null, "public", "b", null)) {
      while (columns.next()) {
        count++;
      }
    }
    return count == 3;
  }

  private static boolean join(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(JOIN)) {
      return result.next() && result.getLong(1) == 899 && result.getLong(2) == 899 * 900 / 2;
    }
  }

  /// The real psql, one process, told to describe a table again and again.
  private void psql(BenchServer server, int runs) throws Exception {
    Process psql;
    try {
      psql =
          new ProcessBuilder(
                  "psql",
                  "-X",
                  "postgres://materialize@127.0.0.1:" + server.sqlPort() + "/materialize")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      report.remark("psql is not on the PATH: \\d was not measured");
      return;
    }
    try (Writer in = new OutputStreamWriter(psql.getOutputStream(), StandardCharsets.UTF_8);
        BufferedReader out =
            new BufferedReader(
                new InputStreamReader(psql.getInputStream(), StandardCharsets.UTF_8))) {
      measure("psql_d", runs, () -> describe(in, out));
    } finally {
      psql.destroy();
    }
  }

  private static boolean describe(Writer in, BufferedReader out) throws IOException {
    in.write("\\d b\n\\echo done\n");
    in.flush();
    boolean hasColumn = false;
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(" a_id ")) {
        hasColumn = true;
      }
      if (line.equals("done")) {
        return hasColumn;
      }
    }
    return false;
  }
}
