package dev.millrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/// `millrace bench`: runs a measurement in a process of its own, with the JVM's flags of the
/// server.
@Command(
    name = "bench",
    description = {
      "Measures: walkthrough (throughput and freshness of the tutorial's views), adhoc (one-shot"
          + " queries under load), webhook (requests made durable beside a bare echo), memory"
          + " (whether it stays flat). Prints a table; --json FILE"
          + " writes the same figures."
    })
final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "walkthrough, adhoc, webhook or memory")
  private String name;

  @Unmatched private List<String> rest = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    String file = System.getProperty("millrace.bench.classpath");
    if (file == null) {
      throw new ParameterException(
          spec.commandLine(), "start bench through the millrace script, which builds it");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseCompactObjectHeaders",
            "-XX:MaxRAMPercentage=50"));
    String flags = System.getProperty("millrace.bench.flags", "").strip();
    if (!flags.isEmpty()) {
      command.addAll(List.of(flags.split("\\s+")));
    }
    command.addAll(List.of("-cp", Files.readString(Path.of(file)).strip()));
    command.add("dev.millrace.bench.Main");
    command.add(name);
    command.addAll(rest);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
