package dev.millrace.ingest.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.Connector;
import dev.millrace.dataflow.connector.OptionValue;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.connector.SourceDescription;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceSpec.Envelope;
import dev.millrace.dataflow.connector.SourceSpec.FormatSpec;
import dev.millrace.dataflow.connector.SourceSpec.IncludeSpec;
import dev.millrace.ingest.RegistryStandIn;
import dev.millrace.ingest.RunningSource;
import dev.millrace.ingest.kafka.KafkaBroker;
import dev.millrace.ingest.kafka.KafkaConnector;
import dev.millrace.ingest.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EcommerceProducerTest {

  private static final int ITERATIONS = 50;
  private static final int SEED = 7;
  private static final SecretStore NO_SECRETS =
      id -> {
        throw new IllegalArgumentException(id);
      };

  @Test
  void whatComesBackFromKafkaIsWhatTheGeneratorMakes() {
    try (KafkaBroker broker = KafkaBroker.start();
        RegistryStandIn registry = RegistryStandIn.start()) {
      int records = produce(broker, registry);
      assertThat(records).isGreaterThanOrEqualTo(ITERATIONS * 9);
      List<List<List<Object>>> generated = generated(records);
      for (int i = 0; i < EcommerceProducer.TOPICS.size(); i++) {
        List<List<Object>> expected = generated.get(i);
        SourceSpec spec = spec(EcommerceProducer.TOPICS.get(i), broker, registry);
        assertThat(read(new KafkaConnector(), spec, 0, expected.size()))
            .as(EcommerceProducer.TOPICS.get(i))
            .isEqualTo(expected);
      }
    }
  }

  private static int produce(KafkaBroker broker, RegistryStandIn registry) {
    int records = 0;
    try (SchemaRegistry client = SchemaRegistry.of(registry.url());
        EcommerceProducer producer =
            new EcommerceProducer(
                Map.of("bootstrap.servers", broker.bootstrap()),
                client,
                new EcommerceModel(SEED, 5, 20, 0))) {
      for (int n = 0; n < ITERATIONS; n++) {
        records += producer.produce(n);
      }
      producer.flush();
    }
    return records;
  }

  /// The generator's rows of each relation with the same seed, null keys left out as dead letters.
  private static List<List<List<Object>>> generated(int records) {
    Map<String, OptionValue> options =
        Map.of(
            "RATE", text("0"),
            "SEED", text("" + SEED),
            "USERS", text("5"),
            "ITEMS", text("20"),
            "NULL KEYS", text("true"),
            "MAX RECORDS", text("" + records));
    SourceSpec spec =
        new SourceSpec(
            "load-generator",
            "ECOMMERCE",
            options,
            null,
            null,
            null,
            List.of(),
            Envelope.NONE,
            null);
    LoadGenerators connector = new LoadGenerators();
    SourceDescription description = connector.describe(spec, NO_SECRETS);
    try (RunningSource running =
        RunningSource.start(connector.open(description.spec(), NO_SECRETS), new byte[0])) {
      running.awaitRows(1, ITERATIONS * EcommerceModel.PURCHASES);
      return List.of(
          withoutTime(running.rows(0)), withoutTime(running.rows(1)), withoutTime(running.rows(2)));
    }
  }

  private static List<List<Object>> read(
      Connector connector, SourceSpec spec, int output, int rows) {
    SourceDescription description = connector.describe(spec, NO_SECRETS);
    try (RunningSource running =
        RunningSource.start(connector.open(description.spec(), NO_SECRETS), new byte[0])) {
      return withoutTime(running.awaitRows(output, rows));
    }
  }

  /// Without the time (second from the end, before the weight).
  private static List<List<Object>> withoutTime(List<List<Object>> rows) {
    List<List<Object>> shorter = new ArrayList<>();
    for (List<Object> row : rows) {
      List<Object> copy = new ArrayList<>(row);
      copy.remove(copy.size() - 2);
      shorter.add(copy);
    }
    return shorter;
  }

  private static SourceSpec spec(String topic, KafkaBroker broker, RegistryStandIn registry) {
    return new SourceSpec(
        "kafka",
        "",
        Map.of("TOPIC", text(topic)),
        connection("KAFKA", "BROKER", broker.bootstrap(), "SECURITY PROTOCOL", "PLAINTEXT"),
        format("BYTES", null),
        format("AVRO", connection("CONFLUENT SCHEMA REGISTRY", "URL", registry.url())),
        List.of(new IncludeSpec("TIMESTAMP", null, "ts", false)),
        Envelope.UPSERT,
        null);
  }

  private static FormatSpec format(String name, @Nullable ConnectionSpec registry) {
    return new FormatSpec(name, Map.of(), registry, null);
  }

  private static ConnectionSpec connection(String type, String... options) {
    Map<String, OptionValue> values =
        options.length == 2
            ? Map.of(options[0], text(options[1]))
            : Map.of(options[0], text(options[1]), options[2], text(options[3]));
    return new ConnectionSpec(type, values);
  }

  private static OptionValue text(String text) {
    return new OptionValue.Text(text);
  }
}
