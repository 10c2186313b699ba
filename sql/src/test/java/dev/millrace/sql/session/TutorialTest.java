package dev.millrace.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.engine.EngineConfig;
import dev.millrace.dataflow.engine.StepClock;
import dev.millrace.dataflow.engine.StepEngine;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import dev.millrace.storage.store.Store;
import dev.millrace.storage.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The statements of the ecommerce tutorial over the real engine, with topics filled by hand.
final class TutorialTest {

  private static final ListType INTS = new ListType(ScalarType.INT4);

  @TempDir private Path directory;
  private final ScriptedConnector kafka = new ScriptedConnector();
  private StepEngine engine;
  private Database db;

  @AfterEach
  void closeAll() {
    db.close();
    db.instance.close();
    engine.close();
  }

  private void start() throws IOException {
    engine =
        new StepEngine(
            Store.open(directory, new StoreConfig(1 << 20, 4 << 20)),
            EngineConfig.DEFAULT,
            StepClock.system());
    db = Database.open(engine, directory, List.of(kafka));
  }

  private static OutputColumn column(String name, dev.millrace.model.type.SqlType type) {
    return new OutputColumn(name, type, false);
  }

  private void defineTopics() {
    kafka.topics.put(
        "users",
        List.of(
            column("key", ScalarType.BYTEA),
            column("id", ScalarType.INT4),
            column("email", ScalarType.TEXT),
            column("ts", ScalarType.TIMESTAMP)));
    kafka.topics.put(
        "purchases",
        List.of(
            column("key", ScalarType.BYTEA),
            column("user_id", ScalarType.INT4),
            column("id", ScalarType.TEXT),
            column("item_ids", INTS),
            column("total", ScalarType.TEXT),
            column("ts", ScalarType.TIMESTAMP)));
    kafka.topics.put(
        "items",
        List.of(
            column("key", ScalarType.BYTEA),
            column("id", ScalarType.INT4),
            column("description", ScalarType.TEXT),
            column("material", ScalarType.TEXT),
            column("ts", ScalarType.TIMESTAMP)));
  }

  private void createEverything() {
    db.run(
        "CREATE SECRET kafka_user AS 'me'; CREATE SECRET kafka_password AS 'pssst'",
        """
        CREATE CONNECTION kafka TO KAFKA (BROKER = 'localhost:9092', SASL MECHANISMS = 'PLAIN',
          SASL USERNAME = SECRET kafka_user, SASL PASSWORD = SECRET kafka_password)
        """,
        """
        CREATE CONNECTION csr TO CONFLUENT SCHEMA REGISTRY (URL 'http://localhost:8081',
          USERNAME = SECRET kafka_user, PASSWORD = SECRET kafka_password)
        """,
        "CREATE CLUSTER sources REPLICAS (r1 (SIZE='3xsmall'))",
        "CREATE CLUSTER ecommerce REPLICAS (r1 (SIZE='2xsmall'))");
    for (String topic : List.of("users", "purchases", "items")) {
      db.run(
          """
          CREATE SOURCE %s IN CLUSTER sources FROM KAFKA CONNECTION kafka (TOPIC '%s')
            KEY FORMAT BYTES VALUE FORMAT AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION csr
            INCLUDE TIMESTAMP AS ts ENVELOPE UPSERT
          """
              .formatted(topic, topic));
    }
    db.run(
        "SET CLUSTER = ecommerce",
        """
        CREATE VIEW purchases_items_last_min AS
          SELECT id, user_id, unnest(item_ids) AS item_id, ts FROM purchases
          WHERE mz_now() >= ts AND mz_now() <= ts + INTERVAL '1m'
        """,
        "CREATE INDEX ON purchases_items_last_min (item_id)",
        "CREATE INDEX ON items (id)",
        """
        CREATE VIEW purchases_items_last_min_enriched AS
          SELECT p.id, p.user_id, p.item_id, i.material, i.description, p.ts
          FROM purchases_items_last_min AS p JOIN items AS i ON p.item_id = i.id
        """,
        "CREATE INDEX ON purchases (user_id)",
        "CREATE INDEX ON users (id)",
        """
        CREATE VIEW purchases_total_last_min AS
          SELECT u.id AS user_id, list_agg(p.id) AS purchase_ids,
            SUM(CAST(p.total AS numeric)) AS total_last_min
          FROM users AS u JOIN purchases AS p ON u.id = p.user_id
          WHERE mz_now() >= p.ts AND mz_now() <= p.ts + INTERVAL '1m' GROUP BY u.id
        """,
        "CREATE INDEX ON purchases_items_last_min_enriched (user_id)",
        """
        CREATE VIEW items_and_total_last_min AS
          SELECT pi.user_id, u.email, pt.total_last_min, list_agg(pi.item_id) AS item_ids,
            list_agg(pi.material) AS materials
          FROM purchases_items_last_min_enriched AS pi
          JOIN purchases_total_last_min AS pt ON pi.user_id = pt.user_id
          JOIN users AS u ON pi.user_id = u.id GROUP BY 1, 2, 3
        """,
        "CREATE INDEX ON items_and_total_last_min (email)");
  }

  private void produce() {
    long now = micros();
    kafka.emit(
        "items",
        new Object[] {Slice.utf8("1"), 1, Slice.utf8("a bike"), Slice.utf8("Steel"), now},
        new Object[] {Slice.utf8("2"), 2, Slice.utf8("a hat"), Slice.utf8("Cotton"), now});
    kafka.emit("users", new Object[] {Slice.utf8("7"), 7, Slice.utf8("x@example.net"), now});
    kafka.emit(
        "purchases",
        new Object[] {
          Slice.utf8("p"),
          7,
          Slice.utf8("p"),
          TextFormat.parse(INTS, "{1,2}"),
          Slice.utf8("25.00"),
          now - 1_000
        });
  }

  private static long micros() {
    return (Clock.systemUTC().millis() - 946_684_800_000L) * 1_000;
  }

  @Test
  void theTutorialShowsWhatWasBought() throws Exception {
    defineTopics();
    start();
    createEverything();
    produce();

    db.sql("SELECT * FROM items_and_total_last_min WHERE email LIKE '%example.net'")
        .returns("7|x@example.net|25|{1,2}|{Steel,Cotton}");
    db.sql("SELECT user_id FROM items_and_total_last_min WHERE email = 'x@example.net'")
        .returns("7");
    db.sql("SELECT status FROM mz_internal.mz_source_statuses WHERE name = 'users'")
        .returns("running");
    db.sql("SHOW CREATE CONNECTION kafka").returns(createText());
  }

  private static String createText() {
    return "materialize.public.kafka|CREATE CONNECTION kafka TO KAFKA (BROKER = 'localhost:9092',"
        + " SASL MECHANISMS = 'PLAIN',\n  SASL USERNAME = SECRET kafka_user,"
        + " SASL PASSWORD = SECRET kafka_password)";
  }

  @Test
  void aSubscriptionSeesEachChange() throws Exception {
    defineTopics();
    start();
    createEverything();
    Database other = db.another();
    other.run("BEGIN", "DECLARE c CURSOR FOR SUBSCRIBE items_and_total_last_min");
    produce();

    other.session.simpleQuery("FETCH 1 c WITH (TIMEOUT = '10s')", other.sink);
    assertThat(other.sink.takeRows()).endsWith("|1|7|x@example.net|25|{1,2}|{Steel,Cotton}");
    other.run("COMMIT");
    other.close();
  }

  @Test
  void aSubscriptionEndsWhereItWasToldTo() throws Exception {
    start();
    db.run("CREATE TABLE t (a int)", "INSERT INTO t VALUES (7)");

    db.session.simpleQuery("COPY (SUBSCRIBE (SELECT 1 AS one)) TO STDOUT", db.sink);
    assertThat(db.sink.take()).endsWith("\t1\t1\ncopy done\nCOPY 1");
    db.session.simpleQuery("SELECT mz_now()::text::numeric + 50 AS soon", db.sink);
    String soon = db.sink.takeRows();
    db.session.simpleQuery("COPY (SUBSCRIBE t UP TO " + soon + ") TO STDOUT", db.sink);
    assertThat(db.sink.take()).endsWith("\t1\t7\ncopy done\nCOPY 1");
    assertThatThrownBy(() -> db.session.simpleQuery("SUBSCRIBE t UP TO 99", db.sink))
        .hasMessageContaining("is greater than its upper bound (`UP TO`)");
  }

  @Test
  void aFailedUpdateChangesNothing() throws Exception {
    start();
    db.run("CREATE TABLE t (a int)", "INSERT INTO t VALUES (0), (1)");

    db.sql("UPDATE t SET a = 1 / a").fails(SqlState.DIVISION_BY_ZERO, "division by zero");
    db.sql("SELECT a FROM t ORDER BY a").returns("0\n1");
    db.run("ALTER TABLE t RENAME TO u");
    db.sql("SELECT count(*) FROM u").returns("2");
  }

  @Test
  void everythingIsThereAfterAnAbruptEnd() throws Exception {
    defineTopics();
    start();
    createEverything();
    produce();
    db.run("CREATE TABLE notes (n int)", "INSERT INTO notes VALUES (1)");
    closeAll();
    start();

    db.sql("SELECT total_last_min FROM items_and_total_last_min").returns("25");
    db.sql("SELECT n FROM notes").returns("1");
    db.sql("SELECT count(*) FROM users_dead_letters").returns("0");
  }

  @Test
  void droppingTheClustersTakesEverythingAlong() throws Exception {
    defineTopics();
    start();
    createEverything();
    produce();

    db.run("DROP CLUSTER sources CASCADE", "DROP CLUSTER ecommerce CASCADE");

    db.sql("SHOW OBJECTS")
        .returns(
            """
            csr|connection|
            kafka|connection|
            kafka_password|secret|
            kafka_user|secret|
            """);
  }
}
