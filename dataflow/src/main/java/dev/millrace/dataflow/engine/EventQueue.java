package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.port.Subscription;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The reader's end of a subscription: a queue bounded in bytes between the step thread, which
/// never waits, and the reader. A reader too slow for its bound loses the subscription, and nobody
/// else.
final class EventQueue implements Subscription {

  private final long asOf;
  private final long bytesMax;
  private final Runnable onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Event> events = new ArrayDeque<>();
  private long bytes;
  private @Nullable DatabaseException failure;
  private boolean isClosed;
  private boolean hasEnded;

  EventQueue(long asOf, long bytesMax, Runnable onClose) {
    this.asOf = asOf;
    this.bytesMax = bytesMax;
    this.onClose = onClose;
  }

  @Override
  public long asOf() {
    return asOf;
  }

  /// Queues the snapshot, which may be larger than the bound: its reader had no chance to take it.
  void snapshot(long millis, List<Chunk> rows) {
    lock.lock();
    try {
      events.add(new Event.Rows(millis, rows));
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Queues the rows of a closed millisecond.
  void rows(long millis, List<Chunk> rows) {
    long size = bytes(rows);
    lock.lock();
    try {
      bytes += size;
      if (bytes > bytesMax) {
        stop(
            new DatabaseException(
                SqlState.CONFIGURATION_LIMIT_EXCEEDED,
                "the subscription was ended because its reader is too slow",
                "More than " + bytesMax + " bytes of changes waited to be read.",
                null,
                0));
      } else {
        events.add(new Event.Rows(millis, rows));
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Queues a progress message; of several in a row only the last is kept.
  void progress(long millis) {
    lock.lock();
    try {
      if (events.peekLast() instanceof Event.Progress) {
        events.removeLast();
      }
      events.add(new Event.Progress(millis));
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Ends it after what is queued.
  void end() {
    lock.lock();
    try {
      hasEnded = true;
      events.add(new Event.End());
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Ends it with an error after what is queued.
  void fail(DatabaseException cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = cause;
      }
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  private void stop(DatabaseException cause) {
    events.clear();
    failure = cause;
    arrived.signal();
  }

  /// True if no more events are of use to anyone.
  boolean isDone() {
    lock.lock();
    try {
      return isClosed || hasEnded || failure != null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable Event poll(Duration timeout) throws InterruptedException {
    long nanos = timeout.toNanos();
    lock.lock();
    try {
      while (events.isEmpty() && failure == null && nanos > 0) {
        nanos = arrived.awaitNanos(nanos);
      }
      Event event = events.poll();
      if (event instanceof Event.Rows rows) {
        bytes = Math.max(0, bytes - bytes(rows.rows()));
      }
      if (event == null && failure != null) {
        throw failure;
      }
      return event;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      events.clear();
    } finally {
      lock.unlock();
    }
    onClose.run();
  }

  private static long bytes(List<Chunk> chunks) {
    long sum = 0;
    for (Chunk chunk : chunks) {
      sum += chunk.bytes();
    }
    return sum;
  }
}
