package dev.millrace.dataflow.batch;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.List;
import java.util.function.Consumer;

/// Collects rows into chunks of at most [Chunk#CAPACITY] and hands them on.
final class ChunkBuilder {

  private final List<SqlType> types;
  private final Consumer<Chunk> out;
  private Chunk chunk;

  ChunkBuilder(List<SqlType> types, Consumer<Chunk> out) {
    this.types = types;
    this.out = out;
    this.chunk = Chunk.of(types, 64);
  }

  /// The chunk to append to; a row must be ended before the next call.
  Chunk chunk() {
    if (chunk.size() >= Chunk.CAPACITY) {
      flush();
    }
    return chunk;
  }

  /// Hands on what is left.
  void flush() {
    if (chunk.size() > 0) {
      Chunk full = chunk;
      chunk = Chunk.of(types, Chunk.CAPACITY);
      out.accept(full);
    }
  }
}
