package dev.millrace.storage.store;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which blocks logs have in RocksDB, the oldest first. Any thread.
final class LogBlocks {

  /// A block of a log.
  ///
  /// @param firstRow number of its first row
  /// @param step packed time of a step that is not before any of its rows
  /// @param bytes of the encoded rows
  record Block(long collection, long firstRow, long step, int bytes) {}

  /// A log's blocks and their bytes.
  private static final class Log {
    final ArrayDeque<Block> blocks = new ArrayDeque<>();
    long bytes;
  }

  private final Map<Long, Log> logs = new HashMap<>();

  /// Adds the next blocks of their logs.
  synchronized void add(List<Block> blocks) {
    for (Block block : blocks) {
      Log log = logs.computeIfAbsent(block.collection(), _ -> new Log());
      log.blocks.add(block);
      log.bytes += block.bytes();
    }
  }

  /// Forgets a log.
  synchronized void remove(long collection) {
    logs.remove(collection);
  }

  /// Bytes of all blocks.
  synchronized long bytes(long collection) {
    Log log = logs.get(collection);
    return log == null ? 0 : log.bytes;
  }

  /// True if [#expire] would forget something.
  synchronized boolean canExpire(long collection, long step, long bytesMax) {
    Log log = logs.get(collection);
    return log != null && isExpired(log, step, bytesMax);
  }

  /// Forgets the oldest blocks whose rows all came up to a step, or that are beyond so many bytes.
  /// The newest stays, for it tells how rows are numbered. Returns the first block left, null if
  /// nothing was forgotten.
  synchronized @Nullable Block expire(long collection, long step, long bytesMax) {
    Log log = logs.get(collection);
    if (log == null || !isExpired(log, step, bytesMax)) {
      return null;
    }
    while (isExpired(log, step, bytesMax)) {
      log.bytes -= log.blocks.remove().bytes();
    }
    return log.blocks.element();
  }

  private static boolean isExpired(Log log, long step, long bytesMax) {
    return log.blocks.size() > 1 && (log.blocks.element().step() <= step || log.bytes > bytesMax);
  }
}
