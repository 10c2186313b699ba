package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceContext;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceStatus;
import dev.millrace.ingest.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/// Reads a topic by its own offsets, record by record exactly once into the engine's steps: rows
/// and the position they reach travel together. Whatever fails outside is retried with backoff and
/// shown; whatever is wrong with a record is a dead letter. `run` is the source's thread.
final class KafkaSource implements Source {

  private static final Duration POLL = Duration.ofMillis(250);
  private static final long BACKOFF_MILLIS_MIN = 100;
  private static final long BACKOFF_MILLIS_MAX = 10_000;

  private final SourceSpec spec;
  private final TopicOptions topic;
  private final SecretStore secrets;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable KafkaConsumer<byte[], byte[]> open;

  private KafkaPosition position = KafkaPosition.decode(new byte[0]);
  private @Nullable KafkaFuture<TopicDescription> watch;
  private long watchedAtNanos;
  private boolean isRunning;

  KafkaSource(SourceSpec spec, TopicOptions topic, SecretStore secrets) {
    this.spec = spec;
    this.topic = topic;
    this.secrets = secrets;
  }

  @Override
  public void close() {
    closed.countDown();
    KafkaConsumer<byte[], byte[]> consumer = open;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  @Override
  public void run(SourceContext context) throws InterruptedException {
    position = KafkaPosition.decode(context.position());
    context.status(SourceStatus.STARTING, null);
    long backoff = BACKOFF_MILLIS_MIN;
    while (closed.getCount() > 0) {
      isRunning = false;
      try (Registries registries = Registries.of(spec, secrets);
          Admin admin = KafkaClients.admin(KafkaConnector.connection(spec), secrets);
          KafkaConsumer<byte[], byte[]> consumer =
              KafkaClients.consumer(
                  KafkaConnector.connection(spec), secrets, topic.groupPrefix())) {
        open = consumer;
        read(context, admin, consumer, new RecordRows(spec, registries));
      } catch (WakeupException e) {
        // close() asked for it; the loop's condition ends it
      } catch (OffsetOutOfRangeException e) {
        context.status(SourceStatus.FAILED, gone(e.offsetOutOfRangePartitions()));
      } catch (TopicRecreatedException e) {
        context.status(SourceStatus.FAILED, e.getMessage());
      } catch (org.apache.kafka.common.errors.InterruptException e) {
        throw new InterruptedException();
      } catch (KafkaException e) {
        context.status(SourceStatus.STALLED, KafkaClients.message(e));
      } finally {
        open = null;
      }
      backoff = isRunning ? BACKOFF_MILLIS_MIN : Math.min(backoff * 2, BACKOFF_MILLIS_MAX);
      if (closed.await(backoff, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private void read(
      SourceContext context, Admin admin, KafkaConsumer<byte[], byte[]> consumer, RecordRows rows)
      throws InterruptedException {
    assign(consumer, KafkaClients.describe(admin, topic.name()), context);
    watchedAtNanos = System.nanoTime();
    isRunning = true;
    context.status(SourceStatus.RUNNING, null);
    while (closed.getCount() > 0) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        add(record, rows, context);
        position.next(record.partition(), record.offset() + 1);
      }
      emit(rows, context);
      watchTopic(context, admin, consumer);
    }
  }

  private void emit(RecordRows rows, SourceContext context) throws InterruptedException {
    if (rows.count() == 0) {
      return;
    }
    context.count("messages_received", rows.count());
    if (rows.deadCount() > 0) {
      context.count("dead_letters", rows.deadCount());
    }
    context.emit(rows.take(), position.encode());
  }

  /// Adds a record; while the registry is away, what came before it goes out and it is tried again.
  private void add(ConsumerRecord<byte[], byte[]> record, RecordRows rows, SourceContext context)
      throws InterruptedException {
    long backoff = BACKOFF_MILLIS_MIN;
    while (true) {
      try {
        rows.add(record);
        if (!isRunning) {
          isRunning = true;
          context.status(SourceStatus.RUNNING, null);
        }
        return;
      } catch (RegistryUnavailableException e) {
        emit(rows, context);
        isRunning = false;
        context.status(SourceStatus.STALLED, e.getMessage());
        if (closed.await(backoff, TimeUnit.MILLISECONDS)) {
          throw new WakeupException();
        }
        backoff = Math.min(backoff * 2, BACKOFF_MILLIS_MAX);
      }
    }
  }

  /// Every refresh interval asks for the topic's description without waiting for it: finds new
  /// partitions, a topic made anew, and brokers that are away.
  private void watchTopic(
      SourceContext context, Admin admin, KafkaConsumer<byte[], byte[]> consumer) {
    KafkaFuture<TopicDescription> asked = watch;
    if (asked == null) {
      if (System.nanoTime() - watchedAtNanos > topic.refresh().toNanos()) {
        watch = KafkaClients.description(admin, topic.name());
      }
      return;
    }
    if (!asked.isDone()) {
      return;
    }
    watch = null;
    watchedAtNanos = System.nanoTime();
    try {
      TopicDescription description = KafkaClients.await(asked, topic.name());
      if (description.partitions().size() > consumer.assignment().size()
          || !description.topicId().equals(position.topicId())) {
        assign(consumer, description, context);
      }
      if (!isRunning) {
        isRunning = true;
        context.status(SourceStatus.RUNNING, null);
      }
    } catch (TopicRecreatedException e) {
      throw e;
    } catch (KafkaException e) {
      isRunning = false;
      context.status(SourceStatus.STALLED, KafkaClients.message(e));
    }
  }

  private void assign(
      KafkaConsumer<byte[], byte[]> consumer, TopicDescription description, SourceContext context) {
    Uuid id = description.topicId();
    if (!position.topicId().equals(Uuid.ZERO_UUID) && !position.topicId().equals(id)) {
      throw new TopicRecreatedException(topic.name(), position, id);
    }
    position.topicId(id);
    List<TopicPartition> partitions = new ArrayList<>();
    description
        .partitions()
        .forEach(p -> partitions.add(new TopicPartition(topic.name(), p.partition())));
    consumer.assign(partitions);
    Map<TopicPartition, Long> starts = starts(consumer, partitions, context);
    for (TopicPartition partition : partitions) {
      Long next = position.next(partition.partition());
      if (next == null) {
        next = Objects.requireNonNull(starts.get(partition));
        position.next(partition.partition(), next);
      }
      consumer.seek(partition, next);
    }
  }

  /// Where partitions begin of which nothing was read yet.
  private Map<TopicPartition, Long> starts(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      SourceContext context) {
    List<TopicPartition> fresh =
        partitions.stream().filter(p -> position.next(p.partition()) == null).toList();
    if (fresh.isEmpty()) {
      return Map.of();
    }
    Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(fresh));
    Long timestamp = topic.startTimestamp();
    if (timestamp != null) {
      long millis = timestamp < 0 ? context.clock().millis() + timestamp : timestamp;
      Map<TopicPartition, Long> ask = new HashMap<>();
      fresh.forEach(p -> ask.put(p, Math.max(millis, 0)));
      Map<TopicPartition, Long> ends = consumer.endOffsets(fresh);
      Map<TopicPartition, @Nullable OffsetAndTimestamp> found = consumer.offsetsForTimes(ask);
      for (TopicPartition partition : fresh) {
        OffsetAndTimestamp at = found.get(partition);
        starts.put(partition, at == null ? ends.get(partition) : (Long) at.offset());
      }
    }
    for (TopicPartition partition : fresh) {
      if (partition.partition() < topic.startOffsets().size()) {
        long wanted = topic.startOffsets().get(partition.partition());
        starts.merge(partition, wanted, Math::max);
      }
    }
    return starts;
  }

  private static String gone(Map<TopicPartition, Long> partitions) {
    StringBuilder text = new StringBuilder("records are gone that were not read:");
    partitions.forEach((partition, offset) ->
        text.append(" partition ")
            .append(partition.partition())
            .append(" has no offset ")
            .append(offset)
            .append(';'));
    return text.substring(0, text.length() - 1);
  }
}
