package dev.millrace.server.endtoend;

import dev.millrace.ingest.RegistryStandIn;
import dev.millrace.ingest.kafka.KafkaBroker;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A shop that writes its users, purchases and items to Kafka as the tutorial's producer does, with
/// a broker and a registry that ask for passwords. Owns both.
final class Shop implements AutoCloseable {

  static final String REGISTRY_USER = "lab";
  static final String REGISTRY_PASSWORD = "csr-secret";

  private static final Map<String, String> FIELDS =
      Map.of(
          "users",
              """
              {"name":"id","type":"int"},{"name":"name","type":"string"},
              {"name":"email","type":"string"},{"name":"city","type":"string"},
              {"name":"state","type":"string"},{"name":"zipcode","type":"string"}\
              """,
          "purchases",
              """
              {"name":"user_id","type":"int"},{"name":"id","type":"string"},
              {"name":"item_ids","type":{"type":"array","items":"int"}},
              {"name":"total","type":"string"}\
              """,
          "items",
              """
              {"name":"id","type":"int"},{"name":"name","type":"string"},
              {"name":"price","type":"string"},{"name":"description","type":"string"},
              {"name":"material","type":"string"}\
              """);

  private final KafkaBroker broker = KafkaBroker.start();
  private final RegistryStandIn registry = RegistryStandIn.start();

  Shop() {
    registry.requireBasic(REGISTRY_USER, REGISTRY_PASSWORD);
    for (String relation : List.of("users", "purchases", "items")) {
      broker.createTopic(topic(relation), 1);
      registry.register(topic(relation) + "-value", schema(relation));
    }
  }

  private static String schema(String relation) {
    return "{\"type\":\"record\",\"name\":\"%s\",\"namespace\":\"com.materialize\",\"fields\":[%s]}"
        .formatted(topic(relation), FIELDS.get(relation));
  }

  static String topic(String relation) {
    return "mz_datagen_ecommerce_" + relation;
  }

  KafkaBroker broker() {
    return broker;
  }

  RegistryStandIn registry() {
    return registry;
  }

  /// Secrets, connections, clusters and sources, as the tutorial has them.
  List<String> statements() {
    return List.of(
        "CREATE SECRET kafka_user AS '" + KafkaBroker.USER + "'",
        "CREATE SECRET kafka_password AS '" + KafkaBroker.PASSWORD + "'",
        "CREATE SECRET csr_user AS '" + REGISTRY_USER + "'",
        "CREATE SECRET csr_password AS '" + REGISTRY_PASSWORD + "'",
        """
        CREATE CONNECTION kafka TO KAFKA (
          BROKER = '%s', SECURITY PROTOCOL = 'SASL_PLAINTEXT', SASL MECHANISMS = 'PLAIN',
          SASL USERNAME = SECRET kafka_user, SASL PASSWORD = SECRET kafka_password)\
        """
            .formatted(broker.saslBootstrap()),
        """
        CREATE CONNECTION csr TO CONFLUENT SCHEMA REGISTRY (
          URL '%s', USERNAME = SECRET csr_user, PASSWORD = SECRET csr_password)\
        """
            .formatted(registry.url()),
        "CREATE CLUSTER sources REPLICAS (r1 (SIZE = '3xsmall'))",
        "CREATE CLUSTER ecommerce REPLICAS (r1 (SIZE = '2xsmall'))",
        source("users"),
        source("purchases"),
        source("items"),
        "SET CLUSTER = ecommerce");
  }

  private static String source(String relation) {
    return """
    CREATE SOURCE %s
      IN CLUSTER sources
      FROM KAFKA CONNECTION kafka (TOPIC '%s')
      KEY FORMAT BYTES
      VALUE FORMAT AVRO USING CONFLUENT SCHEMA REGISTRY CONNECTION csr
      INCLUDE TIMESTAMP AS ts
      ENVELOPE UPSERT\
    """
        .formatted(relation, topic(relation));
  }

  void user(int id, String email) {
    byte[] value = new Avro(schemaId("users")).number(id).text("N" + id).text(email).value();
    send("users", id == 0 ? null : "" + id, withRest(value), System.currentTimeMillis());
  }

  private static byte[] withRest(byte[] value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(value);
    out.writeBytes(new Avro(-1).text("Town").text("State").text("12345").value());
    return out.toByteArray();
  }

  void item(int id, String material) {
    byte[] value =
        new Avro(schemaId("items"))
            .number(id)
            .text("I" + id)
            .text("9.00")
            .text("An item")
            .text(material)
            .value();
    send("items", id == 0 ? null : "" + id, value, System.currentTimeMillis());
  }

  void purchase(String id, int user, String total, long millis, int... items) {
    byte[] value =
        new Avro(schemaId("purchases")).number(user).text(id).list(items).text(total).value();
    send("purchases", id, value, millis);
  }

  void send(String relation, String key, byte[] value, long millis) {
    byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    broker.produce(new ProducerRecord<>(topic(relation), 0, millis, keyBytes, value));
  }

  private int schemaId(String relation) {
    return registry.register(topic(relation) + "-value", schema(relation));
  }

  @Override
  public void close() {
    registry.close();
    broker.close();
  }

  /// Avro's binary form, behind a schema id unless that is negative.
  private static final class Avro {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Avro(int schemaId) {
      if (schemaId >= 0) {
        out.write(0);
        for (int shift = 24; shift >= 0; shift -= 8) {
          out.write(schemaId >>> shift);
        }
      }
    }

    Avro number(int number) {
      int rest = number << 1 ^ number >> 31;
      while ((rest & ~0x7f) != 0) {
        out.write((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      out.write(rest);
      return this;
    }

    Avro text(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      number(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    Avro list(int... numbers) {
      number(numbers.length);
      for (int each : numbers) {
        number(each);
      }
      out.write(0);
      return this;
    }

    byte[] value() {
      return out.toByteArray();
    }
  }
}
