package dev.millrace.ingest.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// A real Kafka broker and controller in this process, on free ports of the loopback, with a
/// plaintext listener and SASL ones (user `ada`, password `pass "word"`; PLAIN, SCRAM-SHA-256 and
/// -512). Owns its directory; may be stopped and started again on the same ports and data.
public final class KafkaBroker implements AutoCloseable {

  /// The user of the SASL listeners.
  public static final String USER = "ada";

  /// Its password.
  public static final String PASSWORD = "pass \"word\"";

  private final Path directory;
  private final int plain;
  private final int sasl;
  private final int controller;
  private final Properties properties;
  private KafkaRaftServer server;

  private KafkaBroker(Path directory) throws Exception {
    this.directory = directory;
    int[] ports = freePorts(3);
    plain = ports[0];
    sasl = ports[1];
    controller = ports[2];
    properties = properties();
    format();
    server = startServer();
  }

  /// Starts a broker with empty logs.
  public static KafkaBroker start() {
    try {
      return new KafkaBroker(Files.createTempDirectory("kafka-broker"));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// Address of the plaintext listener.
  public String bootstrap() {
    return "127.0.0.1:" + plain;
  }

  /// Address of the SASL_PLAINTEXT listener.
  public String saslBootstrap() {
    return "127.0.0.1:" + sasl;
  }

  /// Stops the broker; its data stay.
  public void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  /// Starts it again after `stop`.
  public void restart() {
    server = startServer();
  }

  /// Creates a topic.
  public void createTopic(String name, int partitions) {
    with(admin -> admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all());
  }

  /// Deletes a topic.
  public void deleteTopic(String name) {
    with(admin -> admin.deleteTopics(List.of(name)).all());
  }

  /// A producer of bytes.
  public KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrap(), "linger.ms", 0),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /// Writes records and waits until they are stored.
  @SafeVarargs
  public final void produce(ProducerRecord<byte[], byte[]>... records) {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      for (ProducerRecord<byte[], byte[]> record : records) {
        producer.send(record).get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Does something with an administration client and waits for it.
  public void with(Function<Admin, KafkaFuture<?>> act) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      act.apply(admin).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private KafkaRaftServer startServer() {
    KafkaRaftServer started = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
    started.startup();
    return started;
  }

  private void format() throws Exception {
    Formatter formatter = new Formatter();
    formatter
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(1)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(directory.toString())
        .setDirectories(List.of(directory.toString()))
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setScramArguments(
            List.of(
                "SCRAM-SHA-256=[name=" + USER + ",password=" + PASSWORD + "]",
                "SCRAM-SHA-512=[name=" + USER + ",password=" + PASSWORD + "]"));
    formatter.run();
  }

  private Properties properties() {
    Properties p = new Properties();
    p.put("node.id", "1");
    p.put("process.roles", "broker,controller");
    p.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    p.put("controller.listener.names", "CONTROLLER");
    p.put(
        "listeners",
        "PLAIN://127.0.0.1:"
            + plain
            + ",SASL://127.0.0.1:"
            + sasl
            + ",CONTROLLER://127.0.0.1:"
            + controller);
    p.put("advertised.listeners", "PLAIN://127.0.0.1:" + plain + ",SASL://127.0.0.1:" + sasl);
    p.put(
        "listener.security.protocol.map",
        "PLAIN:PLAINTEXT,SASL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put("inter.broker.listener.name", "PLAIN");
    p.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
    String quoted = PASSWORD.replace("\"", "\\\"");
    p.put(
        "listener.name.sasl.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_"
            + USER
            + "=\""
            + quoted
            + "\";");
    for (String scram : List.of("scram-sha-256", "scram-sha-512")) {
      p.put(
          "listener.name.sasl." + scram + ".sasl.jaas.config",
          "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    }
    p.put("log.dirs", directory.toString());
    p.put("num.network.threads", "1");
    p.put("num.io.threads", "2");
    p.put("log.cleaner.dedupe.buffer.size", "2097152");
    p.put("offsets.topic.replication.factor", "1");
    p.put("offsets.topic.num.partitions", "1");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("transaction.state.log.num.partitions", "1");
    p.put("group.initial.rebalance.delay.ms", "0");
    p.put("log.segment.delete.delay.ms", "0");
    return p;
  }

  private static int[] freePorts(int count) throws IOException {
    ServerSocket[] sockets = new ServerSocket[count];
    int[] ports = new int[count];
    for (int i = 0; i < count; i++) {
      sockets[i] = new ServerSocket(0);
      ports[i] = sockets[i].getLocalPort();
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(KafkaBroker::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
