package dev.millrace.storage.store;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.time.StepTime;
import dev.millrace.storage.store.StepRecord.CollectionDelta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The sum of some consecutive steps: what has to be written over the state before the first of
/// them to get the state after the last. Confined to one thread.
final class Fold {

  /// Rows of multisets and the sums of their weights, by collection.
  final Map<Long, FoldTable> rows = new HashMap<>();

  /// Keys and their last row, by collection.
  final Map<Long, FoldTable> keyed = new HashMap<>();

  /// What was appended to logs, in chunks as full as they get.
  final Map<Long, List<Chunk>> logs = new HashMap<>();

  /// Catalog entries put; null removes.
  final Map<String, byte @Nullable []> catalog = new TreeMap<>();

  final Map<Long, byte[]> positions = new HashMap<>();
  final Set<Long> dropped = new HashSet<>();

  private StepTime last = StepTime.ZERO;
  private long stepBytes;

  /// The last step in it, ZERO while it is empty.
  StepTime last() {
    return last;
  }

  /// Bytes of the steps in it.
  long stepBytes() {
    return stepBytes;
  }

  /// Different rows and keys in it.
  long entries() {
    long entries = 0;
    for (FoldTable table : rows.values()) {
      entries += table.size();
    }
    for (FoldTable table : keyed.values()) {
      entries += table.size();
    }
    return entries;
  }

  /// Adds the next step.
  void add(StepRecord step, int bytes) {
    assert step.time().compareTo(last) > 0;
    step.catalog().forEach(entry -> catalog.put(entry.key(), entry.value()));
    step.deltas().forEach(this::add);
    step.positions().forEach(p -> positions.put(p.source(), p.position()));
    for (Long collection : step.dropped()) {
      rows.remove(collection);
      keyed.remove(collection);
      logs.remove(collection);
      positions.remove(collection);
      dropped.add(collection);
    }
    last = step.time();
    stepBytes += bytes;
  }

  private void add(CollectionDelta delta) {
    Chunk chunk = delta.rows();
    int[] all = IntStream.range(0, chunk.columns.length).toArray();
    switch (delta.keeping()) {
      case ROWS -> {
        FoldTable sums = rows.computeIfAbsent(delta.collection(), _ -> new FoldTable());
        for (int i = 0; i < chunk.size(); i++) {
          sums.add(chunk, i, all, delta.layout(), chunk.weight(i));
        }
      }
      case KEYED -> {
        int[] key = delta.key().stream().mapToInt(Integer::intValue).toArray();
        FoldTable current = keyed.computeIfAbsent(delta.collection(), _ -> new FoldTable());
        for (int i = 0; i < chunk.size(); i++) {
          if (chunk.weight(i) > 0) {
            current.put(chunk, i, key, all, delta.layout());
          } else {
            current.delete(chunk, i, key);
          }
        }
      }
      case LOG -> append(chunk, logs.computeIfAbsent(delta.collection(), _ -> new ArrayList<>()));
    }
  }

  /// Appends to the last chunk while it has room, so that many small steps make few blocks. Rows
  /// that are wider, because the log was given more columns, begin a new one.
  private static void append(Chunk chunk, List<Chunk> blocks) {
    for (int i = 0; i < chunk.size(); i++) {
      if (blocks.isEmpty() || !hasRoom(blocks.getLast(), chunk)) {
        blocks.add(chunk.emptyLike(Math.min(Chunk.CAPACITY, chunk.size() - i)));
      }
      blocks.getLast().appendFrom(chunk, i, chunk.weight(i));
    }
  }

  private static boolean hasRoom(Chunk block, Chunk rows) {
    return block.size() < Chunk.CAPACITY && block.columns.length == rows.columns.length;
  }
}
