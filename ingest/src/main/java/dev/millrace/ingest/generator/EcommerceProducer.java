package dev.millrace.ingest.generator;

import dev.millrace.ingest.generator.EcommerceModel.Text;
import dev.millrace.ingest.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Writes the e-commerce model to Kafka the way the tutorial's producer does: one topic per
/// relation with one partition, values in Avro behind a schema id, keys the plain text of the id,
/// and no key at all where the id is 0. Confined to one thread.
public final class EcommerceProducer implements AutoCloseable {

  /// The topics: users, purchases, items.
  public static final List<String> TOPICS =
      List.of(
          "mz_datagen_ecommerce_users",
          "mz_datagen_ecommerce_purchases",
          "mz_datagen_ecommerce_items");

  private static final List<String> FIELDS =
      List.of(
          "int id, string name, string email, string city, string state, string zipcode",
          "int user_id, string id, int[] item_ids, string total",
          "int id, string name, string price, string description, string material");

  private final EcommerceModel model;
  private final KafkaProducer<byte[], byte[]> producer;
  private final int[] schemaIds = new int[TOPICS.size()];
  private final Text text = new Text();
  private final Text key = new Text();
  private final ByteArrayOutputStream value = new ByteArrayOutputStream(256);
  private volatile @Nullable Exception failure;

  /// Creates the topics where they are missing and registers the schemas.
  ///
  /// @param kafka settings of Kafka's clients; `bootstrap.servers` at least
  public EcommerceProducer(
      Map<String, Object> kafka, SchemaRegistry registry, EcommerceModel model) {
    this.model = model;
    createTopics(kafka);
    for (int i = 0; i < schemaIds.length; i++) {
      schemaIds[i] = registry.register(TOPICS.get(i) + "-value", schema(i));
    }
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.putIfAbsent("linger.ms", 1);
    properties.putIfAbsent("batch.size", 256 << 10);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void createTopics(Map<String, Object> kafka) {
    try (Admin admin = Admin.create(Map.copyOf(kafka))) {
      Set<String> present = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>();
      for (String topic : TOPICS) {
        if (!present.contains(topic)) {
          missing.add(new NewTopic(topic, 1, (short) 1));
        }
      }
      admin.createTopics(missing).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException("could not create the topics", e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted");
    }
  }

  /// The Avro schema of a topic.
  private static String schema(int topic) {
    StringBuilder json = new StringBuilder();
    json.append("{\"name\":\"").append(TOPICS.get(topic)).append("\",\"type\":\"record\",");
    json.append("\"fields\":[");
    String separator = "";
    for (String field : FIELDS.get(topic).split(", ")) {
      String[] words = field.split(" ");
      String type =
          words[0].equals("int[]")
              ? "{\"type\":\"array\",\"items\":\"int\"}"
              : "\"" + words[0] + "\"";
      json.append(separator).append("{\"name\":\"").append(words[1]).append("\",\"type\":");
      json.append(type).append('}');
      separator = ",";
    }
    return json.append("],\"namespace\":\"com.materialize\"}").toString();
  }

  /// Sends all records of iteration `n` and returns how many. They are not stored until [#flush]
  /// returns; an earlier failure is thrown here.
  public int produce(long n) {
    Exception failed = failure;
    if (failed != null) {
      throw new KafkaException("could not write to Kafka", failed);
    }
    model.begin(n);
    int records = 1;
    user();
    for (int p = 0; p < EcommerceModel.PURCHASES; p++) {
      purchase(p);
      int[] items = model.itemIds();
      for (int item : items) {
        item(item);
      }
      records += 1 + items.length;
    }
    return records;
  }

  /// Waits until everything sent is stored.
  public void flush() {
    producer.flush();
  }

  private void user() {
    beginValue(0);
    putInt(model.userId());
    model.name(text);
    putText();
    model.email(text);
    putText();
    model.city(text);
    putText();
    model.state(text);
    putText();
    model.zipcode(text);
    putText();
    send(0, keyOf(model.userId()));
  }

  private void purchase(int p) {
    model.purchase(p, key);
    byte[] id = key.toByteArray();
    beginValue(1);
    putInt(model.userId());
    putInt(id.length);
    value.writeBytes(id);
    int[] items = model.itemIds();
    putInt(items.length);
    for (int item : items) {
      putInt(item);
    }
    value.write(0);
    model.price(25, 2500, text);
    putText();
    send(1, id);
  }

  private void item(int id) {
    beginValue(2);
    putInt(id);
    model.product(text);
    putText();
    model.price(5, 500, text);
    putText();
    model.description(text);
    putText();
    model.material(text);
    putText();
    send(2, keyOf(id));
  }

  private static byte @Nullable [] keyOf(int id) {
    return id == 0 ? null : Integer.toString(id).getBytes(StandardCharsets.US_ASCII);
  }

  /// A zero byte and the schema's id, big-endian, come before the Avro body.
  private void beginValue(int topic) {
    value.reset();
    value.write(0);
    for (int shift = 24; shift >= 0; shift -= 8) {
      value.write(schemaIds[topic] >>> shift);
    }
  }

  /// Avro's int: zigzag, then seven bits a byte, the lowest first.
  private void putInt(int number) {
    int rest = (number << 1) ^ (number >> 31);
    while ((rest & ~0x7f) != 0) {
      value.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    value.write(rest);
  }

  private void putText() {
    putInt(text.size());
    value.write(text.array(), 0, text.size());
  }

  private void send(int topic, byte @Nullable [] recordKey) {
    var _ =
        producer.send(
            new ProducerRecord<>(TOPICS.get(topic), 0, recordKey, value.toByteArray()),
            (_, failed) -> {
              if (failed != null) {
                failure = failed;
              }
            });
  }

  @Override
  public void close() {
    producer.close();
  }
}
