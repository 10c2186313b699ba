package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.time.StepTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What others want from the step thread, until it takes it. Transactions and requests are few (one
/// per waiting session); input is bounded by the ports.
final class Mailbox {

  /// A transaction waiting for its step.
  record Transaction(Function<Snapshot, Change> change, CompletableFuture<StepTime> outcome) {}

  /// Everything taken at once.
  ///
  /// @param requests to be run between steps, in order
  record Mail(List<Transaction> transactions, List<Port.Batch> input, List<Request> requests) {

    /// Rows of all input.
    long inputRows() {
      return input.stream().mapToLong(Port.Batch::rows).sum();
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Transaction> transactions = new ArrayDeque<>();
  private final Deque<Request> requests = new ArrayDeque<>();
  private final Map<CollectionId, Port> ports = new LinkedHashMap<>();
  private boolean isClosed;
  private @Nullable DatabaseException reason;

  /// Guards the mailbox and its ports.
  ReentrantLock lock() {
    return lock;
  }

  /// Wakes the step thread. Under the lock.
  void signal() {
    arrived.signal();
  }

  /// Makes the step thread look again.
  void wake() {
    lock.lock();
    try {
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// True once nothing is taken any more. Under the lock.
  boolean isClosed() {
    return isClosed;
  }

  void add(Transaction transaction) {
    add(transactions, transaction, transaction.outcome());
  }

  void add(Request request) {
    add(requests, request, request.outcome());
  }

  private <T> void add(Deque<T> queue, T item, CompletableFuture<?> outcome) {
    DatabaseException refusal = null;
    lock.lock();
    try {
      if (isClosed) {
        refusal = reason;
      } else {
        queue.add(item);
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
    if (refusal != null) {
      outcome.completeExceptionally(refusal);
    }
  }

  /// The port of a source; the position is asked for when it is new.
  Port port(CollectionId source, Function<CollectionId, Port> maker) {
    lock.lock();
    try {
      return ports.computeIfAbsent(source, maker);
    } finally {
      lock.unlock();
    }
  }

  /// Forgets a source's port and what waits in it.
  void dropPort(CollectionId source) {
    lock.lock();
    try {
      Port port = ports.remove(source);
      while (port != null && port.take() != null) {
        continue;
      }
    } finally {
      lock.unlock();
    }
  }

  /// All ports.
  List<Port> ports() {
    lock.lock();
    try {
      return List.copyOf(ports.values());
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is something or the clock shows `untilMillis`.
  void await(StepClock clock, long untilMillis) throws InterruptedException {
    lock.lock();
    try {
      while (!isClosed && isEmpty()) {
        long millis = untilMillis - clock.millis();
        if (millis <= 0) {
          return;
        }
        arrived.awaitNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(millis, 3_600_000)));
        if (untilMillis != Long.MAX_VALUE && clock.millis() >= untilMillis) {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isEmpty() {
    return transactions.isEmpty()
        && requests.isEmpty()
        && ports.values().stream().noneMatch(Port::hasBatches);
  }

  /// Takes what is there: input by turns from every port, up to a number of rows.
  Mail take(int transactionsMax, long rowsMax) {
    lock.lock();
    try {
      List<Transaction> taken = new ArrayList<>();
      while (taken.size() < transactionsMax && !transactions.isEmpty()) {
        taken.add(transactions.remove());
      }
      List<Request> requested = new ArrayList<>(requests);
      requests.clear();
      return new Mail(taken, takeInput(rowsMax), requested);
    } finally {
      lock.unlock();
    }
  }

  private List<Port.Batch> takeInput(long rowsMax) {
    List<Port.Batch> input = new ArrayList<>();
    long rows = 0;
    boolean found = true;
    while (found && rows < rowsMax) {
      found = false;
      for (Port port : ports.values()) {
        Port.Batch batch = rows < rowsMax ? port.take() : null;
        if (batch != null) {
          input.add(batch);
          rows += batch.rows();
          found = true;
        }
      }
    }
    return input;
  }

  /// Takes nothing any more; what waits fails with the reason.
  void close(DatabaseException reason) {
    List<Transaction> waiting;
    List<Request> requested;
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      isClosed = true;
      this.reason = reason;
      waiting = List.copyOf(transactions);
      requested = List.copyOf(requests);
      transactions.clear();
      requests.clear();
      ports.values().forEach(Port::wake);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    waiting.forEach(t -> t.outcome().completeExceptionally(reason));
    requested.forEach(r -> r.outcome().completeExceptionally(reason));
  }

  /// Work to be done between two steps, which completes the outcome or throws.
  record Request(Runnable work, CompletableFuture<?> outcome) {

    void run() {
      try {
        work.run();
      } catch (Throwable e) {
        outcome.completeExceptionally(e);
      }
    }
  }
}
