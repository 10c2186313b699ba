package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ingest.kafka.KafkaBroker;
import dev.millrace.model.error.SqlState;
import dev.millrace.server.demo.Tutorial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The e-commerce tutorial over a real broker that asks for a password, from secrets to DROP.
final class WalkthroughTest {

  @TempDir private Path directory;

  private Shop shop;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    shop = new Shop();
    server = TestServer.start(directory);
    db().run(shop.statements().toArray(String[]::new));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    shop.close();
  }

  private Database db() {
    return server.db();
  }

  private Follower follow() throws SQLException {
    return db().follow(Tutorial.SUBSCRIBE, server.server().sqlAddress().getPort());
  }

  @Test
  void whatEachUserBoughtInTheLastMinuteIsFollowedLive() throws Exception {
    db().run(Tutorial.views().toArray(String[]::new));
    shop.user(431, "rocky@example.org");
    shop.user(7, "ada@example.net");
    shop.item(3590, "Fresh");
    shop.item(417, "Steel");
    shop.item(4080, "Wooden");
    long now = System.currentTimeMillis();
    try (Follower follower = follow()) {
      shop.purchase("p-1", 431, "2116.00", now, 417, 3590);
      follower.sees("431\trocky@example.org\t2116\t{3590,417}\t{Fresh,Steel}");
      shop.purchase("p-2", 431, "3505.50", now, 3590, 4080);
      String both =
          "431\trocky@example.org\t5621.5\t{3590,3590,417,4080}\t{Fresh,Fresh,Steel,Wooden}";
      follower.sees(both);
      shop.item(4080, "Rubber");
      follower.sees(both.replace("Wooden", "Rubber"));
      // Bought almost a minute ago: leaves by itself within seconds.
      shop.purchase("p-3", 7, "1.25", System.currentTimeMillis() - 57_000, 417);
      follower.sees(both.replace("Wooden", "Rubber"), "7\tada@example.net\t1.25\t{417}\t{Steel}");
      follower.sees(both.replace("Wooden", "Rubber"));
      // A tombstone takes the purchase back, one for an unknown key changes nothing.
      shop.send("purchases", "p-1", null, now);
      shop.send("purchases", "p-9", null, now);
      follower.sees("431\trocky@example.org\t3505.5\t{3590,4080}\t{Fresh,Rubber}");
      assertThat(follower.cancel()).isEqualTo("57014");
    }
    db().sql("SELECT email FROM " + Tutorial.RESULT + " WHERE email LIKE '%example.org'")
        .returns("rocky@example.org");
    db().sql("SELECT key, id, email FROM users WHERE id = 431")
        .returns("\\x343331|431|rocky@example.org");
    db().sql("SELECT count(*) FROM purchases").returns("2");
    db().run("DROP CLUSTER sources CASCADE", "DROP CLUSTER ecommerce CASCADE");
    db().sql("SELECT * FROM users")
        .failsWith(SqlState.UNDEFINED_TABLE, "relation \"users\" does not exist");
  }

  @Test
  void totalsAndListsAgreeAtEveryTimestamp() throws Exception {
    db().run(Tutorial.views().toArray(String[]::new));
    int users = 3;
    for (int id = 1; id <= users; id++) {
      shop.user(id, "u" + id + "@example.org");
    }
    for (int id = 1; id <= 9; id++) {
      shop.item(id, "Metal");
    }
    db().sql("SELECT count(*) FROM items").becomes("9");
    db().sql("SELECT count(*) FROM users").becomes("3");
    try (Follower follower = follow()) {
      // The total of a purchase is the number of its items: so must the sums be, at all times.
      for (int n = 0; n < 60; n++) {
        int[] items = new int[1 + n % 3];
        for (int i = 0; i < items.length; i++) {
          items[i] = 1 + (n + i) % 9;
        }
        String id = "p" + n % 20;
        shop.purchase(id, 1 + n % 20 % users, items.length + ".00", millis(), items);
      }
      db().sql("SELECT count(*) FROM purchases").becomes("20");
      follower.awaitStates(20);
      for (Map<String, Integer> state : follower.states()) {
        assertThat(state.keySet()).allSatisfy(WalkthroughTest::totalIsTheNumberOfItems);
      }
    }
  }

  private static long millis() {
    return System.currentTimeMillis();
  }

  private static void totalIsTheNumberOfItems(String row) {
    String[] values = row.split("\t");
    assertThat(values[3].split(",")).as(row).hasSize(Integer.parseInt(values[2]));
    assertThat(values[4].split(",")).as(row).hasSize(Integer.parseInt(values[2]));
  }

  @Test
  void recordsThatCannotBeUsedAreDeadLettersAndTheSourceGoesOn() throws Exception {
    shop.user(0, "nobody@example.org");
    shop.send("users", "5", "garbage".getBytes(StandardCharsets.UTF_8), millis());
    shop.send("users", "6", new byte[] {0, 0, 0, 1, 0, 2}, millis());
    shop.user(7, "ada@example.net");
    db().sql("SELECT id FROM users").becomes("7");
    db().sql(
            "SELECT key, left(encode(value, 'escape'), 7), sqlstate, topic, partition, \"offset\""
                + " FROM users_dead_letters WHERE \"offset\" = 1")
        .returns("\\x35|garbage|22P03|" + Shop.topic("users") + "|0|1");
    db().sql("SELECT error FROM users_dead_letters WHERE key IS NULL")
        .returns("record with NULL key in UPSERT source");
    db().sql("SELECT count(*), count(ts) FROM users_dead_letters").returns("3|3");
  }

  @Test
  void aBrokerMayGoAndComeBack() throws Exception {
    shop.user(1, "one@example.org");
    db().sql("SELECT id FROM users").becomes("1");
    shop.broker().stop();
    db().sql("SELECT status FROM mz_internal.mz_source_statuses WHERE name = 'users'")
        .becomes("stalled");
    db().sql("SELECT id FROM users").returns("1");
    shop.broker().restart();
    shop.user(2, "two@example.org");
    db().sql("SELECT id FROM users").becomes("1", "2");
    db().sql("SELECT status FROM mz_internal.mz_source_statuses WHERE name = 'users'")
        .becomes("running");
  }

  @Test
  void connectionsAreCheckedWhenTheyAreCreated() throws Exception {
    db().run("CREATE SECRET wrong AS 'wrong'");
    db().sql(
            """
            CREATE CONNECTION other TO KAFKA (
              BROKER = '%s', SECURITY PROTOCOL = 'SASL_PLAINTEXT', SASL MECHANISMS = 'PLAIN',
              SASL USERNAME = SECRET kafka_user, SASL PASSWORD = SECRET wrong)\
            """
                .formatted(shop.broker().saslBootstrap()))
        .failsWith(SqlState.SYSTEM_ERROR, "Kafka refused the credentials");
    db().sql(
            """
            CREATE CONNECTION other TO CONFLUENT SCHEMA REGISTRY (
              URL '%s', USERNAME = SECRET csr_user, PASSWORD = SECRET wrong)\
            """
                .formatted(shop.registry().url()))
        .failsWith(SqlState.SYSTEM_ERROR, "schema registry at");
    assertThat(db().sql("SHOW CREATE CONNECTION kafka").rows().toString())
        .contains("SECRET", "kafka_password")
        .doesNotContain(KafkaBroker.PASSWORD);
  }
}
