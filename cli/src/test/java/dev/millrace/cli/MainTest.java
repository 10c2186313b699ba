package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void withoutACommandItSaysSoAndShowsWhatThereIs() {
    assertThat(run()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("say which command to run").contains("Usage: millrace");
  }

  @Test
  void anUnknownCommandIsRefused() {
    assertThat(run("grind")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("'grind'");
  }

  @Test
  void itKnowsItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("millrace 0.1.0");
  }

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
