package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ingest.AvroText;
import dev.millrace.ingest.RegistryStandIn;
import dev.millrace.ingest.kafka.KafkaBroker;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// ENVELOPE DEBEZIUM over a real broker: what the source shows is the table upstream, whatever
/// happens to the server meanwhile.
final class DebeziumTest {

  private static final int KILLS = 2;
  private static final int KEYS = 40;

  private static final String KEY =
      "{\"type\":\"record\",\"name\":\"Key\",\"fields\":[{\"name\":\"id\",\"type\":\"int\"}]}";

  /// The envelope of rows with some fields behind the id.
  private static String envelope(String fields) {
    return """
    {"type":"record","name":"Envelope","fields":[
     {"name":"before","type":["null",{"type":"record","name":"Value","fields":[
       {"name":"id","type":"int"}%s]}]},
     {"name":"after","type":["null","Value"]},{"name":"op","type":"string"}]}\
    """
        .formatted(fields);
  }

  private static final String AMOUNT = ",{\"name\":\"amount\",\"type\":\"long\"}";
  private static final String NOTE =
      ",{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}";
  private static final String FIRST = envelope(AMOUNT);
  private static final String WIDER = envelope(NOTE + AMOUNT);

  @TempDir private Path directory;

  private final Random random = new Random(Long.getLong("millrace.seed", System.nanoTime()));
  private final Map<Integer, Long> table = new TreeMap<>();

  /// Keys whose row has a note that the source shows.
  private final Set<Integer> noted = new TreeSet<>();

  private boolean isNoteShown;
  private KafkaBroker broker;
  private RegistryStandIn registry;
  private int keyId;
  private int firstId;
  private int widerId;

  @BeforeEach
  void start() {
    broker = KafkaBroker.start();
    registry = RegistryStandIn.start();
    broker.createTopic("db.orders", 2);
    keyId = registry.register("db.orders-key", KEY);
    firstId = registry.register("db.orders-value", FIRST);
    widerId = registry.register("elsewhere", WIDER);
  }

  @AfterEach
  void stop() {
    registry.close();
    broker.close();
  }

  @Test
  void theTableUpstreamIsShownAcrossKills() throws Exception {
    try (ServerProcess server = ServerProcess.start(directory);
        Database db = server.db()) {
      db.run(
          "CREATE CONNECTION kafka TO KAFKA (BROKER '"
              + broker.bootstrap()
              + "', SECURITY PROTOCOL 'PLAINTEXT')",
          "CREATE CONNECTION csr TO CONFLUENT SCHEMA REGISTRY (URL '" + registry.url() + "')",
          "CREATE SOURCE orders FROM KAFKA CONNECTION kafka (TOPIC 'db.orders')"
              + " FORMAT AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION csr"
              + " INCLUDE PARTITION ENVELOPE DEBEZIUM",
          "CREATE MATERIALIZED VIEW total AS SELECT count(*), sum(amount) FROM orders");
      changes(100);
      assertThat(server.stop()).isEqualTo(143);
    }
    for (int kill = 0; kill < KILLS; kill++) {
      try (ServerProcess server = ServerProcess.start(directory);
          Database db = server.db()) {
        changes(50 + random.nextInt(200));
        db.sql("SELECT count(*) > 0 FROM orders").becomes("t");
        changes(50);
        server.kill();
      }
    }
    try (ServerProcess server = ServerProcess.start(directory);
        Database db = server.db()) {
      changes(20);
      db.sql("SELECT id, amount FROM orders").becomes(rows(false));
      registry.register("db.orders-value", WIDER);
      db.run("ALTER SOURCE orders ADD COLUMN note text");
      isNoteShown = true;
      db.sql("SELECT count(note) FROM orders").returns("0");
      changes(100);
      db.sql("SELECT count(*) > 0 FROM orders WHERE note = 'n'").becomes("t");
      server.kill();
    }
    try (ServerProcess server = ServerProcess.start(directory);
        Database db = server.db()) {
      changes(20);
      db.sql("SELECT id, amount, note FROM orders").becomes(rows(true));
      long sum = table.values().stream().mapToLong(Long::longValue).sum();
      db.sql("SELECT * FROM total").becomes(table.size() + "|" + (table.isEmpty() ? "∅" : sum));
      db.sql("SELECT count(*) FROM orders_dead_letters").returns("0");
    }
  }

  private String[] rows(boolean hasNote) {
    return table.entrySet().stream()
        .map(e ->
            e.getKey()
                + "|"
                + e.getValue()
                + (hasNote ? noted.contains(e.getKey()) ? "|n" : "|∅" : ""))
        .toArray(String[]::new);
  }

  /// Changes of random rows: some with a wider schema, some twice, deletes with and without the
  /// tombstone behind them.
  private void changes(int count) {
    for (int i = 0; i < count; i++) {
      int id = random.nextInt(KEYS);
      Long before = table.get(id);
      if (before != null && random.nextInt(4) == 0) {
        table.remove(id);
        send(id, before, null);
        if (random.nextBoolean()) {
          broker.produce(new ProducerRecord<>("db.orders", id % 2, key(id), null));
        }
      } else {
        long after = random.nextInt(1000);
        table.put(id, after);
        send(id, before, after);
        if (random.nextInt(10) == 0) {
          send(id, before, after);
        }
      }
    }
  }

  private void send(int id, Long before, Long after) {
    boolean isWider = random.nextInt(3) == 0;
    if (isWider && isNoteShown && after != null) {
      noted.add(id);
    } else {
      noted.remove(id);
    }
    String value =
        "{\"before\":%s,\"after\":%s,\"op\":\"u\"}"
            .formatted(row(id, before, isWider), row(id, after, isWider));
    byte[] bytes = AvroText.confluent(isWider ? widerId : firstId, isWider ? WIDER : FIRST, value);
    broker.produce(new ProducerRecord<>("db.orders", id % 2, key(id), bytes));
  }

  private byte[] key(int id) {
    return AvroText.confluent(keyId, KEY, "{\"id\":" + id + "}");
  }

  private static String row(int id, Long amount, boolean isWider) {
    return amount == null
        ? "null"
        : "{\"Value\":{\"id\":%d%s,\"amount\":%d}}"
            .formatted(id, isWider ? ",\"note\":{\"string\":\"n\"}" : "", amount);
  }
}
