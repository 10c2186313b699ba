package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.InputPort;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A source's queue into the engine, bounded in bytes: a source that reads faster than the engine
/// steps waits here.
final class Port implements InputPort {

  /// What belongs to one step.
  record Batch(Port port, List<Change.Delta> deltas, byte[] position, long rows, long bytes) {}

  private final CollectionId source;
  private final long bytesMax;
  private final Mailbox mailbox;
  private final ReentrantLock lock;
  private final Condition taken;
  private final Deque<Batch> batches = new ArrayDeque<>();
  private long bytes;

  /// Batches submitted and not yet durable.
  private int underWay;

  private volatile byte[] position;

  Port(CollectionId source, byte[] position, long bytesMax, Mailbox mailbox) {
    this.source = source;
    this.position = position;
    this.bytesMax = bytesMax;
    this.mailbox = mailbox;
    this.lock = mailbox.lock();
    this.taken = lock.newCondition();
  }

  CollectionId source() {
    return source;
  }

  @Override
  public void submit(List<Change.Delta> deltas, byte[] position) throws InterruptedException {
    long rows = 0;
    long size = 64;
    for (Change.Delta delta : deltas) {
      rows += delta.rows().size();
      size += delta.rows().bytes();
    }
    lock.lockInterruptibly();
    try {
      while (bytes > 0 && bytes + size > bytesMax && !mailbox.isClosed()) {
        taken.await();
      }
      if (mailbox.isClosed()) {
        throw new DatabaseException(SqlState.ADMIN_SHUTDOWN, "the server is shutting down");
      }
      bytes += size;
      underWay++;
      batches.add(new Batch(this, List.copyOf(deltas), position, rows, size));
      mailbox.signal();
    } finally {
      lock.unlock();
    }
  }

  /// The next batch, or null. Under the mailbox's lock.
  @Nullable Batch take() {
    Batch batch = batches.poll();
    if (batch != null) {
      bytes -= batch.bytes();
      taken.signalAll();
    }
    return batch;
  }

  /// True if something waits. Under the mailbox's lock.
  boolean hasBatches() {
    return !batches.isEmpty();
  }

  /// Wakes whoever waits for room. Under the mailbox's lock.
  void wake() {
    taken.signalAll();
  }

  /// Notes how far what was read is durable.
  void reached(byte[] position) {
    lock.lock();
    try {
      this.position = position;
      underWay--;
      taken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until everything submitted is durable, so that `position` tells where to go on: a source
  /// that is started again must not read a second time what still waits here.
  void settle() {
    lock.lock();
    try {
      while (underWay > 0 && !mailbox.isClosed()) {
        taken.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public byte[] position() {
    return position.clone();
  }

  @Override
  public long queuedBytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }
}
