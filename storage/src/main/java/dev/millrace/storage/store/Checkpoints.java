package dev.millrace.storage.store;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.ChunkCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.IndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The state as of some step, in RocksDB. Steps are folded and written as one batch with the time
/// of the last of them: they are there as a whole or not. RocksDB's own log is off; what it has not
/// flushed at a crash are the last batches, and the journal holds their steps until a flush.
/* | key | value |
 * |---|---|
 * | 00 'f' | format version, 1 byte: 1 |
 * | 00 's' | packed time of the last step, i64 |
 * | 00 'c' catalog key | catalog entry |
 * | 00 'p' source i64 | position |
 * | 01 collection i64, row (RowCodec) | weight i64 (ROWS) |
 * | 01 collection i64, key (RowCodec) | row (RowCodec) (KEYED) |
 * | 02 collection i64, block number i64 | chunk (ChunkCodec) (LOG) |
 *
 * A log's chunks are large values, kept in blob files: compaction does not write them again.
 * Reads may come from the step thread while the checkpoint thread writes; RocksDB allows that.
 */
final class Checkpoints implements AutoCloseable {

  private static final byte FORMAT = 1;
  private static final byte META = 0;
  private static final byte ROWS = 1;
  private static final byte LOGS = 2;
  private static final byte[] FORMAT_KEY = {META, 'f'};
  private static final byte[] STEP_KEY = {META, 's'};

  /// RocksDB's own default; a batch is never divided among two, however large.
  private static final long MEMTABLE_BYTES = 64L << 20;

  /// Filters and indexes of the files, and the pages a fold of a table's rows reads.
  private static final long CACHE_BYTES = 64L << 20;

  /// Few and large shards: a block larger than one is read again for every row.
  private static final int CACHE_SHARD_BITS = 2;

  /// A wrong "maybe there" in a hundred.
  private static final double FILTER_BITS = 10;

  /// Values from this size on are not rewritten by compaction.
  private static final long BLOB_BYTES = 16L << 10;

  private final Options options;
  private final LRUCache cache;
  private final BloomFilter filter;
  private final RocksDB db;
  private final WriteOptions write = new WriteOptions().setDisableWAL(true);
  private final FlushOptions flush = new FlushOptions().setWaitForFlush(true);

  private Checkpoints(Path directory) throws RocksDBException {
    cache = new LRUCache(CACHE_BYTES, CACHE_SHARD_BITS);
    filter = new BloomFilter(FILTER_BITS);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(MEMTABLE_BYTES)
            .setCompactionStyle(CompactionStyle.UNIVERSAL)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setFilterPolicy(filter)
                    .setIndexType(IndexType.kTwoLevelIndexSearch)
                    .setPartitionFilters(true)
                    .setCacheIndexAndFilterBlocks(true)
                    .setPinTopLevelIndexAndFilter(true))
            .setEnableBlobFiles(true)
            .setMinBlobSize(BLOB_BYTES)
            .setBlobCompressionType(CompressionType.LZ4_COMPRESSION)
            .setEnableBlobGarbageCollection(true)
            .setMaxBackgroundJobs(2)
            .setKeepLogFileNum(3);
    db = RocksDB.open(options, directory.toString());
  }

  static Checkpoints open(Path directory) throws IOException {
    Files.createDirectories(directory);
    RocksDB.loadLibrary();
    try {
      Checkpoints opened = new Checkpoints(directory);
      opened.checkFormat(directory);
      return opened;
    } catch (RocksDBException e) {
      throw new IOException("cannot open checkpoints in " + directory + ": " + e.getMessage(), e);
    }
  }

  private void checkFormat(Path directory) throws RocksDBException, IOException {
    byte[] format = db.get(FORMAT_KEY);
    if (format == null) {
      db.put(write, FORMAT_KEY, new byte[] {FORMAT});
    } else if (format[0] != FORMAT) {
      close();
      throw new IOException(
          directory + " has format " + format[0] + ", this version reads " + FORMAT);
    }
  }

  /// Packed time of the last step written, 0 before the first.
  long lastStep() {
    try (ReadOptions read = new ReadOptions()) {
      return lastStep(read);
    }
  }

  private long lastStep(ReadOptions read) {
    try {
      byte[] value = db.get(read, STEP_KEY);
      return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads the catalog's entries and the sources' positions.
  void readMeta(SortedMap<String, byte[]> catalog, Map<Long, byte[]> positions) {
    scan(
        new byte[] {META, 'c'},
        (key, value) ->
            catalog.put(new String(key, 2, key.length - 2, StandardCharsets.UTF_8), value));
    scan(
        new byte[] {META, 'p'},
        (key, value) -> positions.put(ByteBuffer.wrap(key, 2, 8).getLong(), value));
  }

  /// All entries of a ROWS or KEYED collection: row or key without its prefix, and the value.
  void scanRows(long collection, BiConsumer<byte[], byte[]> entries) {
    scan(
        prefix(ROWS, collection),
        (key, value) -> entries.accept(Arrays.copyOfRange(key, 9, key.length), value));
  }

  /// All blocks of a log in order, as of one moment; returns the last step written by then.
  long scanLog(long collection, Consumer<Chunk> rows) {
    Snapshot snapshot = db.getSnapshot();
    try (ReadOptions read = new ReadOptions().setSnapshot(snapshot)) {
      long step = lastStep(read);
      scan(
          read,
          prefix(LOGS, collection),
          (_, value) -> rows.accept(ChunkCodec.read(ByteBuffer.wrap(value))));
      return step;
    } finally {
      db.releaseSnapshot(snapshot);
    }
  }

  /// Number of the block after a log's last.
  long logEnd(long collection) {
    byte[] prefix = prefix(LOGS, collection);
    try (RocksIterator iterator = db.newIterator()) {
      iterator.seekForPrev(prefix(LOGS, collection + 1));
      return iterator.isValid() && startsWith(iterator.key(), prefix)
          ? ByteBuffer.wrap(iterator.key(), 9, 8).getLong() + 1
          : 0;
    }
  }

  private void scan(byte[] prefix, BiConsumer<byte[], byte[]> entries) {
    try (ReadOptions read = new ReadOptions()) {
      scan(read, prefix, entries);
    }
  }

  private void scan(ReadOptions read, byte[] prefix, BiConsumer<byte[], byte[]> entries) {
    try (RocksIterator iterator = db.newIterator(read)) {
      for (iterator.seek(prefix);
          iterator.isValid() && startsWith(iterator.key(), prefix);
          iterator.next()) {
        entries.accept(iterator.key(), iterator.value());
      }
      iterator.status();
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /// Writes a fold as one batch, which a flush makes durable.
  void write(Fold fold) throws RocksDBException {
    try (WriteBatch batch = new WriteBatch()) {
      meta(fold, batch);
      for (var collection : fold.rows.entrySet()) {
        FoldTable table = collection.getValue();
        for (int i = 0; i < table.size(); i++) {
          writeRow(batch, entryKey(collection.getKey(), table, i), table.weight(i));
        }
      }
      for (var collection : fold.keyed.entrySet()) {
        FoldTable table = collection.getValue();
        for (int i = 0; i < table.size(); i++) {
          byte[] key = entryKey(collection.getKey(), table, i);
          if (table.isDeleted(i)) {
            batch.delete(key);
          } else {
            int from = table.rowOffset(i);
            batch.put(key, Arrays.copyOfRange(table.heap(), from, from + table.rowLength(i)));
          }
        }
      }
      for (var log : fold.logs.entrySet()) {
        writeLog(batch, log.getKey(), log.getValue(), fold.dropped.contains(log.getKey()));
      }
      db.write(write, batch);
    }
  }

  /// Waits until everything written is on disk.
  void flush() throws RocksDBException {
    db.flush(flush);
  }

  private void writeRow(WriteBatch batch, byte[] key, long delta) throws RocksDBException {
    if (delta == 0) {
      return;
    }
    byte[] before = db.get(key);
    long weight = delta + (before == null ? 0 : ByteBuffer.wrap(before).getLong());
    if (weight == 0) {
      batch.delete(key);
    } else {
      batch.put(key, ByteBuffer.allocate(8).putLong(weight).array());
    }
  }

  private void writeLog(WriteBatch batch, long collection, List<Chunk> chunks, boolean isNew)
      throws RocksDBException {
    long number = isNew ? 0 : logEnd(collection);
    for (Chunk chunk : chunks) {
      ByteBuffer block = ByteBuffer.allocate(ChunkCodec.size(chunk));
      ChunkCodec.write(chunk, block);
      byte[] key = ByteBuffer.allocate(17).put(LOGS).putLong(collection).putLong(number).array();
      batch.put(key, block.array());
      number++;
    }
  }

  private static void meta(Fold fold, WriteBatch batch) throws RocksDBException {
    for (Long collection : fold.dropped) {
      batch.deleteRange(prefix(ROWS, collection), prefix(ROWS, collection + 1));
      batch.deleteRange(prefix(LOGS, collection), prefix(LOGS, collection + 1));
      batch.delete(position(collection));
    }
    for (var entry : fold.catalog.entrySet()) {
      byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
      byte[] key = ByteBuffer.allocate(2 + name.length).put(META).put((byte) 'c').put(name).array();
      byte[] value = entry.getValue();
      if (value == null) {
        batch.delete(key);
      } else {
        batch.put(key, value);
      }
    }
    for (var entry : fold.positions.entrySet()) {
      batch.put(position(entry.getKey()), entry.getValue());
    }
    batch.put(STEP_KEY, ByteBuffer.allocate(8).putLong(fold.last().packed()).array());
  }

  private static byte[] position(long source) {
    return ByteBuffer.allocate(10).put(META).put((byte) 'p').putLong(source).array();
  }

  private static byte[] prefix(byte kind, long collection) {
    return ByteBuffer.allocate(9).put(kind).putLong(collection).array();
  }

  private static byte[] entryKey(long collection, FoldTable table, int i) {
    int length = table.keyLength(i);
    ByteBuffer key = ByteBuffer.allocate(9 + length).put(ROWS).putLong(collection);
    return key.put(table.heap(), table.keyOffset(i), length).array();
  }

  @Override
  public void close() {
    flush.close();
    write.close();
    db.close();
    options.close();
    filter.close();
    cache.close();
  }
}
