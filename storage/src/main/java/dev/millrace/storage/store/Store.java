package dev.millrace.storage.store;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.row.RowCodec;
import dev.millrace.model.row.RowLayout;
import dev.millrace.model.time.StepTime;
import dev.millrace.model.type.SqlType;
import dev.millrace.storage.journal.Disk;
import dev.millrace.storage.journal.FileDisk;
import dev.millrace.storage.journal.Journal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The durable side of the engine. `commit` makes a step durable through the journal; now and then
/// a thread of the store's own carries journalled steps into RocksDB as a checkpoint, and the
/// journal's segments are used again once two checkpoints cover them. `open` gives back the state
/// after the last durable step.
///
/// `commit`, `checkpoint`, `load` and `loadLog` belong to one thread (the step thread). Rows of
/// tables and keyed sources are not held here but by the engine; of logs only what is not in
/// RocksDB yet.
public final class Store implements AutoCloseable {

  private final StoreConfig config;
  private final FileChannel lockFile;
  private final Checkpoints checkpoints;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("checkpoint").daemon(true).factory());
  private final SortedMap<String, byte[]> catalog = new TreeMap<>();
  private final Map<Long, byte[]> positions = new HashMap<>();
  private final StepTime recoveredTime;
  private final Journal journal;
  private final Checkpointer checkpointer;
  private final LogTails tails = new LogTails();

  private CompletableFuture<Void> lastCommit = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

  /// Bytes of steps replayed and committed; of these, how many there were when the last checkpoint
  /// began, and when the last one that succeeded began.
  private final AtomicLong committedBytes = new AtomicLong();

  private long begunBytes;
  private volatile long coveredBytes;

  private Store(StoreConfig config, FileChannel lockFile, Checkpoints checkpoints, Disk disk)
      throws IOException {
    this.config = config;
    this.lockFile = lockFile;
    this.checkpoints = checkpoints;
    Recovery recovery = new Recovery(checkpoints, config.foldBytes());
    this.journal = Journal.open(disk, config.segmentBytes(), recovery::replay);
    recovery.end();
    this.committedBytes.set(recovery.bytes());
    this.recoveredTime = new StepTime(checkpoints.lastStep());
    checkpoints.readMeta(catalog, positions);
    this.checkpointer =
        new Checkpointer(checkpoints, journal, journal.appended(), config.foldBytes());
  }

  /// Opens a data directory, creating it if it is empty, and recovers. Fails with an IOException if
  /// another process has it open or the files are damaged.
  public static Store open(Path directory, StoreConfig config) throws IOException {
    Files.createDirectories(directory);
    return open(directory, config, new FileDisk(directory.resolve("journal")));
  }

  /// As above with the journal on a given disk.
  public static Store open(Path directory, StoreConfig config, Disk journal) throws IOException {
    Files.createDirectories(directory);
    FileChannel lock = lock(directory);
    Checkpoints checkpoints = null;
    try {
      checkpoints =
          Checkpoints.open(
              directory.resolve("checkpoint"), directory.resolve("fold"), config.fileRows());
      return new Store(config, lock, checkpoints, journal);
    } catch (IOException | RuntimeException e) {
      if (checkpoints != null) {
        checkpoints.close();
      }
      lock.close();
      throw e;
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // this very process has it open: refused below like any other
    }
    channel.close();
    throw new IOException("data directory " + directory + " is in use by another server");
  }

  /// The last durable step, ZERO in a new directory.
  public StepTime recoveredTime() {
    return recoveredTime;
  }

  /// The catalog's entries as recovered.
  public SortedMap<String, byte[]> recoveredCatalog() {
    return new TreeMap<>(catalog);
  }

  /// A source's position as recovered; empty if it has none.
  public byte[] recoveredPosition(long source) {
    return positions.getOrDefault(source, new byte[0]);
  }

  /// Hands over the rows of a ROWS (with weights) or KEYED collection as recovered. To be called
  /// before the first `commit`.
  public void load(long collection, Keeping keeping, List<SqlType> types, Consumer<Chunk> rows) {
    load(collection, keeping, new RowLayout(types), rows);
  }

  /// As above for rows that may be stored without their last columns.
  public void load(long collection, Keeping keeping, RowLayout layout, Consumer<Chunk> rows) {
    ChunkFiller filler = new ChunkFiller(layout, rows);
    switch (keeping) {
      case ROWS ->
          checkpoints.scanRows(
              collection, (row, value) -> filler.add(row, StoredKeys.number(value)));
      case KEYED -> checkpoints.scanRows(collection, (_, row) -> filler.add(row, 1));
      case LOG -> throw new IllegalArgumentException("logs are read by loadLog");
    }
    filler.end();
  }

  /// Hands over all rows of a LOG collection in order, as wide as they were appended; at any time.
  public void loadLog(long collection, Consumer<Chunk> rows) {
    long step = checkpoints.scanLog(collection, rows);
    tails.read(collection, step, rows);
  }

  /// Rows in a LOG collection as recovered. To be called before the first `commit`.
  public long recoveredLogRows(long collection) {
    return checkpoints.logEnd(collection) - checkpoints.logStart(collection);
  }

  /// Bytes of the rows of a LOG collection, before compression.
  public long logBytes(long collection) {
    return checkpoints.blocks().bytes(collection) + unwrittenBytes(collection);
  }

  /// True if [#expireLog] would drop something.
  public boolean canExpireLog(long collection, long step, long bytesMax) {
    return checkpoints.blocks().canExpire(collection, step, bytesMax);
  }

  /// Drops the oldest rows of a LOG collection, block by block: those that all came up to a step
  /// (packed), and those beyond so many bytes. Returns how many. Only what a checkpoint has written
  /// can go. After a crash rows may be there again that were dropped last.
  public long expireLog(long collection, long step, long bytesMax) {
    return checkpoints.expire(collection, step, bytesMax);
  }

  /// Packed time of the oldest step whose rows of a LOG collection no checkpoint has written; the
  /// largest number if there is none.
  public long oldestUnwritten(long collection) {
    return tails.oldest(collection, checkpointer.writtenStep());
  }

  /// Bytes of a LOG collection that no checkpoint has written.
  public long unwrittenBytes(long collection) {
    return tails.bytes(collection, checkpointer.writtenStep());
  }

  /// True while a checkpoint is being written.
  public boolean isCheckpointing() {
    return !running.isDone();
  }

  /// Makes a step durable; the future completes, in order of steps, when it is. A failed write or
  /// fsync fails this and every later future: the server must stop then. Waits while checkpoints
  /// are far behind the journal, and throws IllegalStateException if they fail.
  public CompletableFuture<Void> commit(StepRecord step) {
    byte[] payload = StepCodec.encode(step);
    CompletableFuture<Void> durable = journal.append(payload);
    lastCommit = durable;
    tails.add(step, checkpointer.writtenStep());
    long committed = committedBytes.addAndGet(payload.length);
    if (committed - begunBytes >= config.checkpointBytes() && running.isDone()) {
      var _ = checkpoint();
    } else if (committed - coveredBytes > config.uncoveredBytesMax()) {
      awaitCheckpoint();
    }
    return durable;
  }

  /// Starts a checkpoint of everything committed so far, after the one being written if there is
  /// one; the future tells when it is complete. Step thread only.
  public CompletableFuture<Void> checkpoint() {
    begunBytes = committedBytes.get();
    long bytes = begunBytes;
    long record = journal.appended();
    CompletableFuture<Void> durable = lastCommit;
    running =
        CompletableFuture.runAsync(
            () -> {
              durable.join();
              checkpointer.run(record);
              coveredBytes = bytes;
            },
            background);
    return running;
  }

  private void awaitCheckpoint() {
    try {
      checkpoint().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the journal is full: no checkpoint succeeds", e.getCause());
    }
  }

  /// Counters, sampled now; from any thread.
  public StoreStatus status() {
    return new StoreStatus(
        journal.writtenBytes(),
        committedBytes.get() - coveredBytes,
        journal.syncMicrosLast(),
        checkpointer.count(),
        checkpointer.millisLast());
  }

  /// Makes everything committed durable and gives the directory free.
  @Override
  public void close() {
    journal.close();
    background.close();
    checkpointer.close();
    checkpoints.close();
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Gathers decoded rows into chunks.
  private static final class ChunkFiller {
    private final RowLayout layout;
    private final Consumer<Chunk> out;
    private Chunk chunk;

    ChunkFiller(RowLayout layout, Consumer<Chunk> out) {
      this.layout = layout;
      this.out = out;
      this.chunk = Chunk.of(layout.types(), Chunk.CAPACITY);
    }

    void add(byte[] row, long weight) {
      for (long left = weight; left != 0; ) {
        int part = Math.clamp(left, -Integer.MAX_VALUE, Integer.MAX_VALUE);
        RowCodec.decode(row, chunk, layout.added(), part);
        left -= part;
        if (chunk.size() >= Chunk.CAPACITY) {
          end();
        }
      }
    }

    void end() {
      if (chunk.size() > 0) {
        out.accept(chunk);
        chunk = Chunk.of(layout.types(), Chunk.CAPACITY);
      }
    }
  }
}
