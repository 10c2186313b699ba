package dev.millrace.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.connector.SourceDescription;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceSpec.Envelope;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.dataflow.connector.SourceSpec.IncludeSpec;
import dev.millrace.dataflow.connector.SourceStatus;
import dev.millrace.ingest.RegistryStandIn;
import dev.millrace.ingest.RunningSource;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.SqlType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class KafkaSourceTest {

  private static final byte[] START = new byte[0];
  private static final String USERS =
      """
      {"type":"record","name":"users","fields":[{"name":"id","type":"int"},
       {"name":"name","type":"string"},{"name":"tags","type":{"type":"array","items":"int"}},
       {"name":"nick","type":["null","string"]}]}\
      """;

  private static KafkaBroker broker;
  private static RegistryStandIn registry;

  private final KafkaConnector connector = new KafkaConnector();
  private final Map<String, String> secrets = new HashMap<>(Map.of("u1", KafkaBroker.PASSWORD));
  private final SecretStore store =
      id -> Objects.requireNonNull(secrets.get(id)).getBytes(StandardCharsets.UTF_8);

  @BeforeAll
  static void startBroker() {
    broker = KafkaBroker.start();
    registry = RegistryStandIn.start();
  }

  @AfterAll
  static void stopBroker() {
    registry.close();
    broker.close();
  }

  @Test
  void avroUpsertGivesKeyThenFieldsThenTimestampAndTombstones() {
    String topic = topic("users", 1);
    int id = registry.register(topic + "-value", USERS);
    SourceDescription description = describe(upsert(topic));
    assertThat(description.outputs().getFirst().columns().stream().map(OutputColumn::name))
        .containsExactly("key", "id", "name", "tags", "nick", "ts");
    assertThat(description.outputs().getFirst().key()).containsExactly(0);
    broker.produce(
        new ProducerRecord<>(topic, 0, 1_000L, utf8("7"), user(id, 7, "Ada", List.of(3, 400), "a")),
        new ProducerRecord<>(topic, 0, 2_000L, utf8("7"), (byte[]) null),
        new ProducerRecord<>(topic, 0, 3_000L, utf8("8"), user(id, 8, "", List.of(), null)));
    try (RunningSource running = run(description, START)) {
      assertThat(texts(description, running.awaitRows(0, 3)))
          .containsExactly(
              "+1 \\x37 7 Ada {3,400} a 1970-01-01 00:00:01",
              "-1 \\x37 null null null null 1970-01-01 00:00:02",
              "+1 \\x38 8  {} null 1970-01-01 00:00:03");
    }
  }

  @Test
  void unusableRecordsBecomeDeadLettersAndTheSourceGoesOn() {
    String topic = topic("dead", 1);
    int id = registry.register(topic + "-value", USERS);
    byte[] good = user(id, 1, "x", List.of(), null);
    byte[] cut = Arrays.copyOf(good, good.length - 1);
    byte[] unknown = ByteBuffer.allocate(6).put((byte) 0).putInt(9999).put((byte) 2).array();
    broker.produce(
        new ProducerRecord<>(topic, null, good),
        new ProducerRecord<>(topic, utf8("1"), cut),
        new ProducerRecord<>(topic, utf8("2"), unknown),
        new ProducerRecord<>(topic, utf8("3"), utf8("garbage")),
        new ProducerRecord<>(topic, utf8("4"), good));
    try (RunningSource running = run(describe(upsert(topic)), START)) {
      assertThat(running.awaitRows(RecordRows.MAIN, 1)).hasSize(1);
      List<List<Object>> dead = running.awaitRows(RecordRows.DEAD, 4);
      assertThat(dead.stream().map(row -> row.get(2).toString()))
          .containsExactly(
              "record with NULL key in UPSERT source",
              "invalid Avro value: the record ends too early",
              "schema registry has no schema with id 9999",
              "invalid Avro value: the record does not begin with a schema id");
      assertThat(dead.get(1)).element(6).isEqualTo(1L);
      assertThat(running.count("dead_letters")).isEqualTo(4);
    }
  }

  @Test
  void recordWrittenWithAnotherSchemaIsResolved() {
    String topic = topic("evolved", 1);
    registry.register(topic + "-value", USERS);
    SourceDescription description = describe(upsert(topic));
    String wider =
        """
        {"type":"record","name":"users","fields":[{"name":"name","type":"string"},
         {"name":"extra","type":"long"},{"name":"id","type":"int"},
         {"name":"tags","type":{"type":"array","items":"int"}},
         {"name":"nick","type":["null","string"]}]}\
        """;
    int id = registry.register(topic + "-value", wider);
    GenericRecord record = new GenericData.Record(new Schema.Parser().parse(wider));
    record.put("name", "Ada");
    record.put("extra", 5L);
    record.put("id", 7);
    record.put("tags", List.of(1));
    broker.produce(new ProducerRecord<>(topic, utf8("7"), confluent(id, record)));
    try (RunningSource running = run(description, START)) {
      assertThat(texts(description, running.awaitRows(0, 1)).getFirst())
          .startsWith("+1 \\x37 7 Ada {1} null ");
    }
  }

  @Test
  void positionGoesOnWhereItStoppedAndFindsNewPartitions() {
    String topic = topic("resume", 1);
    SourceSpec spec = json(topic);
    broker.produce(new ProducerRecord<>(topic, 0, null, utf8("{\"a\":1}")));
    byte[] position;
    try (RunningSource running = run(describe(spec), START)) {
      running.awaitRows(0, 1);
      position = running.stop();
    }
    broker.produce(new ProducerRecord<>(topic, 0, null, utf8("{\"a\":2}")));
    broker.with(admin -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2))).all());
    broker.produce(new ProducerRecord<>(topic, 1, null, utf8("{\"a\":3}")));
    try (RunningSource running = run(describe(spec), position)) {
      assertThat(running.awaitRows(0, 2).stream().map(row -> row.getFirst().toString()))
          .containsExactlyInAnyOrder("{\"a\":2}", "{\"a\":3}");
    }
  }

  @Test
  void brokerThatGoesAwayStallsTheSourceAndItRecovers() {
    try (KafkaBroker other = KafkaBroker.start()) {
      other.createTopic("t", 1);
      SourceSpec spec = json("t", other.bootstrap());
      other.produce(new ProducerRecord<>("t", utf8("1")));
      try (RunningSource running = run(describe(spec), START)) {
        running.awaitRows(0, 1);
        other.stop();
        assertThat(running.awaitStatus(SourceStatus.STALLED)).contains("cannot be reached");
        other.restart();
        running.awaitStatus(SourceStatus.RUNNING);
        other.produce(new ProducerRecord<>("t", utf8("2")));
        assertThat(running.awaitRows(0, 2)).hasSize(2);
      }
    }
  }

  @Test
  void registryThatGoesAwayStallsTheSourceAndLosesNothing() {
    String topic = topic("stalled", 1);
    int id = registry.register(topic + "-value", USERS.replace("users", "people"));
    SourceDescription description = describe(upsert(topic));
    registry.down(true);
    try (RunningSource running = run(description, START)) {
      broker.produce(new ProducerRecord<>(topic, utf8("7"), user(id, 7, "Ada", List.of(), null)));
      assertThat(running.awaitStatus(SourceStatus.STALLED)).contains("answered 503");
      registry.down(false);
      assertThat(running.awaitRows(0, 1)).hasSize(1);
      assertThat(running.rows(RecordRows.DEAD)).isEmpty();
    } finally {
      registry.down(false);
    }
  }

  @Test
  void topicMadeAnewIsAnErrorAndNeverReadAsTheOldOne() {
    String topic = topic("recreated", 1);
    broker.produce(new ProducerRecord<>(topic, utf8("1")));
    SourceDescription description = describe(json(topic));
    byte[] position;
    try (RunningSource running = run(description, START)) {
      running.awaitRows(0, 1);
      position = running.stop();
    }
    broker.deleteTopic(topic);
    broker.createTopic(topic, 1);
    broker.produce(new ProducerRecord<>(topic, utf8("2")));
    try (RunningSource running = run(description, position)) {
      assertThat(running.awaitStatus(SourceStatus.FAILED))
          .contains("was recreated")
          .endsWith("of the former one was read partition 0 up to offset 1");
      assertThat(running.rows(0)).isEmpty();
    }
  }

  @Test
  void whatHappensToTheTopicWhileItIsReadIsNoticed() {
    String topic = topic("alive", 1);
    broker.produce(new ProducerRecord<>(topic, utf8("1")));
    try (RunningSource running = run(describe(json(topic)), START)) {
      running.awaitRows(0, 1);
      broker.with(
          admin -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2))).all());
      broker.produce(new ProducerRecord<>(topic, 1, null, utf8("2")));
      running.awaitRows(0, 2);
      broker.deleteTopic(topic);
      broker.createTopic(topic, 2);
      broker.produce(new ProducerRecord<>(topic, 0, null, utf8("3")));
      assertThat(running.awaitStatus(SourceStatus.FAILED))
          .containsPattern("was recreated|records are gone")
          .containsPattern("partition [01] (up to|has no) offset 1");
      assertThat(running.rows(0)).hasSize(2);
    }
  }

  @Test
  void offsetsThatAreGoneAreNamed() {
    String topic = topic("expired", 1);
    broker.produce(new ProducerRecord<>(topic, utf8("1")));
    SourceDescription description = describe(json(topic));
    byte[] position;
    try (RunningSource running = run(description, START)) {
      running.awaitRows(0, 1);
      position = running.stop();
    }
    KafkaPosition ahead = KafkaPosition.decode(position);
    ahead.next(0, 100);
    try (RunningSource running = run(description, ahead.encode())) {
      assertThat(running.awaitStatus(SourceStatus.FAILED))
          .isEqualTo("records are gone that were not read: partition 0 has no offset 100");
    }
  }

  @Test
  void metadataComesLastInTheOrderWritten() {
    String topic = topic("metadata", 1);
    SourceSpec spec =
        spec(
            topic,
            broker.bootstrap(),
            format("TEXT"),
            format("TEXT"),
            Envelope.NONE,
            new IncludeSpec("KEY", null, "k", false),
            new IncludeSpec("HEADERS", null, null, false),
            new IncludeSpec("OFFSET", null, "o", false),
            new IncludeSpec("PARTITION", null, null, false),
            new IncludeSpec("HEADER", "h", "h1", true));
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, null, utf8("v"));
    record.headers().add("h", utf8("x"));
    broker.produce(record, new ProducerRecord<>(topic, utf8("k"), utf8("no header")));
    SourceDescription description = describe(spec);
    assertThat(description.outputs().getFirst().columns().stream().map(OutputColumn::name))
        .containsExactly("k", "text", "headers", "o", "partition", "h1");
    try (RunningSource running = run(description, START)) {
      assertThat(texts(description, running.awaitRows(0, 1)))
          .containsExactly("+1 null v {\"(h,\\\"\\\\\\\\x78\\\")\"} 0 0 \\x78");
      assertThat(running.awaitRows(RecordRows.DEAD, 1).getFirst().get(2))
          .hasToString("A header with key 'h' was not found in the message headers");
    }
  }

  @Test
  void scramAndPlainLogInAndAWrongPasswordIsRefused() {
    String topic = topic("sasl", 1);
    broker.produce(new ProducerRecord<>(topic, utf8("1")));
    for (String mechanism : List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")) {
      SourceSpec spec = json(topic, sasl(mechanism));
      try (RunningSource running = run(describe(spec), START)) {
        assertThat(running.awaitRows(0, 1)).hasSize(1);
      }
    }
    secrets.put("u1", "wrong");
    assertThatThrownBy(() -> describe(json(topic, sasl("SCRAM-SHA-256"))))
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith("Kafka refused the credentials")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void whatCannotBeReadIsRefusedByName() {
    assertThatThrownBy(() -> describe(json("nowhere")))
        .hasMessage("topic \"nowhere\" does not exist");
    assertThatThrownBy(() -> describe(upsert(topic("unregistered", 1))))
        .hasMessageMatching("schema registry has no subject \"unregistered.*-value\"");
    ConnectionSpec closed = connection(Map.of("BROKER", text("127.0.0.1:1"), PROTOCOL, PLAIN));
    assertThatThrownBy(() -> new KafkaValidator().validate(closed, store))
        .hasMessageStartingWith("Kafka brokers cannot be reached");
    assertThatThrownBy(
            () -> new KafkaValidator().validate(connection(Map.of("BROKR", text("x:1"))), store))
        .hasMessage("KAFKA connection must specify BROKER");
  }

  @Test
  void registryCredentialsAreChecked() {
    try (RegistryStandIn closed = RegistryStandIn.start()) {
      closed.requireBasic("ada", KafkaBroker.PASSWORD);
      Map<String, OptionValue> options = new HashMap<>();
      options.put("URL", text(closed.url()));
      options.put("USERNAME", text("ada"));
      options.put("PASSWORD", new OptionValue.Secret("u1"));
      ConnectionSpec good = new ConnectionSpec("CONFLUENT SCHEMA REGISTRY", options);
      new KafkaValidator().validate(good, store);
      secrets.put("u1", "wrong");
      assertThatThrownBy(() -> new KafkaValidator().validate(good, store))
          .hasMessageEndingWith("refused the credentials");
    }
  }

  private static final String PROTOCOL = "SECURITY PROTOCOL";
  private static final OptionValue PLAIN = new OptionValue.Text("PLAINTEXT");

  private static ConnectionSpec sasl(String mechanism) {
    return connection(
        Map.of(
            "BROKER",
            text(broker.saslBootstrap()),
            PROTOCOL,
            text("SASL_PLAINTEXT"),
            "SASL MECHANISMS",
            text(mechanism),
            "SASL USERNAME",
            text(KafkaBroker.USER),
            "SASL PASSWORD",
            new OptionValue.Secret("u1")));
  }

  private static ConnectionSpec connection(Map<String, OptionValue> options) {
    return new ConnectionSpec("KAFKA", options);
  }

  private static SourceSpec json(String topic) {
    return json(topic, broker.bootstrap());
  }

  private static SourceSpec json(String topic, String bootstrap) {
    return spec(topic, bootstrap, null, format("JSON"), Envelope.NONE);
  }

  private static SourceSpec json(String topic, ConnectionSpec connection) {
    return new SourceSpec(
        "kafka",
        "",
        Map.of("TOPIC", text(topic)),
        connection,
        null,
        format("JSON"),
        List.of(),
        Envelope.NONE,
        null);
  }

  private static SourceSpec upsert(String topic) {
    ConnectionSpec registryConnection =
        new ConnectionSpec("CONFLUENT SCHEMA REGISTRY", Map.of("URL", text(registry.url())));
    return spec(
        topic,
        broker.bootstrap(),
        format("BYTES"),
        new FormatSpec("AVRO", Map.of(), registryConnection, null),
        Envelope.UPSERT,
        new IncludeSpec("TIMESTAMP", null, "ts", false));
  }

  private static SourceSpec spec(
      String topic,
      String bootstrap,
      @Nullable FormatSpec key,
      FormatSpec value,
      Envelope envelope,
      IncludeSpec... includes) {
    return new SourceSpec(
        "kafka",
        "",
        Map.of("TOPIC", text(topic), "TOPIC METADATA REFRESH INTERVAL", text("300ms")),
        connection(Map.of("BROKER", text(bootstrap), PROTOCOL, PLAIN)),
        key,
        value,
        List.of(includes),
        envelope,
        null);
  }

  private static FormatSpec format(String name) {
    return new FormatSpec(name, Map.of(), null, null);
  }

  private SourceDescription describe(SourceSpec spec) {
    return connector.describe(spec, store);
  }

  private RunningSource run(SourceDescription description, byte[] position) {
    return RunningSource.start(connector.open(description.spec(), store), position);
  }

  private static String topic(String name, int partitions) {
    String topic = name + System.nanoTime();
    broker.createTopic(topic, partitions);
    return topic;
  }

  private static byte[] user(
      int schema, int id, String name, List<Integer> tags, @Nullable String nick) {
    GenericRecord record = new GenericData.Record(new Schema.Parser().parse(USERS));
    record.put("id", id);
    record.put("name", name);
    record.put("tags", tags);
    record.put("nick", nick);
    return confluent(schema, record);
  }

  private static byte[] confluent(int schema, GenericRecord record) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(ByteBuffer.allocate(5).put((byte) 0).putInt(schema).array());
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Rows as text: weight, then values.
  private static List<String> texts(SourceDescription description, List<List<Object>> rows) {
    List<SqlType> types =
        description.outputs().getFirst().columns().stream().map(OutputColumn::type).toList();
    List<String> texts = new ArrayList<>();
    for (List<Object> row : rows) {
      StringBuilder text = new StringBuilder((Integer) row.getLast() > 0 ? "+1" : "-1");
      for (int i = 0; i < types.size(); i++) {
        Object value = row.get(i);
        text.append(' ').append(value == null ? "null" : TextFormat.text(types.get(i), value));
      }
      texts.add(text.toString());
    }
    return texts;
  }

  private static OptionValue text(String text) {
    return new OptionValue.Text(text);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
