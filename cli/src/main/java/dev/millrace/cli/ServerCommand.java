package dev.millrace.cli;

import dev.millrace.server.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `millrace server`: runs until SIGTERM or Ctrl-C.
@Command(
    name = "server",
    description = "Starts a server.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ServerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "./millrace-data",
      description = "Where everything is kept. Default: ${DEFAULT-VALUE}")
  private Path dataDirectory;

  @Mixin private ServerOptions options;

  @Override
  public Integer call() throws InterruptedException {
    ServerConfig config;
    try {
      config = options.config(dataDirectory);
    } catch (IllegalArgumentException | IOException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    try {
      RunningServer running = RunningServer.start(config, null);
      spec.commandLine().getOut().println("Connect with: " + running.psql());
      spec.commandLine().getOut().flush();
      return running.awaitEnd();
    } catch (IOException e) {
      spec.commandLine().getErr().println("millrace: " + e.getMessage());
      return 1;
    }
  }
}
