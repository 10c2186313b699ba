package dev.millrace.storage.store;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.ChunkCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;
import org.rocksdb.WriteBatch;

/// Turns a fold into puts and deletes in the order of their keys, for a batch or for a sorted file.
/// Confined to one thread.
final class FoldWriter {

  /// Weights looked up in one call.
  private static final int LOOKUP_ROWS = 512;

  private final RocksDB db;
  private final LongUnaryOperator logEnd;

  /// @param logEnd the number that the next row of a log will have
  FoldWriter(RocksDB db, LongUnaryOperator logEnd) {
    this.db = db;
    this.logEnd = logEnd;
  }

  /// Takes changes in ascending order of keys.
  interface Sink {

    void put(byte[] key, byte[] value) throws RocksDBException;

    void delete(byte[] key) throws RocksDBException;

    static Sink of(WriteBatch batch) {
      return new Sink() {
        @Override
        public void put(byte[] key, byte[] value) throws RocksDBException {
          batch.put(key, value);
        }

        @Override
        public void delete(byte[] key) throws RocksDBException {
          batch.delete(key);
        }
      };
    }

    static Sink of(SstFileWriter file) {
      return new Sink() {
        @Override
        public void put(byte[] key, byte[] value) throws RocksDBException {
          file.put(key, value);
        }

        @Override
        public void delete(byte[] key) throws RocksDBException {
          file.delete(key);
        }
      };
    }
  }

  /// Everything in the fold but the removal of dropped collections' rows; returns the blocks that
  /// it adds to logs.
  List<LogBlocks.Block> write(Fold fold, Sink out) throws RocksDBException {
    writeMeta(fold, out);
    Map<Long, FoldTable> tables = new TreeMap<>(Long::compareUnsigned);
    tables.putAll(fold.rows);
    tables.putAll(fold.keyed);
    for (var collection : tables.entrySet()) {
      FoldTable table = collection.getValue();
      table.sort();
      if (fold.rows.containsKey(collection.getKey())) {
        writeRows(collection.getKey(), table, out);
      } else {
        writeKeyed(collection.getKey(), table, out);
      }
    }
    Map<Long, List<Chunk>> logs = new TreeMap<>(Long::compareUnsigned);
    logs.putAll(fold.logs);
    List<LogBlocks.Block> blocks = new ArrayList<>();
    for (var log : logs.entrySet()) {
      writeLog(log.getKey(), log.getValue(), fold.last().packed(), blocks, out);
    }
    for (LogBlocks.Block block : blocks) {
      out.put(StoredKeys.about(block), StoredKeys.facts(block));
    }
    return blocks;
  }

  private static void writeMeta(Fold fold, Sink out) throws RocksDBException {
    Map<byte[], byte @Nullable []> entries = new TreeMap<>(Arrays::compareUnsigned);
    for (Long collection : fold.dropped) {
      entries.put(StoredKeys.position(collection), null);
    }
    fold.catalog.forEach((key, value) -> entries.put(StoredKeys.catalog(key), value));
    fold.positions.forEach(
        (source, position) -> entries.put(StoredKeys.position(source), position));
    entries.put(StoredKeys.STEP, StoredKeys.number(fold.last().packed()));
    for (var entry : entries.entrySet()) {
      byte[] value = entry.getValue();
      if (value == null) {
        out.delete(entry.getKey());
      } else {
        out.put(entry.getKey(), value);
      }
    }
  }

  private void writeRows(long collection, FoldTable table, Sink out) throws RocksDBException {
    List<byte[]> keys = new ArrayList<>(LOOKUP_ROWS);
    long[] deltas = new long[LOOKUP_ROWS];
    for (int i = 0; i < table.size(); i++) {
      if (table.weight(i) != 0) {
        deltas[keys.size()] = table.weight(i);
        keys.add(StoredKeys.row(collection, table, i));
      }
      if (keys.size() == LOOKUP_ROWS || (i == table.size() - 1 && !keys.isEmpty())) {
        addWeights(keys, deltas, out);
        keys.clear();
      }
    }
  }

  private void addWeights(List<byte[]> keys, long[] deltas, Sink out) throws RocksDBException {
    List<byte[]> weights = db.multiGetAsList(keys);
    for (int i = 0; i < keys.size(); i++) {
      byte @Nullable [] before = weights.get(i);
      long weight = deltas[i] + (before == null ? 0 : StoredKeys.number(before));
      if (weight != 0) {
        out.put(keys.get(i), StoredKeys.number(weight));
      } else if (before != null) {
        out.delete(keys.get(i));
      }
    }
  }

  private static void writeKeyed(long collection, FoldTable table, Sink out)
      throws RocksDBException {
    for (int i = 0; i < table.size(); i++) {
      byte[] key = StoredKeys.row(collection, table, i);
      if (table.isDeleted(i)) {
        out.delete(key);
      } else {
        int from = table.rowOffset(i);
        out.put(key, Arrays.copyOfRange(table.heap(), from, from + table.rowLength(i)));
      }
    }
  }

  private void writeLog(
      long collection, List<Chunk> chunks, long step, List<LogBlocks.Block> blocks, Sink out)
      throws RocksDBException {
    long row = logEnd.applyAsLong(collection);
    for (Chunk chunk : chunks) {
      ByteBuffer block = ByteBuffer.allocate(ChunkCodec.size(chunk));
      ChunkCodec.write(chunk, block);
      out.put(StoredKeys.block(collection, row), block.array());
      blocks.add(new LogBlocks.Block(collection, row, step, block.capacity()));
      row += chunk.size();
    }
  }
}
