package dev.millrace.cli;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.server.ServerConfig;
import dev.millrace.server.demo.DemoProducer;
import dev.millrace.server.demo.Tutorial;
import dev.millrace.server.session.LocalSession;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `millrace demo`: a server with the tutorial's data and views, and a look at what changes.
@Command(
    name = "demo",
    description = {
      "Starts a server with an e-commerce load generator and the tutorial's views, and shows what"
          + " each user bought during the last minute until Ctrl-C: in a terminal a table that"
          + " updates in place, otherwise SUBSCRIBE's rows, parted by tabs."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where everything is kept. Default: a directory that is deleted at the end")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "300",
      description = "Records a second. Default: ${DEFAULT-VALUE}")
  private int rate;

  @ArgGroup(exclusive = false, heading = "Through Kafka instead of directly:%n")
  private @Nullable KafkaOptions kafka;

  @Mixin private ServerOptions options;

  /// Both or none.
  static final class KafkaOptions {
    @Option(
        names = "--kafka",
        paramLabel = "HOST:PORT",
        required = true,
        description = "A broker without passwords, where the data is produced to and read from")
    private String broker;

    @Option(
        names = "--schema-registry",
        paramLabel = "URL",
        required = true,
        description = "A schema registry that speaks Confluent's API")
    private String registry;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    ServerConfig config;
    try {
      config = options.config(directory());
    } catch (IllegalArgumentException | IOException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    try {
      RunningServer running =
          RunningServer.start(config, dataDirectory == null ? config.dataDirectory() : null);
      try (DemoProducer producer = producer()) {
        prepare(running);
        err.println("Connect with: " + running.psql());
        err.println("Stop with Ctrl-C. What each user bought during the last minute:");
        err.flush();
        show(running);
      }
      return 0;
    } catch (IOException e) {
      err.println("millrace: " + e.getMessage());
      return 1;
    } catch (DatabaseException e) {
      if (e.state() == SqlState.QUERY_CANCELED) {
        return 0;
      }
      err.println("millrace: " + e.message());
      return 1;
    }
  }

  private Path directory() throws IOException {
    Path given = dataDirectory;
    return given == null ? Files.createTempDirectory("millrace-demo") : given;
  }

  private DemoProducer producer() {
    KafkaOptions through = kafka;
    return through == null
        ? DemoProducer.none()
        : DemoProducer.start(through.broker, through.registry, rate);
  }

  /// Creates sources and views unless an earlier demo left them in the data directory.
  private void prepare(RunningServer running) {
    try (LocalSession session = LocalSession.open(running.server().instance())) {
      String name = "'" + Tutorial.RESULT + "'";
      if (!session.query("SELECT 1 FROM mz_catalog.mz_views WHERE name = " + name).isEmpty()) {
        return;
      }
      KafkaOptions through = kafka;
      List<String> statements =
          new ArrayList<>(
              through == null
                  ? Tutorial.fromGenerator("RATE " + rate)
                  : Tutorial.fromKafka(through.broker, through.registry));
      statements.addAll(Tutorial.views());
      statements.forEach(session::query);
    }
  }

  private static void show(RunningServer running) {
    PrintStream out = System.out;
    try (LocalSession session = LocalSession.open(running.server().instance())) {
      running.beforeEnd(session::cancel);
      var console = System.console();
      if (console != null && console.isTerminal()) {
        LiveTable table = new LiveTable(out);
        session.follow(Tutorial.SUBSCRIBE, table::apply);
      } else {
        session.copy("COPY (" + Tutorial.SUBSCRIBE + ") TO STDOUT", out);
      }
    }
  }
}
