package dev.millrace.bench;

import java.util.Arrays;
import java.util.List;

/// The measurements' command line, run by `millrace bench` in a process of its own.
public final class Main {

  private Main() {}

  /// Runs one measurement and prints its table.
  public static void main(String[] words) throws Exception {
    List<String> all = Arrays.asList(words);
    String name = all.isEmpty() ? "" : all.getFirst();
    Arguments arguments = Arguments.parse(all.isEmpty() ? all : all.subList(1, all.size()));
    Report report =
        switch (name) {
          case "walkthrough" -> new WalkthroughBench(arguments).run();
          case "adhoc" -> new AdhocBench(arguments).run();
          case "webhook" -> new WebhookBench(arguments).run();
          case "memory" -> new MemoryBench(arguments).run();
          default -> null;
        };
    if (report == null) {
      System.err.println(
          """
          usage: millrace bench walkthrough [--seconds N] [--purchases N] [--phases LIST]
                                            [--kafka HOST:PORT --schema-registry URL]
                                            [--records N] [--json FILE]
                 millrace bench adhoc [--runs N] [--purchases N] [--json FILE]
                 millrace bench webhook [--seconds N] [--json FILE]
                 millrace bench memory [--minutes N] [--json FILE]\
          """);
      System.exit(2);
    } else {
      report.print(System.out);
      report.write(arguments.text("json", ""));
      System.exit(0);
    }
  }
}
