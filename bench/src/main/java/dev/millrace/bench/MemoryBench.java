package dev.millrace.bench;

import dev.millrace.server.demo.Tutorial;
import java.util.concurrent.TimeUnit;

/// Whether memory stays flat once the one-minute window is full: 10,000 records a second with a
/// bounded number of purchase ids, sampled every half minute.
final class MemoryBench {

  private static final int RATE = 10_000;
  private static final int SAMPLE_SECONDS = 30;

  /// A purchase id comes back after 75 seconds, so that every row leaves the window by itself; with
  /// as many items an item is in five of its purchases.
  private static final String CARDINALITIES = "PURCHASES 200000, ITEMS 100000, USERS 20000";

  /// Samples before the window and the heap have reached their level.
  private static final int SETTLING = 4;

  private final Arguments arguments;

  MemoryBench(Arguments arguments) {
    this.arguments = arguments;
  }

  Report run() throws Exception {
    int samples = arguments.number("minutes", 10) * 60 / SAMPLE_SECONDS;
    Report report = new Report("Memory at 10,000 records a second, one-minute window");
    try (BenchServer server = new BenchServer()) {
      server.run(Tutorial.fromGenerator("RATE " + RATE + ", " + CARDINALITIES));
      server.run(Tutorial.views());
      double settledRss = Double.NaN;
      double settledRows = Double.NaN;
      System.out.println("  seconds     records  state rows  heap MB  resident MB");
      for (int i = 1; i <= samples; i++) {
        TimeUnit.SECONDS.sleep(SAMPLE_SECONDS);
        double rows = server.number("SELECT sum(state_rows) FROM mz_internal.millrace_operators");
        double rss = BenchServer.residentMegabytes();
        System.out.printf(
            "  %7d %11.0f %11.0f %8.0f %12.0f%n",
            i * SAMPLE_SECONDS, server.recordsReceived(), rows, usedHeapMegabytes(), rss);
        if (i == Math.min(SETTLING, samples)) {
          settledRss = rss;
          settledRows = rows;
        }
        if (i == samples) {
          report.add("state_rows_ratio", rows / settledRows, "last sample to the settled one");
          report.add("rss_ratio", rss / settledRss, "last sample to the settled one");
          report.add("rss_mb", rss, "at the end");
        }
      }
    }
    return report;
  }

  private static double usedHeapMegabytes() {
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0;
  }
}
