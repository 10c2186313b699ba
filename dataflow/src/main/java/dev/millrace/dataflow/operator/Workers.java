package dev.millrace.dataflow.operator;

import dev.millrace.model.chunk.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/// How keyed operators are spread: their state is cut into shards by the hash of the key. Small
/// steps run the shards one after the other on the calling thread, big ones at once on a pool.
/// Results are the same multisets for every number of shards.
public final class Workers implements AutoCloseable {

  /// Below this many rows, handing work to another thread costs more than it saves (two hand-overs
  /// of 5 to 50 µs against some 100 ns a row).
  public static final long PARALLEL_FROM_ROWS = 2048;

  private final int shards;
  private final long parallelFromRows;
  private final @Nullable ForkJoinPool pool;

  /// The work of one shard.
  @FunctionalInterface
  public interface ShardTask {
    /// Does the shard's part, writing to `out`.
    void run(int shard, Output out);
  }

  public Workers(int shards, long parallelFromRows) {
    if (shards < 1 || shards > 256) {
      throw new IllegalArgumentException("workers must be between 1 and 256, not " + shards);
    }
    this.shards = shards;
    this.parallelFromRows = parallelFromRows;
    this.pool = shards == 1 ? null : new ForkJoinPool(shards - 1);
  }

  /// Everything on the calling thread.
  public static Workers single() {
    return new Workers(1, Long.MAX_VALUE);
  }

  /// The number of shards of every keyed operator.
  public int shards() {
    return shards;
  }

  /// The shard of a key.
  public int shard(long hash) {
    return shard(hash, shards);
  }

  /// The shard of a key among so many: by its upper bits, as tables use the lower ones.
  public static int shard(long hash, int shards) {
    return (int) (((hash >>> 40) * shards) >>> 24);
  }

  /// Runs the task of every shard; `rows` is how much work it is.
  public void run(Output out, long rows, ShardTask task) {
    ForkJoinPool pool = this.pool;
    if (pool == null || rows < parallelFromRows) {
      for (int shard = 0; shard < shards; shard++) {
        task.run(shard, out);
      }
    } else {
      runAtOnce(pool, out, task);
    }
  }

  /// Does something for every chunk, spreading the chunks: for operators without state.
  void eachChunk(Delta delta, Output out, ChunkTask task) {
    List<Chunk> chunks = delta.chunks();
    run(
        out,
        delta.rows(),
        (shard, to) -> {
          for (int i = shard; i < chunks.size(); i += shards) {
            task.run(chunks.get(i), to);
          }
        });
  }

  /// The work for one chunk.
  @FunctionalInterface
  interface ChunkTask {
    /// Does it, writing to `out`.
    void run(Chunk chunk, Output out);
  }

  /// The calling thread does shard 0 and then waits for the others; the outputs are joined in the
  /// order of the shards.
  private void runAtOnce(ForkJoinPool pool, Output out, ShardTask task) {
    List<Delta> parts = new ArrayList<>();
    List<ForkJoinTask<?>> others = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      parts.add(new Delta());
    }
    for (int shard = 1; shard < shards; shard++) {
      int number = shard;
      others.add(pool.submit(() -> runPart(task, number, out.into(parts.get(number)))));
    }
    Throwable failure = null;
    try {
      runPart(task, 0, out.into(parts.get(0)));
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    for (ForkJoinTask<?> other : others) {
      other.quietlyJoin();
      failure = failure == null ? other.getException() : failure;
    }
    rethrow(failure);
    parts.forEach(out::passAll);
  }

  private static void runPart(ShardTask task, int shard, Output out) {
    task.run(shard, out);
    out.flush();
  }

  private static void rethrow(@Nullable Throwable failure) {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
