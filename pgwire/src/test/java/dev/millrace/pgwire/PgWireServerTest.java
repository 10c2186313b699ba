package dev.millrace.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.auth.ScramVerifier;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.pgwire.auth.Authenticator;
import dev.millrace.pgwire.auth.Authenticator.Requirement;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PgWireServerTest {

  private final ScriptedSession session = new ScriptedSession();
  private PgWireServer server = server(WireConfig.DEFAULT, Authenticator.trust());
  private InetSocketAddress address = listen();

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void simpleQueryAnswersWithDescriptionRowsAndTag() throws IOException {
    try (RawClient client = connected()) {
      List<RawClient.Message> answer = client.send('Q', "rows").readToReady();
      assertThat(types(answer)).isEqualTo("TDDCZ");
      assertThat(answer.get(1).body()).containsExactly(0, 2, 0, 0, 0, 1, '1', 0, 0, 0, 1, 'a');
      assertThat(answer.get(2).body()).containsExactly(0, 2, -1, -1, -1, -1, 0, 0, 0, 0);
      assertThat(answer.get(3).text()).isEqualTo("SELECT 2|");
    }
  }

  @Test
  void errorCarriesStateMessageDetailHintAndPosition() throws IOException {
    try (RawClient client = connected()) {
      List<RawClient.Message> answer = client.send('Q', "fail").readToReady();
      assertThat(types(answer)).isEqualTo("EZ");
      assertThat(answer.getFirst().text())
          .isEqualTo("SERROR|VERROR|C42P01|Mrelation \"x\" does not exist|Dd|Hh|P15||");
    }
  }

  @Test
  void bugIsReportedByIdAndKeepsItsText() throws IOException {
    try (RawClient client = connected()) {
      String text = client.send('Q', "bug").readToReady().getFirst().text();
      assertThat(text).contains("CXX000|").doesNotContain("secret detail");
    }
  }

  @Test
  void extendedExchangeAnswersEveryMessage() throws IOException {
    try (RawClient client = connected()) {
      client.send('P', "", "rows", (short) 0);
      client.send('D', 'S', "");
      client.send('B', "", "", (short) 0, (short) 0, (short) 0);
      client.send('E', "", 0);
      client.send('C', 'P', "");
      assertThat(client.send('S').typesToReady()).isEqualTo("1tT2DDC3Z");
    }
  }

  @Test
  void afterAnErrorEverythingUpToSyncIsSkipped() throws IOException {
    try (RawClient client = connected()) {
      client.send('P', "", "fail", (short) 0);
      client.send('B', "", "", (short) 0, (short) 0, (short) 0);
      client.send('E', "", 0);
      assertThat(client.send('S').typesToReady()).isEqualTo("EZ");
      assertThat(client.send('Q', "rows").typesToReady()).isEqualTo("TDDCZ");
    }
  }

  @Test
  void flushAnswersWithoutSync() throws IOException {
    try (RawClient client = connected()) {
      client.send('P', "", "rows", (short) 0).send('H');
      assertThat(client.read().type()).isEqualTo('1');
    }
  }

  @Test
  void aClientThatIsSilentForTooLongInATransactionIsTold() throws IOException {
    try (RawClient client = connected()) {
      client.send('Q', "begin").readToReady();
      session.idleMax = Duration.ofMillis(20);
      client.send('Q', "begin").readToReady();
      RawClient.Message last = client.read();
      assertThat(last.type()).isEqualTo('E');
      assertThat(last.text()).contains("SFATAL|", "C25P03|");
      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aSessionMayAskWhetherASyncFollows() throws IOException {
    try (RawClient client = connected()) {
      client.send('P', "", "rows", (short) 0);
      client.send('B', "", "", (short) 0, (short) 0, (short) 0);
      client.send('E', "", 0);
      client.send('S').readToReady();
      assertThat(session.wasLast).isTrue();
      client.send('B', "", "", (short) 0, (short) 0, (short) 0);
      client.send('E', "", 0);
      client.send('H');
      client.send('S').readToReady();
      assertThat(session.wasLast).isFalse();
    }
  }

  @Test
  void emptyQueryIsAnsweredAsSuch() throws IOException {
    try (RawClient client = connected()) {
      assertThat(client.send('Q', "").typesToReady()).isEqualTo("IZ");
    }
  }

  @Test
  void readyForQueryTellsTheTransactionStatus() throws IOException {
    try (RawClient client = connected()) {
      assertThat(client.send('Q', "begin").readToReady().getLast().text()).isEqualTo("T");
    }
  }

  @Test
  void copyDataReachesTheSession() throws IOException {
    try (RawClient client = connected()) {
      client.send('Q', "copy");
      assertThat(client.read().type()).isEqualTo('G');
      client.send('d', new byte[] {1, 2}).send('H').send('d', new byte[] {3}).send('c');
      assertThat(client.readToReady().getFirst().text()).isEqualTo("COPY 2|");
      assertThat(session.copied).containsExactly(new byte[] {1, 2}, new byte[] {3});
    }
  }

  @Test
  void copyFailFailsTheStatementAndTheConnectionGoesOn() throws IOException {
    try (RawClient client = connected()) {
      client.send('Q', "copy").send('f', "changed my mind").send('d', new byte[] {1});
      List<RawClient.Message> answer = client.readToReady();
      assertThat(types(answer)).isEqualTo("GEZ");
      assertThat(answer.get(1).text()).contains("C57014|MCOPY from stdin failed: changed my mind");
      assertThat(client.send('Q', "rows").typesToReady()).isEqualTo("TDDCZ");
    }
  }

  @Test
  void cancelRequestWithTheRightKeyCancels() throws Exception {
    try (RawClient client = new RawClient(address).startup(3, 0)) {
      ByteBuffer key = ByteBuffer.allocate(0);
      for (RawClient.Message m : client.readToReady()) {
        if (m.type() == 'K') {
          key = ByteBuffer.wrap(m.body());
        }
      }
      client.send('Q', "wait");
      assertThat(session.running.await(20, TimeUnit.SECONDS)).isTrue();
      try (RawClient wrong = new RawClient(address)) {
        wrong.raw(16, 80877102, key.getInt(0), key.getInt(4) + 1);
        assertThat(wrong.readByte()).isEqualTo(-1);
      }
      try (RawClient right = new RawClient(address)) {
        right.raw(16, 80877102, key.getInt(0), key.getInt(4));
        assertThat(right.readByte()).isEqualTo(-1);
      }
      assertThat(client.readToReady().getFirst().text()).contains("C57014");
    }
  }

  @Test
  void clientThatDoesNotReadHoldsUpOnlyItsOwnStatementAndLeavingEndsIt() throws Exception {
    RawClient slow = connected();
    slow.send('Q', "flood");
    try (RawClient other = connected()) {
      assertThat(other.send('Q', "rows").typesToReady()).isEqualTo("TDDCZ");
    }
    slow.close();
    assertThat(session.ended.get(20, TimeUnit.SECONDS)).isInstanceOf(DatabaseException.class);
  }

  @Test
  void malformedMessageIsAnErrorAndTheConnectionGoesOn() throws IOException {
    try (RawClient client = connected()) {
      client.send('B', "", "", (short) 0, (short) 5000);
      List<RawClient.Message> answer = client.send('S').readToReady();
      assertThat(types(answer)).isEqualTo("EZ");
      assertThat(answer.getFirst().text()).contains("C08P01");
    }
  }

  @Test
  void messageBeyondTheLimitEndsTheConnection() throws IOException {
    try (RawClient client = connected()) {
      client.raw('Q' << 24 | 0x7fffff, 0xff000000);
      assertThat(client.read().text()).contains("SFATAL|").contains("C08P01");
      assertThatThrownBy(client::read).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void newerMinorVersionIsNegotiatedAndOtherMajorRefused() throws IOException {
    try (RawClient client = new RawClient(address).startup(3, 2)) {
      assertThat(client.typesToReady()).startsWith("v").endsWith("Z");
    }
    try (RawClient client = new RawClient(address).startup(2, 0)) {
      assertThat(client.read().text()).contains("C0A000|Munsupported frontend protocol 2.0");
    }
  }

  @Test
  void sslAndGssRequestsAreDeclinedWithoutTls() throws IOException {
    try (RawClient client = new RawClient(address)) {
      assertThat(client.raw(8, 80877103).readByte()).isEqualTo('N');
      assertThat(client.raw(8, 80877104).readByte()).isEqualTo('N');
      assertThat(client.startup(3, 0).typesToReady()).endsWith("Z");
    }
  }

  @Test
  void oneConnectionTooManyIsRefused() throws IOException {
    server.close();
    server =
        server(
            new WireConfig(1 << 20, 1 << 20, 1, Duration.ofSeconds(5), false),
            Authenticator.trust());
    address = listen();
    try (RawClient _ = connected();
        RawClient second = new RawClient(address).startup(3, 0)) {
      assertThat(second.read().text()).contains("C53300|Msorry, too many clients already");
    }
  }

  @Test
  void scramLetsTheRightPasswordIn() throws SQLException {
    withPassword("ö pass\"word");
    assertThatThrownBy(() -> DriverManager.getConnection(url(), "ada", "wrong").close())
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo("28P01");
              assertThat(e.getMessage()).contains("password authentication failed for user");
            });
    DriverManager.getConnection(url(), "ada", "ö pass\"word").close();
  }

  @Test
  void verifierSurvivesItsTextForm() {
    ScramVerifier verifier = ScramVerifier.of("secret", new SecureRandom());
    assertThat(ScramVerifier.parse(verifier.text()).text()).isEqualTo(verifier.text());
    assertThat(verifier.toString()).doesNotContain("SHA");
  }

  private void withPassword(String password) {
    server.close();
    ScramVerifier verifier = ScramVerifier.of(password, new SecureRandom());
    server = server(WireConfig.DEFAULT, (_, _, _) -> new Requirement.Scram(verifier));
    address = listen();
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:"
        + address.getPort()
        + "/materialize?sslmode=disable&assumeMinServerVersion=15&preferQueryMode=simple";
  }

  private RawClient connected() throws IOException {
    RawClient client = new RawClient(address).startup(3, 0);
    assertThat(client.typesToReady()).isEqualTo("RSSKZ");
    return client;
  }

  private PgWireServer server(WireConfig config, Authenticator authenticator) {
    return new PgWireServer(config, authenticator, this::open, null);
  }

  private Session open(StartupRequest request, ResultSink out) {
    assertThat(request.user()).isEqualTo("ada");
    out.parameterStatus("server_version", "15.0");
    out.parameterStatus("client_encoding", "UTF8");
    return session;
  }

  private InetSocketAddress listen() {
    try {
      return server.listen(new InetSocketAddress("127.0.0.1", 0));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String types(List<RawClient.Message> messages) {
    StringBuilder types = new StringBuilder();
    messages.forEach(m -> types.append(m.type()));
    return types.toString();
  }
}
