package dev.millrace.bench;

import dev.millrace.ingest.generator.EcommerceModel;
import dev.millrace.ingest.generator.EcommerceProducer;
import dev.millrace.ingest.registry.SchemaRegistry;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.server.demo.Tutorial;
import dev.millrace.server.session.LocalSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The tutorial's four views fed at full speed, and how old a record is when a subscriber sees what
/// it changed. Ids of purchases take turns, so that the sources' state is bounded and only the
/// window grows with the rate.
final class WalkthroughBench {

  private static final int RATE = 10_000;

  /// The newest purchase that all views have seen: it becomes visible in the step that carries it.
  private static final String NEWEST =
      "SUBSCRIBE (SELECT max(extract(epoch FROM ts) * 1000) FROM purchases_items_last_min_enriched)"
          + " WITH (SNAPSHOT = false)";

  private final Arguments arguments;
  private final int purchases;
  private final Report report =
      new Report("Walkthrough: the tutorial's four views, all maintained");

  WalkthroughBench(Arguments arguments) {
    this.arguments = arguments;
    this.purchases = arguments.number("purchases", 10_000);
  }

  Report run() throws Exception {
    int seconds = arguments.number("seconds", 20);
    List<String> phases = List.of(arguments.text("phases", "throughput,freshness").split(","));
    if (phases.contains("throughput")) {
      throughput(seconds);
    }
    if (!arguments.text("kafka", "").isEmpty()) {
      kafka(arguments.number("records", 2_000_000));
    }
    if (phases.contains("freshness")) {
      freshness(seconds);
    }
    report.add(
        "rss_mb", BenchServer.residentMegabytes(), "resident memory of the process, all runs");
    return report;
  }

  /// Full speed: the generator is held back only by the engine.
  private void throughput(int seconds) throws Exception {
    try (BenchServer server = new BenchServer()) {
      server.run(Tutorial.fromGenerator("RATE 0, PURCHASES " + purchases));
      server.run(Tutorial.views());
      TimeUnit.SECONDS.sleep(seconds);
      double before = server.recordsReceived();
      long start = System.nanoTime();
      TimeUnit.SECONDS.sleep(seconds);
      double records = server.recordsReceived() - before;
      double took = (System.nanoTime() - start) / 1e9;
      report.add(
          "records_per_s_generator", records / took, "after " + seconds + " s of warming up");
      steps(server, "generator");
      operators(server);
    }
  }

  private void steps(BenchServer server, String name) {
    for (String what : List.of("p50", "p99")) {
      report.add(
          "step_" + what + "_ms_" + name,
          server.number("SELECT step_micros_" + what + " FROM mz_internal.millrace_steps") / 1000,
          "step latency");
    }
  }

  /// Where the time goes: the operators that took most of it.
  private void operators(BenchServer server) {
    try (LocalSession session = server.open()) {
      for (List<String> row :
          session.query(
              "SELECT description, micros FROM mz_internal.millrace_operators"
                  + " ORDER BY micros DESC LIMIT 8")) {
        report.remark(Long.parseLong(row.get(1)) / 1000 + " ms in " + row.getFirst());
      }
    }
  }

  /// Records that are already in the topics, read at full speed.
  private void kafka(int records) throws Exception {
    String broker = arguments.text("kafka", "");
    String registry = arguments.text("schema-registry", "");
    try (EcommerceProducer producer =
        new EcommerceProducer(
            Map.of("bootstrap.servers", broker),
            SchemaRegistry.of(registry),
            new EcommerceModel(System.nanoTime(), 1001, 5000, purchases))) {
      long produced = 0;
      for (long n = 0; produced < records; n++) {
        produced += producer.produce(n);
      }
    }
    try (BenchServer server = new BenchServer()) {
      server.run(Tutorial.fromKafka(broker, registry));
      server.run(Tutorial.views());
      double before = server.recordsReceived();
      long start = System.nanoTime();
      double now = before;
      while (now < records * 0.99) {
        TimeUnit.MILLISECONDS.sleep(100);
        now = server.recordsReceived();
      }
      double took = (System.nanoTime() - start) / 1e9;
      report.add(
          "records_per_s_kafka",
          (now - before) / took,
          String.format("%.0f records after the views were there", now - before));
    }
  }

  /// From the record's time stamp to the subscriber, at a fixed rate.
  private void freshness(int seconds) throws Exception {
    try (BenchServer server = new BenchServer();
        LocalSession newest = server.open();
        LocalSession result = server.open()) {
      server.run(Tutorial.fromGenerator("RATE " + RATE + ", PURCHASES " + purchases));
      server.run(Tutorial.views());
      Samples ages = new Samples();
      long measureFrom = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      List<Thread> followers = new ArrayList<>();
      followers.add(
          follow(
              newest,
              NEWEST,
              batch -> {
                double now = System.currentTimeMillis();
                if (System.nanoTime() < measureFrom) {
                  return;
                }
                for (List<String> row : batch) {
                  if (row.get(1).equals("1") && row.get(2) != null) {
                    ages.add(now - Double.parseDouble(row.get(2)));
                  }
                }
              }));
      long[] rows = {0};
      followers.add(follow(result, Tutorial.SUBSCRIBE, batch -> rows[0] += batch.size()));
      TimeUnit.SECONDS.sleep(2L * seconds);
      newest.cancel();
      result.cancel();
      for (Thread follower : followers) {
        follower.join();
      }
      report.add("freshness_p50_ms", ages.percentile(0.50), ages.count() + " steps at 10,000/s");
      report.add("freshness_p99_ms", ages.percentile(0.99), rows[0] + " result rows streamed");
      steps(server, "at_rate");
    }
  }

  private static Thread follow(
      LocalSession session, String sql, Consumer<List<List<String>>> batches) {
    return Thread.ofPlatform()
        .name("follower")
        .start(() -> {
          try {
            session.follow(sql, rows -> batches.accept(rows));
          } catch (DatabaseException e) {
            if (e.state() != SqlState.QUERY_CANCELED) {
              throw e;
            }
          }
        });
  }
}
