package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.server.Server;
import dev.millrace.server.ServerConfig;
import dev.millrace.server.access.Access;
import java.io.FileInputStream;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Passwords and TLS with real clients: pgjdbc, and psql where there is one.
final class AccessTest {

  @TempDir private static Path directory;

  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    Access access = new Access(false, certificate(), true);
    ServerConfig config = ServerConfig.local(directory.resolve("data")).withPorts(0, 0);
    try (Server open = Server.start(config)) {
      run(
          url(open, "materialize", "x", "disable"),
          "CREATE ROLE ada WITH LOGIN PASSWORD 'open sesame'",
          "CREATE ROLE bob WITH LOGIN",
          "CREATE ROLE eve WITH NOLOGIN PASSWORD 'x'");
    }
    server = Server.start(config.withAccess(InetAddress.getByName("0.0.0.0"), access));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aPasswordThatWasSetOpensTheDoorAndAnyOtherDoesNot() throws Exception {
    try (Connection ada = DriverManager.getConnection(url("ada", "open sesame", "disable"));
        Statement statement = ada.createStatement();
        var rows = statement.executeQuery("SELECT current_user")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("ada");
    }
    for (String user : new String[] {"ada", "bob", "eve", "nobody"}) {
      SQLException refused = refused(url(user, "x", "disable"));
      assertThat(refused.getSQLState()).isEqualTo("28P01");
      assertThat(refused.getMessage())
          .contains("password authentication failed for user \"" + user + "\"");
    }
  }

  @Test
  void aChangedPasswordCountsAtOnceAndIsShownNowhere() throws Exception {
    run(
        url("ada", "open sesame", "disable"),
        "CREATE ROLE carl WITH LOGIN PASSWORD 'first'",
        "ALTER ROLE carl WITH PASSWORD 'second secret'");
    assertThat(refused(url("carl", "first", "disable")).getSQLState()).isEqualTo("28P01");
    try (Connection carl = DriverManager.getConnection(url("carl", "second secret", "disable"))) {
      Database db = new Database(carl);
      db.run("ALTER ROLE carl WITH PASSWORD 'third secret'");
      for (String relation : new String[] {"pg_authid", "pg_roles", "pg_user", "mz_roles"}) {
        assertThat(db.sql("SELECT * FROM " + relation).rows().toString())
            .doesNotContain("secret", "SCRAM");
      }
    }
  }

  @Test
  void fromElsewhereOnlyTlsIsSpoken() throws Exception {
    String elsewhere = elsewhere();
    String plain = url(elsewhere, server.sqlAddress().getPort(), "ada", "open sesame", "disable");
    assertThat(refused(plain).getSQLState()).isEqualTo("28000");
    String secured = url(elsewhere, server.sqlAddress().getPort(), "ada", "open sesame", "require");
    run(secured, "SELECT 1");
    assertThat(server.httpAddress().getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void psqlConnectsWithTlsRequired() throws Exception {
    ProcessBuilder psql =
        new ProcessBuilder(
                "psql",
                "-X",
                "-c",
                "\\conninfo",
                "host=127.0.0.1 port="
                    + server.sqlAddress().getPort()
                    + " user=ada dbname=materialize sslmode=require")
            .redirectErrorStream(true);
    psql.environment().put("PGPASSWORD", "open sesame");
    org.junit.jupiter.api.Assumptions.assumeTrue(PsqlTest.isThere("psql"));
    Process process = psql.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed).contains("as user \"ada\"", "SSL connection (protocol: TLSv1");
  }

  @Test
  void aCertificateThatCannotBeReadStopsTheStart() {
    Path nothing = directory.resolve("nothing.pem");
    Access access = new Access(false, new Access.Tls(nothing, nothing), false);
    ServerConfig config = ServerConfig.local(directory.resolve("other")).withPorts(0, 0);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    assertThatThrownBy(() -> Server.start(config.withAccess(loopback, access)))
        .hasMessage("cannot read " + nothing);
  }

  private static SQLException refused(String url) {
    SQLException refused =
        catchThrowableOfType(SQLException.class, () -> DriverManager.getConnection(url).close());
    assertThat((Throwable) refused).as(url).isNotNull();
    return refused;
  }

  private static void run(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      new Database(connection).run(statements);
    }
  }

  private static String url(String user, String password, String tls) {
    return url(server, user, password, tls);
  }

  private static String url(Server at, String user, String password, String tls) {
    return url("127.0.0.1", at.sqlAddress().getPort(), user, password, tls);
  }

  private static String url(String host, int port, String user, String password, String tls) {
    return "jdbc:postgresql://%s:%d/materialize?user=%s&password=%s&sslmode=%s"
        .formatted(host, port, user, password.replace(" ", "%20"), tls);
  }

  /// An address of this machine that is not loopback.
  private static String elsewhere() throws Exception {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElseGet(() -> {
          org.junit.jupiter.api.Assumptions.abort("this machine has loopback only");
          return "";
        });
  }

  /// A certificate made by the JDK's keytool, as PEM files.
  private static Access.Tls certificate() throws Exception {
    Path store = directory.resolve("store.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = new FileInputStream(store.toFile())) {
      keys.load(in, "changeit".toCharArray());
    }
    return new Access.Tls(
        pem("CERTIFICATE", keys.getCertificate("it").getEncoded()),
        pem("PRIVATE KEY", keys.getKey("it", "changeit".toCharArray()).getEncoded()));
  }

  private static Path pem(String what, byte[] der) throws Exception {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return Files.writeString(
        directory.resolve(what.replace(' ', '-') + ".pem"),
        "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }
}
