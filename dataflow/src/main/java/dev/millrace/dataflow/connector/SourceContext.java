package dev.millrace.dataflow.connector;

import dev.millrace.model.chunk.Chunk;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a running source is given. Used by the source's thread where nothing else is said.
public interface SourceContext {

  /// The durable position to go on from, empty at first.
  byte[] position();

  /// Hands over rows of the outputs and the position reached; blocks for back-pressure (see
  /// [InputPort#submit]).
  void emit(List<OutputRows> rows, byte[] position) throws InterruptedException;

  /// Hands over rows that somebody waits for: `rows` is asked once, on the engine's thread when it
  /// begins its next steps, so that whatever arrives until then becomes durable together. The
  /// future completes when they are durable and visible, and fails if they are not taken. Never
  /// blocks: the caller bounds what it has under way. Any thread.
  CompletableFuture<?> append(Supplier<List<OutputRows>> rows);

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
