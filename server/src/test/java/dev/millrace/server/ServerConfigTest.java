package dev.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerConfigTest {

  @TempDir private Path directory;

  @Test
  void itDoesNotListenToTheWorldUnlessToldThatThisIsInsecure() throws Exception {
    ServerConfig config = ServerConfig.local(directory);
    InetAddress everywhere = InetAddress.getByName("0.0.0.0");
    assertThatThrownBy(() -> config.withListen(everywhere, false))
        .hasMessageStartingWith("refusing to listen on 0.0.0.0")
        .hasMessageContaining("--insecure");
    assertThat(config.withListen(everywhere, true).listen()).isEqualTo(everywhere);
  }

  @Test
  void aSecondServerOnTheSameDataIsRefused() throws Exception {
    ServerConfig config = ServerConfig.local(directory).withPorts(0, 0);
    try (Server first = Server.start(config)) {
      assertThat(first.failure()).isNotDone();
      assertThatThrownBy(() -> Server.start(config))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is in use by another server");
    }
    Server.start(config).close();
  }

  @Test
  void aTakenPortIsNamedAndEverythingIsClosedAgain() throws Exception {
    try (Server first = Server.start(ServerConfig.local(directory.resolve("a")).withPorts(0, 0))) {
      int taken = first.sqlAddress().getPort();
      ServerConfig config = ServerConfig.local(directory.resolve("b")).withPorts(taken, 0);
      assertThatThrownBy(() -> Server.start(config))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot listen on")
          .hasMessageContaining(String.valueOf(taken));
      Server.start(config.withPorts(0, 0)).close();
    }
  }
}
