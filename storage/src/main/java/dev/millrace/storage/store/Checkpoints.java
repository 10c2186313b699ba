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
import org.rocksdb.EnvOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.IndexType;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.SstFileWriter;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state as of some step, in RocksDB. Steps are folded and written as one batch with the time
/// of the last of them: they are there as a whole or not. RocksDB's own log is off; what it has not
/// flushed at a crash are the last batches, and the journal holds their steps until a flush.
/* Keys and values: StoredKeys.
 *
 * A fold of many rows goes in as a sorted file instead of a batch, which costs a tenth of inserting
 * its rows one by one. The file holds the time of the last step like a batch, so RocksDB first
 * flushes what it has of earlier batches, and takes the file in as a whole.
 *
 * A log's chunks are large values, kept in blob files: compaction does not write them again.
 * Reads may come from the step thread while the checkpoint thread writes; RocksDB allows that.
 */
final class Checkpoints implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private static final byte FORMAT = 1;

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

  private final Path fileDirectory;
  private final int fileRows;
  private final FoldWriter writer;
  private final LogBlocks blocks = new LogBlocks();
  private final Options options;
  private final LRUCache cache;
  private final BloomFilter filter;
  private final RocksDB db;
  private final WriteOptions write = new WriteOptions().setDisableWAL(true);
  private final FlushOptions flush = new FlushOptions().setWaitForFlush(true);

  private Checkpoints(Path directory, Path fileDirectory, int fileRows) throws RocksDBException {
    this.fileDirectory = fileDirectory;
    this.fileRows = fileRows;
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
    writer = new FoldWriter(db, this::logEnd);
    scan(StoredKeys.ALL_BLOCKS, (key, value) -> blocks.add(List.of(StoredKeys.block(key, value))));
  }

  /// @param fileDirectory where files for RocksDB are put, in the same file system
  /// @param fileRows rows of a fold from which it goes in as a file
  static Checkpoints open(Path directory, Path fileDirectory, int fileRows) throws IOException {
    Files.createDirectories(directory);
    Files.createDirectories(fileDirectory);
    loadLibrary(fileDirectory);
    try {
      Checkpoints opened = new Checkpoints(directory, fileDirectory, fileRows);
      opened.checkFormat(directory);
      return opened;
    } catch (RocksDBException e) {
      throw new IOException("cannot open checkpoints in " + directory + ": " + e.getMessage(), e);
    }
  }

  /// Unpacks RocksDB's native code to a place where the next start writes over it. By itself it
  /// goes to a temporary file, 17 MB that stay for ever when the process is killed.
  private static void loadLibrary(Path directory) throws IOException {
    try {
      NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
    } catch (UnsatisfiedLinkError e) {
      LOG.atDebug().setCause(e).log("native code cannot be loaded from the data directory");
    }
    RocksDB.loadLibrary();
  }

  private void checkFormat(Path directory) throws RocksDBException, IOException {
    byte[] format = db.get(StoredKeys.FORMAT);
    if (format == null) {
      db.put(write, StoredKeys.FORMAT, new byte[] {FORMAT});
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
      byte[] value = db.get(read, StoredKeys.STEP);
      return value == null ? 0 : StoredKeys.number(value);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads the catalog's entries and the sources' positions.
  void readMeta(SortedMap<String, byte[]> catalog, Map<Long, byte[]> positions) {
    scan(
        StoredKeys.CATALOG,
        (key, value) ->
            catalog.put(new String(key, 2, key.length - 2, StandardCharsets.UTF_8), value));
    scan(
        StoredKeys.POSITIONS,
        (key, value) -> positions.put(ByteBuffer.wrap(key, 2, 8).getLong(), value));
  }

  /// All entries of a ROWS or KEYED collection: row or key without its prefix, and the value.
  void scanRows(long collection, BiConsumer<byte[], byte[]> entries) {
    scan(
        StoredKeys.rows(collection),
        (key, value) ->
            entries.accept(
                Arrays.copyOfRange(key, StoredKeys.COLLECTION_BYTES, key.length), value));
  }

  /// What blocks logs have.
  LogBlocks blocks() {
    return blocks;
  }

  /// Drops the oldest blocks of a log, as [LogBlocks#expire] does; returns the rows dropped. On the
  /// thread that reads logs.
  long expire(long collection, long step, long bytesMax) {
    long before = logStart(collection);
    LogBlocks.Block first = blocks.expire(collection, step, bytesMax);
    if (first == null) {
      return 0;
    }
    try (WriteBatch batch = new WriteBatch()) {
      batch.deleteRange(StoredKeys.log(collection), StoredKeys.block(collection, first.firstRow()));
      batch.deleteRange(StoredKeys.blocks(collection), StoredKeys.about(first));
      db.write(write, batch);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
    return first.firstRow() - before;
  }

  /// All blocks of a log in order, as of one moment; returns the last step written by then.
  long scanLog(long collection, Consumer<Chunk> rows) {
    Snapshot snapshot = db.getSnapshot();
    try (ReadOptions read = new ReadOptions().setSnapshot(snapshot).setFillCache(false)) {
      long step = lastStep(read);
      scan(
          read,
          StoredKeys.log(collection),
          (_, value) -> rows.accept(ChunkCodec.read(ByteBuffer.wrap(value))));
      return step;
    } finally {
      db.releaseSnapshot(snapshot);
    }
  }

  /// The number that the next row of a log will have.
  long logEnd(long collection) {
    byte[] prefix = StoredKeys.log(collection);
    try (ReadOptions read = new ReadOptions();
        RocksIterator iterator = db.newIterator(read)) {
      iterator.seekForPrev(StoredKeys.log(collection + 1));
      return iterator.isValid() && StoredKeys.startsWith(iterator.key(), prefix)
          ? StoredKeys.firstRow(iterator.key()) + ChunkCodec.rows(iterator.value())
          : 0;
    }
  }

  /// The number of a log's first row that is there.
  long logStart(long collection) {
    byte[] prefix = StoredKeys.log(collection);
    try (ReadOptions read = new ReadOptions();
        RocksIterator iterator = db.newIterator(read)) {
      iterator.seek(prefix);
      return iterator.isValid() && StoredKeys.startsWith(iterator.key(), prefix)
          ? StoredKeys.firstRow(iterator.key())
          : 0;
    }
  }

  private void scan(byte[] prefix, BiConsumer<byte[], byte[]> entries) {
    try (ReadOptions read = new ReadOptions().setFillCache(false)) {
      scan(read, prefix, entries);
    }
  }

  private void scan(ReadOptions read, byte[] prefix, BiConsumer<byte[], byte[]> entries) {
    try (RocksIterator iterator = db.newIterator(read)) {
      for (iterator.seek(prefix); iterator.isValid(); iterator.next()) {
        byte[] key = iterator.key();
        if (!StoredKeys.startsWith(key, prefix)) {
          break;
        }
        entries.accept(key, iterator.value());
      }
      iterator.status();
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Writes a fold as a whole; after a flush it is durable.
  void write(Fold fold) throws RocksDBException, IOException {
    if (fold.entries() >= fileRows && fold.dropped.isEmpty()) {
      writeFile(fold);
      return;
    }
    try (WriteBatch batch = new WriteBatch()) {
      for (Long collection : fold.dropped) {
        batch.deleteRange(StoredKeys.rows(collection), StoredKeys.rows(collection + 1));
        batch.deleteRange(StoredKeys.log(collection), StoredKeys.log(collection + 1));
        batch.deleteRange(StoredKeys.blocks(collection), StoredKeys.blocks(collection + 1));
      }
      List<LogBlocks.Block> added = writer.write(fold, FoldWriter.Sink.of(batch));
      db.write(write, batch);
      fold.dropped.forEach(blocks::remove);
      blocks.add(added);
    }
  }

  private void writeFile(Fold fold) throws RocksDBException, IOException {
    Path path = fileDirectory.resolve("fold.sst");
    Files.deleteIfExists(path);
    try (EnvOptions environment = new EnvOptions();
        SstFileWriter file = new SstFileWriter(environment, options);
        IngestExternalFileOptions ingest =
            new IngestExternalFileOptions().setMoveFiles(true).setWriteGlobalSeqno(false)) {
      file.open(path.toString());
      List<LogBlocks.Block> added = writer.write(fold, FoldWriter.Sink.of(file));
      file.finish();
      db.ingestExternalFile(List.of(path.toString()), ingest);
      blocks.add(added);
    }
  }

  /// Waits until everything written is on disk.
  void flush() throws RocksDBException {
    db.flush(flush);
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
