package dev.millrace.dataflow.operator;

import dev.millrace.model.chunk.Chunk;
import java.util.function.Consumer;

/// The whole content of an operator's input, streamed between two steps.
@FunctionalInterface
public interface Contents {

  /// Hands over all rows in chunks; each chunk is the consumer's until it returns.
  void stream(Consumer<Chunk> rows);
}
