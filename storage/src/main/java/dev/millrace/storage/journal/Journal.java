package dev.millrace.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Records in the order in which they were appended, durable when their future completes.
/* Segments are files `segment-<16 hex digits>` of a fixed size, numbered upwards. A segment no longer
 * needed is renamed to the next number and written over. A record's checksum covers the checksum of
 * the record before it (of the first one: the segment's number), so neither what a recycled segment
 * held before nor an unforced record behind a torn one can be taken for a record.
 *
 *   segment:  magic "MRJ1" | number i64 | record ... | zeros or old bytes
 *   record:   length i32 (> 0) | CRC32C of (checksum before, length, payload) i32 | payload
 *
 * A step is one record, so it is there or not. The tail ends at the first record that does not check;
 * nothing after it can have been acknowledged, since records are forced in order. A record longer than
 * a segment gets a segment as long as it needs.
 *
 * One writer thread takes everything that waits, writes it, forces once, and completes the futures:
 * group commit. If a write or force fails nothing can be trusted any more (the kernel may have dropped
 * the pages): the journal is poisoned, every future fails, and the server must stop.
 */
public final class Journal implements AutoCloseable {

  private static final int MAGIC = 0x4d524a31;
  private static final int SEGMENT_HEADER = 12;
  private static final int RECORD_HEADER = 8;
  private static final String PREFIX = "segment-";

  /// Bytes waiting for the writer beyond which `append` blocks.
  private static final long PENDING_MAX = 64L << 20;

  private final Disk disk;
  private final int segmentBytes;
  private final Thread writer;
  private final Object lock = new Object();
  private final ArrayDeque<Pending> queue = new ArrayDeque<>();
  private final TreeMap<Long, Long> lastRecordOf = new TreeMap<>();
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
  private final AtomicLong written = new AtomicLong();
  private volatile long syncMicrosLast;

  private record Pending(byte[] payload, long number, CompletableFuture<Void> durable) {}

  /// Receives what `open` finds, oldest first; `number` counts records from the journal's
  /// beginning.
  @FunctionalInterface
  public interface Replay {
    /// Takes a record.
    void record(byte[] payload);
  }

  private Journal(Disk disk, int segmentBytes) {
    this.disk = disk;
    this.segmentBytes = segmentBytes;
    this.writer = Thread.ofPlatform().name("journal").daemon(true).unstarted(this::write);
  }

  /// Opens the journal, replays every intact record, and goes on behind the last.
  public static Journal open(Disk disk, int segmentBytes, Replay replay) throws IOException {
    Journal journal = new Journal(disk, segmentBytes);
    journal.recover(replay);
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

  /// Gives segments back whose records are all numbered `number` or less.
  public void release(long number) {
    synchronized (lock) {
      while (lastRecordOf.size() > 1 && lastRecordOf.firstEntry().getValue() <= number) {
        spare.add(name(lastRecordOf.pollFirstEntry().getKey()));
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
      if (name.startsWith(PREFIX)) {
        segments.put(Long.parseUnsignedLong(name.substring(PREFIX.length()), 16), name);
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
    if (file == null) {
      segment = segments.isEmpty() ? 0 : segments.lastKey();
      nextSegment(0);
    }
  }

  /// Replays a segment; false if it holds no record, so that it can be used anew.
  private boolean replay(long number, String name, Replay replay) throws IOException {
    Disk.File opened = disk.open(name, 0);
    long size = opened.size();
    ByteBuffer header = ByteBuffer.allocate(SEGMENT_HEADER);
    opened.read(header, 0);
    header.flip();
    boolean isValid =
        header.remaining() == SEGMENT_HEADER
            && header.getInt() == MAGIC
            && header.getLong() == number;
    long position = SEGMENT_HEADER;
    long before = appended;
    int chain = chainStart(number);
    byte[] payload = isValid ? next(opened, chain, position, size) : null;
    while (payload != null) {
      replay.record(payload);
      appended++;
      chain = checksum(chain, payload);
      position += RECORD_HEADER + payload.length;
      payload = next(opened, chain, position, size);
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

  private static byte @Nullable [] next(Disk.File file, int chain, long position, long size)
      throws IOException {
    if (position + RECORD_HEADER > size) {
      return null;
    }
    ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER);
    file.read(header, position);
    header.flip();
    if (header.remaining() < RECORD_HEADER) {
      return null;
    }
    int length = header.getInt();
    int checksum = header.getInt();
    if (length <= 0 || length > size - position - RECORD_HEADER) {
      return null;
    }
    byte[] payload = new byte[length];
    ByteBuffer body = ByteBuffer.wrap(payload);
    file.read(body, position + RECORD_HEADER);
    return !body.hasRemaining() && checksum == checksum(chain, payload) ? payload : null;
  }

  /// What the first record of a segment is chained to.
  private static int chainStart(long segment) {
    return Long.hashCode(segment * 0x9E3779B97F4A7C15L);
  }

  private static int checksum(int chain, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putInt(chain).putInt(payload.length).flip());
    crc.update(payload, 0, payload.length);
    return (int) crc.getValue();
  }

  private void write() {
    try {
      for (List<Pending> batch = take(); !batch.isEmpty(); batch = take()) {
        for (Pending pending : batch) {
          write(pending);
        }
        force();
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
    int needed = RECORD_HEADER + payload.length;
    if (at + needed > fileSize) {
      force();
      nextSegment(needed);
    }
    ByteBuffer record = ByteBuffer.allocate(needed);
    lastChecksum = checksum(lastChecksum, payload);
    record.putInt(payload.length).putInt(lastChecksum).put(payload).flip();
    open().write(record, at);
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
    String name = name(segment);
    String recycled = null;
    synchronized (lock) {
      if (!spare.isEmpty()) {
        recycled = spare.removeFirst();
      }
    }
    if (recycled != null && !recycled.equals(name)) {
      disk.rename(recycled, name);
    }
    long size = Math.max(segmentBytes, (long) SEGMENT_HEADER + needed);
    Disk.File opened = disk.open(name, size);
    file = opened;
    fileSize = opened.size();
    ByteBuffer header = ByteBuffer.allocate(SEGMENT_HEADER + RECORD_HEADER);
    header.putInt(MAGIC).putLong(segment).putLong(0).flip();
    opened.write(header, 0);
    opened.force();
    disk.forceDirectory();
    at = SEGMENT_HEADER;
    lastChecksum = chainStart(segment);
    synchronized (lock) {
      lastRecordOf.put(segment, lastRecordOf.isEmpty() ? 0 : lastRecordOf.lastEntry().getValue());
    }
  }

  private static String name(long number) {
    return PREFIX + String.format("%016x", number);
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
