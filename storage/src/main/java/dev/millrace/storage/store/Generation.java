package dev.millrace.storage.store;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.ChunkCodec;
import dev.millrace.model.row.RowCodec;
import dev.millrace.model.value.Slice;
import dev.millrace.storage.store.StepRecord.CollectionDelta;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What changed between two checkpoints, folded per row and key: what the next checkpoint writes
/// over the one before. Built by the step thread; read-only once frozen.
final class Generation {

  /// Rows of a multiset to the sum of their weights, which may be 0.
  final Map<Long, Map<Slice, Long>> rows = new HashMap<>();

  /// Keys to the bytes of their current row; an empty slice stands for a deletion.
  final Map<Long, Map<Slice, Slice>> keyed = new HashMap<>();

  /// Blocks appended to logs, each a chunk as bytes.
  final Map<Long, LogTail> logs = new HashMap<>();

  /// Blocks of a log from number `first` on.
  record LogTail(long first, List<byte[]> blocks) {}

  /// Catalog entries put; null removes.
  final Map<String, byte @Nullable []> catalog = new TreeMap<>();

  final Map<Long, byte[]> positions = new HashMap<>();
  final Set<Long> dropped = new HashSet<>();

  /// Packed time of the last step in it.
  long lastStep;

  /// Number of the last journal record in it.
  long lastRecord;

  /// Bytes of the steps in it.
  long bytes;

  /// @param logEnd number of the next block of a log that this generation has nothing of yet
  void add(StepRecord step, long record, long stepBytes, LongUnaryOperator logEnd) {
    step.catalog().forEach(entry -> catalog.put(entry.key(), entry.value()));
    step.deltas().forEach(delta -> add(delta, logEnd));
    step.positions().forEach(p -> positions.put(p.source(), p.position()));
    for (Long collection : step.dropped()) {
      rows.remove(collection);
      keyed.remove(collection);
      logs.remove(collection);
      positions.remove(collection);
      dropped.add(collection);
    }
    lastStep = step.time().packed();
    lastRecord = record;
    bytes += stepBytes;
  }

  private void add(CollectionDelta delta, LongUnaryOperator logEnd) {
    Chunk chunk = delta.rows();
    int[] all = IntStream.range(0, chunk.columns.length).toArray();
    switch (delta.keeping()) {
      case ROWS -> {
        Map<Slice, Long> sums = rows.computeIfAbsent(delta.collection(), _ -> new HashMap<>());
        for (int i = 0; i < chunk.size(); i++) {
          Slice row = Slice.of(RowCodec.encode(chunk, i, all));
          sums.merge(row, (long) chunk.weight(i), Long::sum);
        }
      }
      case KEYED -> {
        int[] key = delta.key().stream().mapToInt(Integer::intValue).toArray();
        Map<Slice, Slice> current = keyed.computeIfAbsent(delta.collection(), _ -> new HashMap<>());
        for (int i = 0; i < chunk.size(); i++) {
          Slice row = chunk.weight(i) > 0 ? Slice.of(RowCodec.encode(chunk, i, all)) : Slice.EMPTY;
          current.put(Slice.of(RowCodec.encode(chunk, i, key)), row);
        }
      }
      case LOG -> {
        ByteBuffer block = ByteBuffer.allocate(ChunkCodec.size(chunk));
        ChunkCodec.write(chunk, block);
        logs.computeIfAbsent(
                delta.collection(), id -> new LogTail(logEnd.applyAsLong(id), new ArrayList<>()))
            .blocks()
            .add(block.array());
      }
    }
  }
}
