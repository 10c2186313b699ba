package dev.millrace.ingest.kafka;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/// The topic was deleted and made anew since it was last read: its offsets mean other records now.
final class TopicRecreatedException extends KafkaException {

  private static final long serialVersionUID = 1L;

  TopicRecreatedException(String topic, KafkaPosition read, Uuid is) {
    super(
        "topic \""
            + topic
            + "\" was recreated: its id was "
            + read.topicId()
            + " and is "
            + is
            + "; of the former one was read"
            + read.offsets());
  }
}
