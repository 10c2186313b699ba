package dev.millrace.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records in the order in which they were appended, durable when their future completes. Appended
/// to by one thread.
/* Segments are files of a fixed size, numbered upwards (bytes: RecordFormat). A segment no longer
 * needed is renamed to the next number and written over; while none is at hand one is made ahead by
 * a thread of its own, since filling a new file with zeros takes longer than a commit may.
 *
 * A step is one record, so it is there or not. The tail ends at the first record that does not
 * check; nothing after it can have been acknowledged, since records are forced in order. A record
 * longer than a segment gets a segment as long as it needs.
 *
 * One writer thread takes everything that waits, writes it, forces once, and completes the futures:
 * group commit. If a write or force fails nothing can be trusted any more (the kernel may have
 * dropped the pages): the journal is poisoned, every future fails, and the server must stop.
 */
public final class Journal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /// Bytes waiting for the writer beyond which `append` blocks.
  private static final long PENDING_MAX = 64L << 20;

  /// Bytes of a record that are copied behind its header, to be written with it in one call.
  private static final int COPIED_MAX = 1 << 16;

  /// Unused segment files kept; more are deleted, so that a burst does not take disk for ever.
  private static final int SPARE_MAX = 8;

  private final Disk disk;
  private final int segmentBytes;
  private final Thread writer;
  private final Object lock = new Object();
  private final ArrayDeque<Pending> queue = new ArrayDeque<>();

  /// Per segment in use the number of its last record, or of the one before it while it is empty.
  private final TreeMap<Long, Long> lastRecordOf = new TreeMap<>();

  private final ExecutorService preparer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("journal-space").daemon(true).factory());
  private final List<String> spare = new ArrayList<>();
  private long queuedBytes;
  private boolean isClosing;
  private @Nullable IOException failure;

  private Disk.@Nullable File file;
  private long segment;
  private long at;
  private long fileSize;
  private int lastChecksum;

  /// What the writer is working on; the writer's alone.
  private List<Pending> taken = List.of();

  private long appended;

  /// Last record of the segments released.
  private long released;

  private long sparesMade;
  private volatile long durable;
  private final AtomicLong written = new AtomicLong();
  private volatile long syncMicrosLast;

  private record Pending(byte[] payload, long number, CompletableFuture<Void> durable) {}

  /// Receives what `open` finds, oldest first.
  @FunctionalInterface
  public interface Replay {
    /// Takes a record.
    void record(byte[] payload) throws IOException;
  }

  /// Where a record is: its segment, and the number of that segment's first record.
  record Place(long segment, long firstRecord) {}

  private Journal(Disk disk, int segmentBytes) {
    this.disk = disk;
    this.segmentBytes = segmentBytes;
    this.writer = Thread.ofPlatform().name("journal").daemon(true).unstarted(this::write);
  }

  /// Opens the journal, replays every intact record, and goes on behind the last.
  public static Journal open(Disk disk, int segmentBytes, Replay replay) throws IOException {
    Journal journal = new Journal(disk, segmentBytes);
    try {
      journal.recover(replay);
    } catch (IOException | RuntimeException e) {
      journal.preparer.shutdown();
      throw e;
    }
    journal.writer.start();
    return journal;
  }

  /// Appends a record; the future completes, in order, when it is durable. Blocks while too much
  /// waits for the disk. Fails with IllegalStateException after a failure or close.
  public CompletableFuture<Void> append(byte[] payload) {
    CompletableFuture<Void> durable = new CompletableFuture<>();
    synchronized (lock) {
      while (queuedBytes > PENDING_MAX && failure == null && !isClosing) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while waiting for the journal", e);
        }
      }
      if (failure != null || isClosing) {
        throw new IllegalStateException("journal is closed", failure);
      }
      queue.add(new Pending(payload, ++appended, durable));
      queuedBytes += payload.length;
      lock.notifyAll();
    }
    return durable;
  }

  /// Number of the record appended last, counted from the opening (replayed ones included).
  public long appended() {
    synchronized (lock) {
      return appended;
    }
  }

  /// Number of the last record that is durable.
  public long durable() {
    return durable;
  }

  /// A reader of the records numbered above `after`.
  public JournalReader reader(long after) {
    return new JournalReader(this, after);
  }

  /// Where a record is that is durable and not released.
  Place place(long record) {
    synchronized (lock) {
      long before = released;
      for (var entry : lastRecordOf.entrySet()) {
        if (record <= entry.getValue()) {
          return new Place(entry.getKey(), before + 1);
        }
        before = entry.getValue();
      }
    }
    throw new IllegalStateException("record " + record + " is not in the journal");
  }

  Disk.File openSegment(long number) throws IOException {
    return disk.open(RecordFormat.segmentName(number), 0);
  }

  /// Gives segments back whose records are all numbered `number` or less.
  public void release(long number) {
    synchronized (lock) {
      while (lastRecordOf.size() > 1 && lastRecordOf.firstEntry().getValue() <= number) {
        var first = lastRecordOf.pollFirstEntry();
        released = first.getValue();
        spare.add(RecordFormat.segmentName(first.getKey()));
      }
    }
  }

  /// Bytes written since the opening.
  public long writtenBytes() {
    return written.get();
  }

  /// Duration of the last force.
  public long syncMicrosLast() {
    return syncMicrosLast;
  }

  private void recover(Replay replay) throws IOException {
    TreeMap<Long, String> segments = new TreeMap<>();
    for (String name : disk.list()) {
      if (RecordFormat.isSegment(name)) {
        segments.put(RecordFormat.segmentNumber(name), name);
      } else if (RecordFormat.isSpare(name)) {
        sparesMade = Math.max(sparesMade, RecordFormat.spareNumber(name));
        spare.add(name);
      }
    }
    boolean isEnded = false;
    for (var entry : segments.entrySet()) {
      boolean isNext = lastRecordOf.isEmpty() || (!isEnded && entry.getKey() == segment + 1);
      if (!replay(entry.getKey(), entry.getValue(), replay)) {
        spare.add(entry.getValue());
        isEnded = !lastRecordOf.isEmpty();
      } else if (!isNext) {
        throw new IOException("journal segment before " + entry.getValue() + " is missing");
      }
    }
    durable = appended;
    if (file == null) {
      segment = segments.isEmpty() ? 0 : segments.lastKey();
      nextSegment(0);
    }
  }

  /// Replays a segment; false if it holds no record, so that it can be used anew.
  private boolean replay(long number, String name, Replay replay) throws IOException {
    Disk.File opened = disk.open(name, 0);
    long size = opened.size();
    boolean isValid = RecordFormat.isSegment(opened, number);
    long position = RecordFormat.SEGMENT_HEADER;
    long before = appended;
    int chain = RecordFormat.chainStart(number);
    byte[] payload = isValid ? RecordFormat.read(opened, chain, position, size) : null;
    while (payload != null) {
      replay.record(payload);
      appended++;
      chain = RecordFormat.checksum(chain, payload);
      position += RecordFormat.RECORD_HEADER + payload.length;
      payload = RecordFormat.read(opened, chain, position, size);
    }
    if (appended == before) {
      opened.close();
      return false;
    }
    if (file != null) {
      file.close();
    }
    file = opened;
    fileSize = size;
    segment = number;
    at = position;
    lastChecksum = chain;
    lastRecordOf.put(number, appended);
    return true;
  }

  private void write() {
    try {
      for (List<Pending> batch = take(); !batch.isEmpty(); batch = take()) {
        for (Pending pending : batch) {
          write(pending);
        }
        force();
        durable = batch.getLast().number();
        batch.forEach(pending -> pending.durable().complete(null));
      }
    } catch (IOException e) {
      poison(e);
    } catch (InterruptedException e) {
      poison(new IOException("the journal's writer was interrupted", e));
    } catch (RuntimeException | Error e) {
      poison(new IOException(e));
      throw e;
    }
  }

  private void poison(IOException e) {
    List<Pending> waiting;
    synchronized (lock) {
      failure = e;
      waiting = List.copyOf(queue);
      queue.clear();
      lock.notifyAll();
    }
    taken.forEach(pending -> pending.durable().completeExceptionally(e));
    waiting.forEach(pending -> pending.durable().completeExceptionally(e));
  }

  private List<Pending> take() throws InterruptedException {
    synchronized (lock) {
      while (queue.isEmpty() && !isClosing) {
        lock.wait();
      }
      taken = List.copyOf(queue);
      queue.clear();
      queuedBytes = 0;
      lock.notifyAll();
      return taken;
    }
  }

  private void write(Pending pending) throws IOException {
    byte[] payload = pending.payload();
    int needed = RecordFormat.RECORD_HEADER + payload.length;
    if (at + needed > fileSize) {
      force();
      nextSegment(needed);
    }
    lastChecksum = RecordFormat.checksum(lastChecksum, payload);
    int together = Math.min(payload.length, COPIED_MAX);
    ByteBuffer record = ByteBuffer.allocate(RecordFormat.RECORD_HEADER + together);
    record.putInt(payload.length).putInt(lastChecksum).put(payload, 0, together).flip();
    open().write(record, at);
    if (together < payload.length) {
      ByteBuffer rest = ByteBuffer.wrap(payload, together, payload.length - together);
      open().write(rest, at + RecordFormat.RECORD_HEADER + together);
    }
    at += needed;
    written.addAndGet(needed);
    synchronized (lock) {
      lastRecordOf.put(segment, pending.number());
    }
  }

  private void force() throws IOException {
    long start = System.nanoTime();
    open().force();
    syncMicrosLast = (System.nanoTime() - start) / 1000;
  }

  private Disk.File open() {
    Disk.File current = file;
    if (current == null) {
      throw new IllegalStateException("no segment is open");
    }
    return current;
  }

  private void nextSegment(int needed) throws IOException {
    if (file != null) {
      file.close();
    }
    segment++;
    String name = RecordFormat.segmentName(segment);
    String recycled = null;
    synchronized (lock) {
      if (spare.remove(name)) {
        recycled = name;
      } else if (!spare.isEmpty()) {
        recycled = spare.removeFirst();
      }
    }
    if (recycled != null && !recycled.equals(name)) {
      disk.rename(recycled, name);
    }
    long size = Math.max(segmentBytes, (long) RecordFormat.SEGMENT_HEADER + needed);
    Disk.File opened = disk.open(name, size);
    file = opened;
    fileSize = opened.size();
    opened.write(RecordFormat.segmentHeader(segment), 0);
    opened.force();
    disk.forceDirectory();
    at = RecordFormat.SEGMENT_HEADER;
    lastChecksum = RecordFormat.chainStart(segment);
    synchronized (lock) {
      long last = lastRecordOf.isEmpty() ? released : lastRecordOf.lastEntry().getValue();
      lastRecordOf.put(segment, last);
    }
    deleteSurplus();
    preparer.execute(this::makeSpare);
  }

  /// Deletes what is too much. Renames and deletions are the writer's alone and begin with the
  /// oldest segment, so that a crash between two of them leaves no gap.
  private void deleteSurplus() throws IOException {
    List<String> surplus = new ArrayList<>();
    synchronized (lock) {
      while (spare.size() > SPARE_MAX) {
        surplus.add(spare.removeFirst());
      }
    }
    for (String name : surplus) {
      disk.delete(name);
    }
  }

  /// Makes a file for the segment after this one, unless there is one. A failure is left to the
  /// writer to meet.
  private void makeSpare() {
    String name;
    synchronized (lock) {
      if (!spare.isEmpty() || isClosing) {
        return;
      }
      name = RecordFormat.spareName(++sparesMade);
    }
    try (Disk.File made = disk.open(name, segmentBytes)) {
      made.force();
      synchronized (lock) {
        spare.add(name);
      }
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("no journal segment could be made ahead");
    }
  }

  /// Writes what waits, then ends.
  @Override
  public void close() {
    synchronized (lock) {
      isClosing = true;
      lock.notifyAll();
    }
    try {
      writer.join();
      preparer.close();
      if (file != null) {
        file.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
