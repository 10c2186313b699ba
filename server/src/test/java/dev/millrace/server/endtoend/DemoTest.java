package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.ingest.RegistryStandIn;
import dev.millrace.ingest.kafka.KafkaBroker;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.server.Server;
import dev.millrace.server.ServerConfig;
import dev.millrace.server.demo.DemoProducer;
import dev.millrace.server.demo.Tutorial;
import dev.millrace.server.session.LocalSession;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `millrace demo` does, but for the terminal.
final class DemoTest {

  private static final int ROWS = 200;

  @TempDir private Path directory;

  @Test
  void theGeneratorFeedsTheTutorialsViews() throws Exception {
    try (Server server = start();
        LocalSession session = LocalSession.open(server.instance())) {
      Tutorial.fromGenerator("RATE 2000").forEach(session::query);
      Tutorial.views().forEach(session::query);
      List<List<String>> rows = follow(session);
      assertThat(rows).hasSizeGreaterThanOrEqualTo(ROWS);
      assertThat(rows)
          .allSatisfy(row -> {
            assertThat(row).hasSize(7);
            assertThat(row.get(3)).matches("\\w+@example\\.(com|net|org)");
            assertThat(row.get(5).split(",")).hasSameSizeAs(row.get(6).split(","));
          });
    }
  }

  @Test
  void kafkaInBetweenMakesNoDifference() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start();
        RegistryStandIn registry = RegistryStandIn.start();
        Server server = start();
        DemoProducer _ = DemoProducer.start(broker.bootstrap(), registry.url(), 2000);
        LocalSession session = LocalSession.open(server.instance())) {
      Tutorial.fromKafka(broker.bootstrap(), registry.url()).forEach(session::query);
      Tutorial.views().forEach(session::query);
      assertThat(follow(session)).hasSizeGreaterThanOrEqualTo(ROWS);
    }
  }

  @Test
  void aCopyOfTheSubscriptionIsTextWithTabs() throws Exception {
    ByteArrayOutputStream copied = new ByteArrayOutputStream();
    try (Server server = start();
        LocalSession session = LocalSession.open(server.instance())) {
      Tutorial.fromGenerator("RATE 2000").forEach(session::query);
      Tutorial.views().forEach(session::query);
      OutputStream until =
          new OutputStream() {
            @Override
            public void write(int oneByte) {
              copied.write(oneByte);
              if (copied.size() > 10_000) {
                session.cancel();
              }
            }
          };
      DatabaseException end =
          catchThrowableOfType(
              DatabaseException.class,
              () -> session.copy("COPY (" + Tutorial.SUBSCRIBE + ") TO STDOUT", until));
      assertThat(end.state()).isEqualTo(SqlState.QUERY_CANCELED);
    }
    String first = copied.toString(StandardCharsets.UTF_8).split("\n")[0];
    assertThat(first.split("\t")).hasSize(7);
    assertThat(first).matches("\\d{13}\t1\t\\d+\t\\S+@example\\.\\w+\t[\\d.]+\t\\{.*\\}\t\\{.*\\}");
  }

  /// Rows of the subscription until there are enough; a cancelled statement ends with 57014.
  private static List<List<String>> follow(LocalSession session) {
    List<List<String>> rows = new ArrayList<>();
    DatabaseException end =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                session.follow(
                    Tutorial.SUBSCRIBE,
                    batch -> {
                      rows.addAll(batch);
                      if (rows.size() >= ROWS) {
                        session.cancel();
                      }
                    }));
    assertThat(end.state()).isEqualTo(SqlState.QUERY_CANCELED);
    return rows;
  }

  private Server start() throws Exception {
    return Server.start(ServerConfig.local(directory).withPorts(0, 0));
  }
}
