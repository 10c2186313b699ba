package dev.millrace.ingest.kafka;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/// The topic was deleted and made anew since it was last read: its offsets mean other records now.
final class TopicRecreatedException extends KafkaException {

  private static final long serialVersionUID = 1L;

  TopicRecreatedException(String topic, Uuid was, Uuid is) {
    super("topic \"" + topic + "\" was recreated: its id was " + was + " and is " + is);
  }
}
