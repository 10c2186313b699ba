package dev.millrace.storage.store;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.ChunkCodec;
import dev.millrace.model.row.RowCodec;
import dev.millrace.model.time.StepTime;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.storage.journal.Disk;
import dev.millrace.storage.journal.FileDisk;
import dev.millrace.storage.journal.Journal;
import dev.millrace.storage.store.Generation.LogTail;
import java.io.IOException;
import java.nio.ByteBuffer;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The durable side of the engine. `commit` makes a step durable through the journal; now and then
/// what changed is folded into RocksDB as a checkpoint, and the journal's segments are used again
/// once two checkpoints cover them. `open` gives back the state after the last durable step.
///
/// `commit`, `load` and `loadLog` belong to one thread (the step thread); checkpoints are written
/// by a thread of the store's own. Rows of tables and keyed sources are not held here but by the
/// engine; only what changed since the last checkpoint is.
public final class Store implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

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

  private Generation current = new Generation();
  private volatile @Nullable Generation frozen;
  private @Nullable Future<?> running;
  private long coveredRecord;
  private volatile long pendingBytes;
  private volatile boolean hasFailed;

  private Store(StoreConfig config, FileChannel lockFile, Checkpoints checkpoints, Disk disk)
      throws IOException {
    this.config = config;
    this.lockFile = lockFile;
    this.checkpoints = checkpoints;
    long checkpointed = checkpoints.lastStep();
    checkpoints.readMeta(catalog, positions);
    long[] records = {0};
    this.journal = Journal.open(disk, config.segmentBytes(), payload -> replay(payload, records));
    this.recoveredTime = new StepTime(Math.max(checkpointed, current.lastStep));
    pendingBytes = current.bytes;
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
    try {
      return new Store(config, lock, Checkpoints.open(directory.resolve("checkpoint")), journal);
    } catch (IOException | RuntimeException e) {
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

  private void replay(byte[] payload, long[] records) {
    StepRecord step = StepCodec.decode(payload);
    records[0]++;
    if (step.time().packed() <= checkpoints.lastStep()) {
      return;
    }
    current.add(step, records[0], payload.length, this::logEnd);
    step.catalog()
        .forEach(entry -> {
          byte[] value = entry.value();
          if (value == null) {
            catalog.remove(entry.key());
          } else {
            catalog.put(entry.key(), value);
          }
        });
    step.positions().forEach(p -> positions.put(p.source(), p.position()));
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
    ChunkFiller filler = new ChunkFiller(types, rows);
    switch (keeping) {
      case ROWS -> {
        Map<Slice, Long> changed = new HashMap<>(current.rows.getOrDefault(collection, Map.of()));
        checkpoints.scanRows(
            collection,
            (row, value) -> {
              long weight = ByteBuffer.wrap(value).getLong();
              Long delta = changed.remove(Slice.of(row));
              filler.add(row, weight + (delta == null ? 0 : delta));
            });
        changed.forEach((row, weight) -> filler.add(row.array(), weight));
      }
      case KEYED -> {
        Map<Slice, Slice> changed = current.keyed.getOrDefault(collection, Map.of());
        checkpoints.scanRows(
            collection,
            (key, row) -> {
              if (!changed.containsKey(Slice.of(key))) {
                filler.add(row, 1);
              }
            });
        changed.values().forEach(row -> filler.add(row.array(), row.length() == 0 ? 0 : 1));
      }
      case LOG -> throw new IllegalArgumentException("logs are read by loadLog");
    }
    filler.end();
  }

  /// Hands over all rows of a LOG collection in order; at any time.
  public void loadLog(long collection, Consumer<Chunk> rows) {
    Generation writing = frozen;
    long next = checkpoints.scanLog(collection, rows);
    if (writing != null) {
      next = tail(writing, collection, next, rows);
    }
    tail(current, collection, next, rows);
  }

  /// Hands over a generation's blocks from number `next` on and returns the number after them.
  private static long tail(
      Generation generation, long collection, long next, Consumer<Chunk> rows) {
    LogTail tail = generation.logs.get(collection);
    if (tail == null) {
      return next;
    }
    for (int i = (int) Math.max(0, next - tail.first()); i < tail.blocks().size(); i++) {
      rows.accept(ChunkCodec.read(ByteBuffer.wrap(tail.blocks().get(i))));
    }
    return Math.max(next, tail.first() + tail.blocks().size());
  }

  /// Number of the block after a log's last one in the checkpoint or on the way there.
  private long logEnd(long collection) {
    Generation writing = frozen;
    LogTail tail = writing == null ? null : writing.logs.get(collection);
    return tail == null ? checkpoints.logEnd(collection) : tail.first() + tail.blocks().size();
  }

  /// Makes a step durable; the future completes, in order of steps, when it is. A failed write or
  /// fsync fails this and every later future: the server must stop then.
  public CompletableFuture<Void> commit(StepRecord step) {
    byte[] payload = StepCodec.encode(step);
    CompletableFuture<Void> durable = journal.append(payload);
    current.add(step, journal.appended(), payload.length, this::logEnd);
    pendingBytes = current.bytes;
    if (current.bytes >= config.checkpointBytes()) {
      var _ = checkpoint();
    }
    return durable;
  }

  /// Starts a checkpoint of everything committed so far, unless one is being written; the future
  /// tells when one covering it is complete. Step thread only.
  public Future<?> checkpoint() {
    Future<?> before = running;
    if (before != null && (!before.isDone() || hasFailed)) {
      return before;
    }
    Generation generation = current;
    current = new Generation();
    current.lastStep = generation.lastStep;
    current.lastRecord = generation.lastRecord;
    frozen = generation;
    Future<?> started = background.submit(() -> write(generation));
    running = started;
    return started;
  }

  private void write(Generation generation) {
    try {
      checkpoints.write(generation);
      frozen = null;
      journal.release(coveredRecord);
      coveredRecord = generation.lastRecord;
    } catch (RuntimeException e) {
      // no later one may claim to cover this one's steps; the journal still holds them all
      hasFailed = true;
      LOG.atError()
          .setCause(e)
          .log("checkpoint failed; there will be none until a restart and the journal grows");
      throw e;
    }
  }

  /// Counters, sampled now; from any thread.
  public StoreStatus status() {
    return new StoreStatus(
        journal.writtenBytes(),
        pendingBytes,
        journal.syncMicrosLast(),
        checkpoints.count(),
        checkpoints.millisLast());
  }

  /// Makes everything committed durable and gives the directory free.
  @Override
  public void close() {
    journal.close();
    background.close();
    checkpoints.close();
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Gathers decoded rows into chunks.
  private static final class ChunkFiller {
    private final List<SqlType> types;
    private final Consumer<Chunk> out;
    private Chunk chunk;

    ChunkFiller(List<SqlType> types, Consumer<Chunk> out) {
      this.types = types;
      this.out = out;
      this.chunk = Chunk.of(types, Chunk.CAPACITY);
    }

    void add(byte[] row, long weight) {
      if (weight == 0) {
        return;
      }
      RowCodec.decode(row, chunk, Math.toIntExact(weight));
      if (chunk.size() >= Chunk.CAPACITY) {
        end();
      }
    }

    void end() {
      if (chunk.size() > 0) {
        out.accept(chunk);
        chunk = Chunk.of(types, Chunk.CAPACITY);
      }
    }
  }
}
