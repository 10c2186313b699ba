package dev.millrace.dataflow.connector;

import dev.millrace.model.chunk.Chunk;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a running source is given. Used by the source's thread.
public interface SourceContext {

  /// The durable position to go on from, empty at first.
  byte[] position();

  /// Hands over rows of the outputs and the position reached; blocks for back-pressure (see
  /// [InputPort#submit]).
  void emit(List<OutputRows> rows, byte[] position) throws InterruptedException;

  /// Tells the operator how the source is doing: shown in `mz_internal.mz_source_statuses`.
  ///
  /// @param error null unless STALLED or FAILED; never holds a secret
  void status(SourceStatus status, @Nullable String error);

  /// Adds to a counter of the source's statistics, for example `messages_received`.
  void count(String statistic, long delta);

  /// The clock; never read another.
  Clock clock();

  /// Rows of one output, by its index in [SourceDescription#outputs]. Dead letters go to the output
  /// whose role says so.
  record OutputRows(int output, Chunk rows) {}
}
