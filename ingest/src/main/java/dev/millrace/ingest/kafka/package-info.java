/// The Kafka connector: [dev.millrace.ingest.kafka.KafkaConnector] describes and opens,
/// [dev.millrace.ingest.kafka.KafkaSource] reads a topic by its own offsets,
/// [dev.millrace.ingest.kafka.RecordRows] turns records into rows. Nothing else touches the client.
@NullMarked
package dev.millrace.ingest.kafka;

import org.jspecify.annotations.NullMarked;
