package dev.millrace.storage.store;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.ChunkCodec;
import dev.millrace.model.value.Slice;
import dev.millrace.storage.store.Generation.LogTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The state as of the last checkpoint, in RocksDB. One checkpoint is one write batch, which holds
/// the step it reaches: it is there as a whole or not. RocksDB's own log is off, since the journal
/// holds the same changes until the checkpoint is flushed.
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
 * Reads may come from the step thread while the checkpoint thread writes; RocksDB allows that.
 */
final class Checkpoints implements AutoCloseable {

  private static final byte FORMAT = 1;
  private static final byte META = 0;
  private static final byte ROWS = 1;
  private static final byte LOGS = 2;
  private static final byte[] FORMAT_KEY = {META, 'f'};
  private static final byte[] STEP_KEY = {META, 's'};

  /// Large enough that a checkpoint's batch never meets a full memtable half way.
  private static final long MEMTABLE_BYTES = 1L << 30;

  private final Options options;
  private final RocksDB db;
  private final WriteOptions write = new WriteOptions().setDisableWAL(true);
  private final FlushOptions flush = new FlushOptions().setWaitForFlush(true);
  private final AtomicLong count = new AtomicLong();
  private volatile long millisLast;

  private Checkpoints(Options options, RocksDB db) {
    this.options = options;
    this.db = db;
  }

  static Checkpoints open(Path directory) throws IOException {
    Files.createDirectories(directory);
    RocksDB.loadLibrary();
    Options options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(MEMTABLE_BYTES)
            .setCompactionStyle(CompactionStyle.UNIVERSAL)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setMaxBackgroundJobs(2)
            .setKeepLogFileNum(3);
    try {
      Checkpoints opened = new Checkpoints(options, RocksDB.open(options, directory.toString()));
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

  /// Packed time of the last step that the checkpoint holds, 0 before the first.
  long lastStep() {
    try {
      byte[] value = db.get(STEP_KEY);
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

  /// All blocks of a log in order; returns the number of the block after the last.
  long scanLog(long collection, Consumer<Chunk> rows) {
    long[] end = {0};
    scan(
        prefix(LOGS, collection),
        (key, value) -> {
          rows.accept(ChunkCodec.read(ByteBuffer.wrap(value)));
          end[0] = ByteBuffer.wrap(key, 9, 8).getLong() + 1;
        });
    return end[0];
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
    try (RocksIterator iterator = db.newIterator()) {
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

  /// Writes what a generation changed, as one batch, and waits until it is on disk.
  void write(Generation generation) {
    long start = System.nanoTime();
    try (WriteBatch batch = new WriteBatch()) {
      meta(generation, batch);
      for (var collection : generation.rows.entrySet()) {
        for (var row : collection.getValue().entrySet()) {
          writeRow(batch, collection.getKey(), row.getKey(), row.getValue());
        }
      }
      for (var collection : generation.keyed.entrySet()) {
        for (var row : collection.getValue().entrySet()) {
          byte[] key = key(ROWS, collection.getKey(), row.getKey().array());
          if (row.getValue().length() == 0) {
            batch.delete(key);
          } else {
            batch.put(key, row.getValue().array());
          }
        }
      }
      for (var log : generation.logs.entrySet()) {
        LogTail tail = log.getValue();
        for (int i = 0; i < tail.blocks().size(); i++) {
          byte[] number = ByteBuffer.allocate(8).putLong(tail.first() + i).array();
          batch.put(key(LOGS, log.getKey(), number), tail.blocks().get(i));
        }
      }
      db.write(write, batch);
      db.flush(flush);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
    count.incrementAndGet();
    millisLast = (System.nanoTime() - start) / 1_000_000;
  }

  private void writeRow(WriteBatch batch, long collection, Slice row, long delta)
      throws RocksDBException {
    if (delta == 0) {
      return;
    }
    byte[] key = key(ROWS, collection, row.array());
    byte[] before = db.get(key);
    long weight = delta + (before == null ? 0 : ByteBuffer.wrap(before).getLong());
    if (weight == 0) {
      batch.delete(key);
    } else {
      batch.put(key, ByteBuffer.allocate(8).putLong(weight).array());
    }
  }

  private static void meta(Generation generation, WriteBatch batch) throws RocksDBException {
    for (Long collection : generation.dropped) {
      batch.deleteRange(prefix(ROWS, collection), prefix(ROWS, collection + 1));
      batch.deleteRange(prefix(LOGS, collection), prefix(LOGS, collection + 1));
      batch.delete(position(collection));
    }
    for (var entry : generation.catalog.entrySet()) {
      byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
      byte[] key = ByteBuffer.allocate(2 + name.length).put(META).put((byte) 'c').put(name).array();
      byte[] value = entry.getValue();
      if (value == null) {
        batch.delete(key);
      } else {
        batch.put(key, value);
      }
    }
    for (var entry : generation.positions.entrySet()) {
      batch.put(position(entry.getKey()), entry.getValue());
    }
    batch.put(STEP_KEY, ByteBuffer.allocate(8).putLong(generation.lastStep).array());
  }

  private static byte[] position(long source) {
    return ByteBuffer.allocate(10).put(META).put((byte) 'p').putLong(source).array();
  }

  private static byte[] prefix(byte kind, long collection) {
    return ByteBuffer.allocate(9).put(kind).putLong(collection).array();
  }

  private static byte[] key(byte kind, long collection, byte[] rest) {
    return ByteBuffer.allocate(9 + rest.length).put(kind).putLong(collection).put(rest).array();
  }

  /// Checkpoints written since the start.
  long count() {
    return count.get();
  }

  /// Duration of the last one.
  long millisLast() {
    return millisLast;
  }

  @Override
  public void close() {
    flush.close();
    write.close();
    db.close();
    options.close();
  }
}
