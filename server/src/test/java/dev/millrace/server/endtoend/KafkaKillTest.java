package dev.millrace.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ingest.kafka.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL while records come in from Kafka: each is counted once, whether it is kept in a log or
/// by key.
final class KafkaKillTest {

  private static final int KILLS = 3;
  private static final int KEYS = 500;

  @TempDir private Path directory;

  @Test
  void everyRecordIsTakenOnceAcrossKills() throws Exception {
    long seed = Long.getLong("millrace.seed", System.nanoTime());
    Random random = new Random(seed);
    AtomicBoolean isDone = new AtomicBoolean();
    AtomicInteger sent = new AtomicInteger();
    try (KafkaBroker broker = KafkaBroker.start()) {
      broker.createTopic("numbers", 2);
      prepare(broker);
      Thread producer = Thread.ofPlatform().unstarted(() -> produce(broker, isDone, sent));
      producer.start();
      for (int kill = 0; kill < KILLS; kill++) {
        try (ServerProcess server = ServerProcess.start(directory);
            Database db = server.db()) {
          int already = Integer.parseInt(db.sql("SELECT count(*) FROM log").rows().getFirst());
          int more = already + 500 + random.nextInt(3000);
          db.sql("SELECT count(*) FROM log")
              .await(rows -> Integer.parseInt(rows.getFirst()) >= more);
          LockSupport.parkNanos(random.nextInt(50_000_000));
          server.kill();
        }
      }
      isDone.set(true);
      producer.join();
      int all = sent.get();
      assertThat(all).as("seed " + seed).isGreaterThan(KEYS);
      long sum = (long) all * (all - 1) / 2;
      try (ServerProcess server = ServerProcess.start(directory);
          Database db = server.db()) {
        db.sql("SELECT count(*), count(DISTINCT text), sum(text::int) FROM log")
            .becomes(all + "|" + all + "|" + sum);
        db.sql("SELECT n, total FROM sums").becomes(all + "|" + sum);
        db.sql("SELECT count(*) FROM latest").becomes("" + KEYS);
        db.sql("SELECT max(text::int) FROM latest").becomes("" + (all - 1));
      }
    }
  }

  private void prepare(KafkaBroker broker) throws Exception {
    try (ServerProcess server = ServerProcess.start(directory);
        Database db = server.db()) {
      db.run(
          "CREATE CONNECTION kafka TO KAFKA (BROKER '"
              + broker.bootstrap()
              + "', SECURITY PROTOCOL 'PLAINTEXT')",
          "CREATE SOURCE log FROM KAFKA CONNECTION kafka (TOPIC 'numbers') FORMAT TEXT"
              + " ENVELOPE NONE",
          "CREATE SOURCE latest FROM KAFKA CONNECTION kafka (TOPIC 'numbers') KEY FORMAT TEXT"
              + " VALUE FORMAT TEXT ENVELOPE UPSERT",
          "CREATE MATERIALIZED VIEW sums AS"
              + " SELECT count(*) AS n, sum(text::int) AS total FROM log");
      assertThat(server.stop()).isEqualTo(143);
    }
  }

  /// Numbers from 0 on; the key of one is its rest, so that its partition is always the same.
  private static void produce(KafkaBroker broker, AtomicBoolean isDone, AtomicInteger sent) {
    try (KafkaProducer<byte[], byte[]> producer = broker.producer()) {
      while (!isDone.get()) {
        for (int i = 0; i < 20; i++) {
          int n = sent.getAndIncrement();
          var _ = producer.send(new ProducerRecord<>("numbers", bytes(n % KEYS), bytes(n)));
        }
        LockSupport.parkNanos(2_000_000);
      }
      producer.flush();
    }
  }

  private static byte[] bytes(int number) {
    return Integer.toString(number).getBytes(StandardCharsets.UTF_8);
  }
}
