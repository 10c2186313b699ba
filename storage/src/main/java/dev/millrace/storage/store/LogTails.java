package dev.millrace.storage.store;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.ChunkCodec;
import dev.millrace.storage.store.StepRecord.CollectionDelta;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// What was appended to logs and is not in RocksDB yet, so that a log can be read to its end at any
/// time. Bounded by the journal bytes that start a checkpoint. Confined to the step thread.
final class LogTails {

  private final Map<Long, ArrayDeque<Block>> tails = new HashMap<>();

  private long forgotten;

  private record Block(long step, byte[] chunk) {}

  /// Notes what a step appended, and forgets what those up to `written` did.
  void add(StepRecord step, long written) {
    if (written != forgotten) {
      forget(written);
    }
    for (CollectionDelta delta : step.deltas()) {
      if (delta.keeping() == Keeping.LOG) {
        ByteBuffer block = ByteBuffer.allocate(ChunkCodec.size(delta.rows()));
        ChunkCodec.write(delta.rows(), block);
        tails
            .computeIfAbsent(delta.collection(), _ -> new ArrayDeque<>())
            .add(new Block(step.time().packed(), block.array()));
      }
    }
    step.dropped().forEach(tails::remove);
  }

  private void forget(long step) {
    forgotten = step;
    for (ArrayDeque<Block> tail : tails.values()) {
      while (!tail.isEmpty() && tail.getFirst().step() <= step) {
        tail.removeFirst();
      }
    }
  }

  /// Packed time of the first step after this one that appended to a log; the largest number if
  /// none did.
  long oldest(long collection, long step) {
    for (Block block : tails.getOrDefault(collection, new ArrayDeque<>())) {
      if (block.step() > step) {
        return block.step();
      }
    }
    return Long.MAX_VALUE;
  }

  /// Bytes that steps after this one appended to a log.
  long bytes(long collection, long step) {
    long bytes = 0;
    for (Block block : tails.getOrDefault(collection, new ArrayDeque<>())) {
      bytes += block.step() > step ? block.chunk().length : 0;
    }
    return bytes;
  }

  /// Hands over what steps after this one appended.
  void read(long collection, long step, Consumer<Chunk> rows) {
    for (Block block : tails.getOrDefault(collection, new ArrayDeque<>())) {
      if (block.step() > step) {
        rows.accept(ChunkCodec.read(ByteBuffer.wrap(block.chunk())));
      }
    }
  }
}
