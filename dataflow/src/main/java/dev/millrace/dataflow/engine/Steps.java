package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.history.History;
import dev.millrace.dataflow.operator.StepScope;
import dev.millrace.dataflow.operator.Workers;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Pin;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.time.StepTime;
import dev.millrace.storage.store.StepRecord;
import dev.millrace.storage.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Runs steps: numbers them, changes stored collections, hands the change to the store, runs the
/// graph, tells the feeds. A step is durable only when `durable()` completes; until then nothing of
/// it may be shown. Confined to the step thread.
final class Steps {

  /// A transaction is encoded in one array for the journal, and again for its collections.
  private static final long TRANSACTION_BYTES_MAX = 1L << 30;

  /// Checkpoints for the sake of logs that let rows go are so far apart at least.
  private static final long CHECKPOINT_MILLIS_MIN = 5_000;

  private final Store store;
  private final StepClock clock;
  private final Workers workers;
  private final Graph graph;
  private final Relations relations;
  private final Feeds feeds;
  private final History history;
  private final long pinMillisMax;
  private final Consumer<CollectionId> onDropped;
  private final StepLatency latency = new StepLatency();
  private final Set<Relations.Stored> touched = new LinkedHashSet<>();
  private StepTime last;
  private long floorMillis;

  /// When rows of logs were last found to be overdue, or let go; when that last asked for a
  /// checkpoint.
  private long expiryMillis;

  private long checkpointMillis;
  private boolean hasExpiringLogs;
  private long rowsIn;
  private CompletableFuture<Void> durable = CompletableFuture.completedFuture(null);

  Steps(
      Store store,
      EngineConfig config,
      StepClock clock,
      Workers workers,
      Consumer<CollectionId> onDropped) {
    this.onDropped = onDropped;
    this.store = store;
    this.clock = clock;
    this.workers = workers;
    this.graph = new Graph(config.operatorRowsMax(), config.recursionRoundsMax());
    this.relations = new Relations(graph, workers.shards(), store);
    this.feeds = new Feeds(graph);
    this.history = new History(config.pinBytesMax(), config.pinMillisMax());
    this.pinMillisMax = config.pinMillisMax();
    this.last = store.recoveredTime();
  }

  Graph graph() {
    return graph;
  }

  Relations relations() {
    return relations;
  }

  Feeds feeds() {
    return feeds;
  }

  StepLatency latency() {
    return latency;
  }

  long rowsIn() {
    return rowsIn;
  }

  /// The last step.
  StepTime last() {
    return last;
  }

  /// Completes when every step so far survives a crash.
  CompletableFuture<Void> durable() {
    return durable;
  }

  /// The clock's time, never going back.
  long nowMillis() {
    floorMillis = Math.max(floorMillis, clock.millis());
    return floorMillis;
  }

  /// Lets no later step be numbered below the given millisecond.
  void raiseTo(long millis) {
    floorMillis = Math.max(floorMillis, millis);
  }

  /// The state after the last step.
  Snapshot snapshot() {
    return new StepSnapshot(last, relations, this::pin);
  }

  private Pin pin() {
    History.Mark mark = history.mark(last, nowMillis(), graph.nextId());
    return new PinnedState(mark, history, relations, () -> history.trim(nowMillis()));
  }

  /// What is kept for those who read a state of the past.
  History history() {
    return history;
  }

  /// True if some log lets rows go: then [#expireLogs] is to be called now and then.
  boolean hasExpiringLogs() {
    return hasExpiringLogs;
  }

  /// Lets go of what logs need not keep any more. That is not a change: maintained collections keep
  /// what they have made of the rows. Who reads a pinned state must see the same rows each time, so
  /// pins are waited for, as long as they may last; then they are given up.
  void expireLogs() {
    long now = nowMillis();
    List<StoredCollection> logs = new ArrayList<>();
    for (Relations.Stored stored : relations.allStored().values()) {
      if (stored.rows().expires()) {
        logs.add(stored.rows());
      }
    }
    hasExpiringLogs = !logs.isEmpty();
    boolean isOverdue = logs.stream().anyMatch(log -> log.isOverdue(now));
    if (isOverdue) {
      history.trim(now);
    }
    if (!isOverdue || !history.isHeld() || now - expiryMillis > pinMillisMax) {
      expire(logs, now);
    }
    boolean isWanted = logs.stream().anyMatch(log -> log.needsCheckpoint(now));
    if (isWanted && !store.isCheckpointing() && now - checkpointMillis >= CHECKPOINT_MILLIS_MIN) {
      checkpointMillis = now;
      var _ = store.checkpoint();
    }
  }

  private void expire(List<StoredCollection> logs, long now) {
    expiryMillis = now;
    for (StoredCollection log : logs) {
      if (log.isOverdue(now)) {
        history.interrupt();
        log.expire(now);
      }
    }
  }

  /// What operators see between steps.
  StepScope scope() {
    return new StepScope(last.millis(), workers);
  }

  /// Re-creates collections after a restart.
  void restore(List<Action> actions) {
    for (Action action : actions) {
      switch (action) {
        case Action.CreateStored create -> relations.create(create, true);
        case Action.Install install -> relations.install(install, scope(), true);
        case Action.Widen widen -> relations.widen(widen);
        case Action.Drop drop -> relations.drop(drop.id());
        case Action.Resume resume -> relations.resume(resume.id(), scope());
      }
    }
  }

  /// Runs a transaction as a step of its own and returns the step's number. If it throws, nothing
  /// has happened.
  StepTime transact(Function<Snapshot, Change> transaction) {
    Change change = transaction.apply(snapshot());
    if (change.catalog().isEmpty() && change.actions().isEmpty() && change.deltas().isEmpty()) {
      return last;
    }
    long start = System.nanoTime();
    List<CollectionId> dropped = prepare(change);
    change.onStep().run();
    try {
      return run(change, dropped, start);
    } catch (Throwable e) {
      throw new StepFailure(e);
    }
  }

  /// The part of a transaction that must not fail.
  private StepTime run(Change change, List<CollectionId> dropped, long startNanos) {
    StepTime time = begin();
    List<StepRecord.CatalogEntry> entries =
        change.catalog().stream()
            .map(e -> new StepRecord.CatalogEntry(e.key(), e.value()))
            .toList();
    List<StepRecord.CollectionDelta> records = new ArrayList<>();
    change.deltas().forEach(d -> apply(d, records));
    List<Long> forgotten =
        dropped.stream().filter(this::isDurable).map(CollectionId::number).toList();
    commit(new StepRecord(time, entries, records, List.of(), forgotten));
    finish(startNanos);
    for (CollectionId id : dropped) {
      relations.drop(id).forEach(feeds::dropped);
      onDropped.accept(id);
    }
    return time;
  }

  /// Does the actions that may fail, and undoes them if one does. Returns what is to be dropped.
  private List<CollectionId> prepare(Change change) {
    List<CollectionId> dropped = new ArrayList<>();
    List<Runnable> undo = new ArrayList<>();
    StepScope scope = scope().interruptedBy(change.interruption());
    try {
      for (Action action : change.actions()) {
        switch (action) {
          case Action.CreateStored create -> {
            relations.create(create, false);
            undo.add(() -> relations.drop(create.id()));
          }
          case Action.Install install -> {
            relations.install(install, scope, false);
            undo.add(() -> relations.drop(install.id()));
          }
          case Action.Widen widen -> {
            undo.add(relations.widen(widen));
            history.interrupt();
          }
          case Action.Drop drop -> {
            relations.requireThere(drop.id());
            dropped.add(drop.id());
          }
          case Action.Resume resume -> {
            relations.resume(resume.id(), scope);
            history.interrupt();
          }
        }
      }
      requireFit(change.deltas());
    } catch (Throwable e) {
      undo.reversed().forEach(Runnable::run);
      throw e;
    }
    return dropped;
  }

  /// Refuses what cannot be applied before anything of it is.
  private void requireFit(List<Change.Delta> deltas) {
    Set<CollectionId> checked = new HashSet<>();
    long bytes = 0;
    for (Change.Delta delta : deltas) {
      bytes += delta.rows().bytes() + 16L * delta.rows().size() * delta.rows().columns.length;
      if (bytes > TRANSACTION_BYTES_MAX) {
        throw new DatabaseException(
            SqlState.PROGRAM_LIMIT_EXCEEDED, "the transaction changes too many rows at once");
      }
      if (checked.add(delta.collection()) && relations.stored(delta.collection()) == null) {
        throw new IllegalStateException(delta.collection() + " is not a stored collection");
      }
    }
  }

  private boolean isDurable(CollectionId id) {
    Relations.Stored stored = relations.stored(id);
    return stored != null && stored.rows().isDurable();
  }

  /// Runs one step of what sources read, which may be nothing: then only timers run.
  void input(List<Port.Batch> batches) {
    long start = System.nanoTime();
    StepTime time = begin();
    List<StepRecord.CollectionDelta> records = new ArrayList<>();
    List<StepRecord.SourcePosition> positions = new ArrayList<>();
    for (Port.Batch batch : batches) {
      for (Change.Delta delta : batch.deltas()) {
        if (relations.stored(delta.collection()) != null) {
          apply(delta, records);
        }
      }
      positions.add(
          new StepRecord.SourcePosition(batch.port().source().number(), batch.position()));
    }
    commit(new StepRecord(time, List.of(), records, positions, List.of()));
    finish(start);
  }

  private StepTime begin() {
    last = last.next(nowMillis());
    return last;
  }

  private void apply(Change.Delta delta, List<StepRecord.CollectionDelta> records) {
    Relations.Stored stored = Objects.requireNonNull(relations.stored(delta.collection()));
    Chunk rows = stored.rows().fitted(delta.rows());
    if (rows.size() == 0) {
      return;
    }
    rowsIn += rows.size();
    stored.rows().apply(rows);
    touched.add(stored);
    records.addAll(stored.rows().record(rows));
  }

  private void commit(StepRecord record) {
    if (!record.isEmpty()) {
      durable = store.commit(record);
    }
  }

  private void finish(long startNanos) {
    for (Relations.Stored stored : touched) {
      stored.rows().takeEffect().forEach(chunk -> stored.change(graph, chunk));
    }
    touched.clear();
    graph.run(scope());
    feeds.collect(last.millis());
    if (history.isHeld()) {
      remember();
    }
    graph.endStep();
    latency.add((System.nanoTime() - startNanos) / 1000);
  }

  private void remember() {
    for (Node node : graph.changed()) {
      if (node.holders > 0) {
        history.record(node.id, node.delta);
      }
    }
    history.trim(nowMillis());
  }

  /// Makes now a step of its own if time has passed, running the timers due: so that a read that
  /// asks for the time sees the state of that time.
  void catchUp() {
    if (graph.dueMillis() <= nowMillis()) {
      input(List.of());
    } else if (nowMillis() > last.millis()) {
      begin();
    }
  }

  /// A step failed half-way: its stored rows changed, its record may not have reached the store.
  /// The engine cannot go on from there.
  static final class StepFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StepFailure(Throwable cause) {
      super("a step failed half-way", cause);
    }
  }

  /// The state after one step.
  private record StepSnapshot(StepTime time, Relations relations, Supplier<Pin> pinning)
      implements Snapshot {

    @Override
    public void scan(CollectionId collection, Consumer<Chunk> rows) {
      relations.scan(collection, rows);
    }

    @Override
    public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
      relations.lookup(index, key, rows);
    }

    @Override
    public long[] keyWeights(CollectionId index, Chunk keys) {
      return relations.keyWeights(index, keys);
    }

    @Override
    public long rowCount(CollectionId collection) {
      return relations.rowCount(collection);
    }

    @Override
    public Pin pin() {
      return pinning.get();
    }
  }
}
