package dev.millrace.ingest.kafka;

import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.ingest.Options;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a source's own options say about its topic.
///
/// @param startOffsets first offset by partition; missing ones are 0
/// @param startTimestamp milliseconds, negative: before now; null: from the start offsets
/// @param refresh how often new partitions and the topic's identity are looked for
record TopicOptions(
    String name,
    List<Long> startOffsets,
    @Nullable Long startTimestamp,
    Duration refresh,
    @Nullable String groupPrefix) {

  private static final Duration REFRESH = Duration.ofSeconds(10);
  private static final Duration REFRESH_MIN = Duration.ofMillis(100);
  private static final Duration REFRESH_MAX = Duration.ofHours(1);

  static TopicOptions of(SourceSpec spec) {
    Options options = new Options("KAFKA source", spec.options());
    String name = options.required("TOPIC");
    List<Long> offsets =
        options.texts("START OFFSET").stream().map(text -> offset(text, options)).toList();
    Long timestamp =
        options.has("START TIMESTAMP")
            ? options.number("START TIMESTAMP", 0, Long.MIN_VALUE, Long.MAX_VALUE)
            : null;
    Duration refresh = options.duration("TOPIC METADATA REFRESH INTERVAL", REFRESH);
    if (refresh.compareTo(REFRESH_MIN) < 0 || refresh.compareTo(REFRESH_MAX) > 0) {
      throw options.invalid("TOPIC METADATA REFRESH INTERVAL", "must be between 100ms and 1h");
    }
    String group = options.text("GROUP ID PREFIX");
    // How values that cannot be decoded are treated is UpsertedRecords' to read.
    options.text("VALUE DECODING ERRORS");
    options.rejectUnknown();
    return new TopicOptions(name, offsets, timestamp, refresh, group);
  }

  private static long offset(String text, Options options) {
    try {
      long offset = Long.parseLong(text.strip());
      if (offset >= 0) {
        return offset;
      }
    } catch (NumberFormatException e) {
      // refused below like a negative number
    }
    throw options.invalid("START OFFSET", "must be a nonnegative integer");
  }
}
