package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.ConnectionSpec;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Makes clients and words their failures.
final class KafkaClients {

  /// Records of one poll: one emit.
  private static final int POLL_RECORDS = 4096;

  private KafkaClients() {}

  static Admin admin(ConnectionSpec connection, SecretStore secrets) {
    return Admin.create(KafkaSettings.of(connection, secrets));
  }

  /// A consumer that keeps no offsets of its own and never jumps by itself.
  static KafkaConsumer<byte[], byte[]> consumer(
      ConnectionSpec connection, SecretStore secrets, @Nullable String group) {
    Properties properties = KafkaSettings.of(connection, secrets);
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "none");
    properties.put("isolation.level", "read_committed");
    properties.put("allow.auto.create.topics", "false");
    properties.put("max.poll.records", POLL_RECORDS);
    properties.put("request.timeout.ms", 30_000);
    if (group != null) {
      properties.put("group.id", group);
    }
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// The topic's description within the deadline.
  static TopicDescription describe(Admin admin, String topic) {
    return await(description(admin, topic), topic);
  }

  /// Asks for the topic's description without waiting for it.
  static KafkaFuture<TopicDescription> description(Admin admin, String topic) {
    return Objects.requireNonNull(
        admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
  }

  /// A future's value within the deadline; fails with a KafkaException.
  static <T> T await(KafkaFuture<T> future, String topic) {
    try {
      return future.get(KafkaSettings.REQUEST_MILLIS + 1000L, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unwrapped(e.getCause(), topic);
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("no answer from the brokers");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted");
    }
  }

  private static KafkaException unwrapped(@Nullable Throwable cause, String topic) {
    if (cause instanceof UnknownTopicOrPartitionException) {
      return new UnknownTopicOrPartitionException("topic \"" + topic + "\" does not exist");
    }
    return cause instanceof KafkaException k ? k : new KafkaException(cause);
  }

  /// What a statement answers for a failure.
  static DatabaseException failure(KafkaException e) {
    return new DatabaseException(SqlState.SYSTEM_ERROR, message(e));
  }

  /// A failure in words, without secrets.
  static String message(Throwable e) {
    return switch (e) {
      case UnknownTopicOrPartitionException u -> String.valueOf(u.getMessage());
      case InvalidTopicException i -> "invalid topic: " + i.getMessage();
      case AuthenticationException a -> "Kafka refused the credentials: " + a.getMessage();
      case AuthorizationException a -> "Kafka denied access: " + a.getMessage();
      case org.apache.kafka.common.errors.TimeoutException _ ->
          "Kafka brokers cannot be reached or do not speak the SECURITY PROTOCOL of the connection";
      default -> {
        Throwable cause = e.getCause();
        yield cause instanceof KafkaException && cause != e
            ? message(cause)
            : "Kafka failed: " + e.getMessage();
      }
    };
  }
}
