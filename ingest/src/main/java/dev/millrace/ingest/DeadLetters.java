package dev.millrace.ingest;

import dev.millrace.dataflow.connector.SourceDescription.Output;
import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import dev.millrace.dataflow.connector.SourceDescription.Role;
import dev.millrace.dataflow.port.Action.Keeping;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.TypeId;
import dev.millrace.model.value.Slice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The relation to which a source sends records it cannot use: raw key and value, what was wrong,
/// and where the record stands upstream.
public final class DeadLetters {

  /// Its columns.
  public static final List<OutputColumn> COLUMNS =
      List.of(
          new OutputColumn("key", ScalarType.BYTEA, true),
          new OutputColumn("value", ScalarType.BYTEA, true),
          new OutputColumn("error", ScalarType.TEXT, false),
          new OutputColumn("sqlstate", ScalarType.TEXT, false),
          new OutputColumn("topic", ScalarType.TEXT, false),
          new OutputColumn("partition", ScalarType.INT4, false),
          new OutputColumn("offset", ScalarType.of(TypeId.UINT8), false),
          new OutputColumn("ts", ScalarType.TIMESTAMP, true));

  /// The output a source declares for it.
  public static final Output OUTPUT =
      new Output(Role.DEAD_LETTERS, "", COLUMNS, Keeping.LOG, List.of());

  private DeadLetters() {}

  /// An empty chunk of dead letters.
  public static Chunk chunk() {
    return Chunk.of(COLUMNS.stream().map(OutputColumn::type).toList(), 16);
  }

  /// Where a record stands upstream. `timestamp` is in microseconds since 2000-01-01.
  public record Origin(String topic, int partition, long offset, long timestamp) {}

  /// Adds a record that failed.
  public static void add(
      Chunk chunk,
      byte @Nullable [] key,
      byte @Nullable [] value,
      DatabaseException failure,
      Origin origin) {
    chunk.appendRow(
        new @Nullable Object[] {
          key == null ? null : Slice.of(key),
          value == null ? null : Slice.of(value),
          Slice.utf8(failure.message()),
          Slice.utf8(failure.state().code()),
          Slice.utf8(origin.topic()),
          origin.partition(),
          origin.offset(),
          origin.timestamp()
        },
        1);
  }
}
