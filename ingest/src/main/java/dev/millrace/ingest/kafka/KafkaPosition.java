package dev.millrace.ingest.kafka;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/// How far a topic was read: the topic's id and the next offset of each partition. Stored by the
/// engine as bytes. Confined to the source's thread.
///
/// | bytes | content |
/// |---|---|
/// | 1 | version, 1 |
/// | 16 | topic id |
/// | 4 | number of partitions |
/// | 12 each | partition int, next offset long |
final class KafkaPosition {

  private static final byte VERSION = 1;

  /// Partitions that a message names.
  private static final int PARTITIONS_SHOWN = 10;

  private Uuid topicId = Uuid.ZERO_UUID;
  private final Map<Integer, Long> next = new TreeMap<>();

  /// The position behind stored bytes; no bytes: nothing read.
  static KafkaPosition decode(byte[] bytes) {
    KafkaPosition position = new KafkaPosition();
    if (bytes.length == 0) {
      return position;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalStateException("Kafka position of version " + version);
    }
    position.topicId = new Uuid(in.getLong(), in.getLong());
    for (int i = in.getInt(); i > 0; i--) {
      position.next.put(in.getInt(), in.getLong());
    }
    return position;
  }

  /// The stored form.
  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(21 + 12 * next.size());
    out.put(VERSION);
    out.putLong(topicId.getMostSignificantBits()).putLong(topicId.getLeastSignificantBits());
    out.putInt(next.size());
    next.forEach((partition, offset) -> out.putInt(partition).putLong(offset));
    return out.array();
  }

  /// The id of the topic that was read, ZERO_UUID before the first record.
  Uuid topicId() {
    return topicId;
  }

  void topicId(Uuid id) {
    topicId = id;
  }

  /// The partitions and the offset before which each was read, in words.
  String offsets() {
    StringBuilder text = new StringBuilder();
    next.entrySet().stream()
        .limit(PARTITIONS_SHOWN)
        .forEach(e ->
            text.append(text.isEmpty() ? " partition " : ", partition ")
                .append(e.getKey())
                .append(" up to offset ")
                .append(e.getValue()));
    int more = next.size() - PARTITIONS_SHOWN;
    return more > 0 ? text + " and " + more + " more partitions" : text.toString();
  }

  /// The next offset of a partition, or null if nothing of it was read.
  @Nullable Long next(int partition) {
    return next.get(partition);
  }

  void next(int partition, long offset) {
    next.put(partition, offset);
  }
}
