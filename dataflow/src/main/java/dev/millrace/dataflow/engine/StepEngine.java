package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.operator.Workers;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Engine;
import dev.millrace.dataflow.port.EngineStatus;
import dev.millrace.dataflow.port.InputPort;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.dataflow.port.SubscribeRequest;
import dev.millrace.dataflow.port.Subscription;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.time.StepTime;
import dev.millrace.storage.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine: one thread that takes what waits in the mailbox, turn by turn.
/*
 * A turn:
 *   0. once a second, logs let rows go
 *   1. subscriptions whose AS OF has passed begin, before anything later happens
 *   2. every waiting transaction runs as a step of its own, up to a number
 *   3. what sources have queued runs as one step, up to a number of rows; so do timers
 *   4. the disk is waited for: one fsync for all steps of the turn
 *   5. only now transactions are acknowledged, positions count as reached, closed milliseconds go
 *      to subscriptions, and reads run
 *   6. it sleeps until something arrives, a timer is due or a subscription has to hear of progress
 *
 * A failure of the journal ends the engine: what has not been acknowledged may or may not be found
 * after a restart, and nothing is acknowledged any more.
 */
public final class StepEngine implements Engine {

  private static final Logger LOG = LoggerFactory.getLogger(StepEngine.class);
  private static final long STATUS_MILLIS_MAX = 2000;
  private static final long EXPIRY_MILLIS = 1000;

  private final Store store;
  private final EngineConfig config;
  private final StepClock clock;
  private final Workers workers;
  private final Steps steps;
  private final StepSize stepSize;
  private final Mailbox mailbox = new Mailbox();
  private final List<Waiting> waiting = new ArrayList<>();

  /// When logs are next looked at for rows to let go.
  private long expiryMillis;

  private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
  private final Thread thread;
  private volatile EngineStatus sample =
      new EngineStatus(0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of());

  /// A subscription whose AS OF lies ahead.
  private record Waiting(SubscribeRequest request, CompletableFuture<Subscription> outcome) {}

  /// The engine owns the store and closes it.
  public StepEngine(Store store, EngineConfig config, StepClock clock) {
    this.store = store;
    this.config = config;
    this.clock = clock;
    this.workers = new Workers(config.workers(), config.parallelFromRows());
    this.steps = new Steps(store, config, clock, workers, mailbox::dropPort);
    this.stepSize = new StepSize(config.stepRowsMax(), config.stepTarget());
    this.thread = Thread.ofPlatform().name("step").unstarted(this::loop);
    clock.onJump(mailbox::wake);
  }

  /// Completes with the cause if the engine had to stop: the process should end then.
  public CompletableFuture<Throwable> failure() {
    return failed;
  }

  @Override
  public SortedMap<String, byte[]> recoveredCatalog() {
    return store.recoveredCatalog();
  }

  @Override
  public void restore(List<Action> actions) {
    long start = System.nanoTime();
    steps.restore(actions);
    LOG.atInfo()
        .addKeyValue("collections", actions.size())
        .addKeyValue("millis", (System.nanoTime() - start) / 1_000_000)
        .log("collections restored");
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public CompletableFuture<StepTime> transact(Function<Snapshot, Change> transaction) {
    CompletableFuture<StepTime> outcome = new CompletableFuture<>();
    mailbox.add(new Mailbox.Transaction(transaction, outcome));
    return outcome;
  }

  @Override
  public <T> CompletableFuture<T> read(Function<Snapshot, T> reader) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    mailbox.add(
        new Mailbox.Request(
            () -> {
              steps.catchUp();
              outcome.complete(reader.apply(steps.snapshot()));
            },
            outcome));
    return outcome;
  }

  @Override
  public InputPort input(CollectionId source) {
    Port port =
        mailbox.port(
            source,
            id ->
                new Port(id, store.recoveredPosition(id.number()), config.portBytesMax(), mailbox));
    port.settle();
    return port;
  }

  @Override
  public CompletableFuture<Subscription> subscribe(SubscribeRequest request) {
    CompletableFuture<Subscription> outcome = new CompletableFuture<>();
    mailbox.add(new Mailbox.Request(() -> subscribe(request, outcome), outcome));
    return outcome;
  }

  /// Begins at once, or waits for its time.
  private void subscribe(SubscribeRequest request, CompletableFuture<Subscription> outcome) {
    steps.catchUp();
    Long asOf = request.asOf();
    if (asOf == null || (asOf < steps.last().millis() && request.atLeast())) {
      begin(request, steps.last().millis(), outcome);
    } else if (asOf < steps.last().millis()) {
      throw new DatabaseException(
          SqlState.DATA_EXCEPTION,
          "Timestamp (%d) is not valid for all inputs: [%d]"
              .formatted(asOf, steps.last().millis()));
    } else {
      waiting.add(new Waiting(request, outcome));
    }
  }

  /// Begins a subscription with the state as it is, which from now on is that of `asOf`.
  private void begin(SubscribeRequest request, long asOf, CompletableFuture<Subscription> outcome) {
    Node node = null;
    try {
      node =
          request.plan() instanceof Plan.Get get
              ? watched(get.id())
              : steps
                  .relations()
                  .installTransient(
                      request.plan(), steps.scope().interruptedBy(request.interruption()));
      node.holders++;
      steps.raiseTo(asOf + 1);
      outcome.complete(steps.feeds().start(node, request, asOf, steps, mailbox::wake));
    } catch (Throwable e) {
      if (node != null) {
        steps.graph().release(node);
      }
      outcome.completeExceptionally(e);
    }
  }

  private Node watched(CollectionId id) {
    Relations.Maintained view = steps.relations().maintained(id);
    return view == null ? steps.relations().node(id) : view.arranged();
  }

  private void beginWaiting() {
    long now = steps.nowMillis();
    List<Waiting> due = new ArrayList<>();
    for (Waiting each : waiting) {
      if (asOf(each) < now) {
        due.add(each);
      }
    }
    if (!due.isEmpty()) {
      waiting.removeAll(due);
      due.forEach(w -> begin(w.request(), asOf(w), w.outcome()));
    }
  }

  private static long asOf(Waiting waiting) {
    Long asOf = waiting.request().asOf();
    return asOf == null ? 0 : asOf;
  }

  @Override
  public EngineStatus status() {
    CompletableFuture<EngineStatus> outcome = new CompletableFuture<>();
    mailbox.add(
        new Mailbox.Request(
            () -> outcome.complete(StatusSample.of(steps, store, mailbox.ports())), outcome));
    try {
      sample = outcome.get(STATUS_MILLIS_MAX, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.atDebug().setCause(e).log("status answered from the last sample");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return sample;
  }

  private void loop() {
    try {
      while (!isClosed()) {
        turn();
        mailbox.await(clock, wakeMillis());
      }
      steps.durable().join();
      steps.feeds().fail(shutdown());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      steps.feeds().fail(shutdown());
    } catch (Throwable e) {
      stop(e);
    }
  }

  private boolean isClosed() {
    mailbox.lock().lock();
    try {
      return mailbox.isClosed();
    } finally {
      mailbox.lock().unlock();
    }
  }

  private void stop(Throwable cause) {
    LOG.atError().setCause(cause).log("the engine stopped");
    DatabaseException reason =
        new DatabaseException(
            SqlState.SYSTEM_ERROR, "the engine stopped after a failure: see the server's log");
    mailbox.close(reason);
    waiting.forEach(w -> w.outcome().completeExceptionally(reason));
    steps.feeds().fail(reason);
    failed.complete(cause);
  }

  private void turn() {
    if (steps.nowMillis() >= expiryMillis) {
      steps.expireLogs();
      expiryMillis = steps.nowMillis() + EXPIRY_MILLIS;
    }
    beginWaiting();
    Mailbox.Mail mail = mailbox.take(config.transactionsMax(), stepSize.rowsMax());
    List<Runnable> acknowledgements = new ArrayList<>();
    try {
      for (Mailbox.Transaction transaction : mail.transactions()) {
        run(transaction, acknowledgements);
      }
      if (!mail.input().isEmpty() || steps.graph().dueMillis() <= steps.nowMillis()) {
        long start = System.nanoTime();
        steps.input(mail.input());
        stepSize.learn(mail.inputRows(), System.nanoTime() - start);
      }
      steps.durable().join();
    } catch (Throwable e) {
      DatabaseException reason =
          new DatabaseException(SqlState.IO_ERROR, "could not make the change durable");
      mail.transactions().forEach(t -> t.outcome().completeExceptionally(reason));
      mail.requests().forEach(r -> r.outcome().completeExceptionally(reason));
      throw e;
    }
    acknowledgements.forEach(Runnable::run);
    mail.input().forEach(b -> b.port().reached(b.position()));
    mail.requests().forEach(Mailbox.Request::run);
    steps.feeds().publish(steps.nowMillis());
  }

  private void run(Mailbox.Transaction transaction, List<Runnable> acknowledgements) {
    StepTime time;
    try {
      time = steps.transact(transaction.change());
    } catch (Steps.StepFailure e) {
      throw e;
    } catch (Throwable e) {
      acknowledgements.add(() -> transaction.outcome().completeExceptionally(e));
      return;
    }
    acknowledgements.add(() -> transaction.outcome().complete(time));
  }

  private long wakeMillis() {
    long wake = Math.min(steps.graph().dueMillis(), steps.feeds().wakeMillis());
    for (Waiting each : waiting) {
      wake = Math.min(wake, asOf(each) + 1);
    }
    if (steps.hasExpiringLogs()) {
      wake = Math.min(wake, expiryMillis);
    }
    return wake;
  }

  private static DatabaseException shutdown() {
    return new DatabaseException(
        SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
  }

  @Override
  public void close() {
    mailbox.close(shutdown());
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    workers.close();
    store.close();
  }
}
