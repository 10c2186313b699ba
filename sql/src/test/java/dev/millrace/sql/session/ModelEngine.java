package dev.millrace.sql.session;

import dev.millrace.dataflow.batch.BatchExecutor;
import dev.millrace.dataflow.batch.BatchRequest;
import dev.millrace.dataflow.batch.CollectionReader;
import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.dataflow.batch.Limits;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Engine;
import dev.millrace.dataflow.port.EngineStatus;
import dev.millrace.dataflow.port.InputPort;
import dev.millrace.dataflow.port.Pin;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.dataflow.port.SubscribeRequest;
import dev.millrace.dataflow.port.Subscription;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.time.StepTime;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The engine's contract in the plainest form: tables are maps from row to weight, what is
/// maintained is evaluated from scratch whenever it is read, everything happens in the caller's
/// thread. It shows what the SQL side asks of an engine, without being one.
final class ModelEngine implements Engine {

  final SortedMap<String, byte[]> catalog = new TreeMap<>();
  private final Map<CollectionId, Stored> stored = new HashMap<>();
  private final Map<CollectionId, Action.Install> installed = new HashMap<>();
  private long millis = 1_000_000;

  private record Stored(List<SqlType> types, Map<List<@Nullable Object>, Integer> rows) {}

  @Override
  public SortedMap<String, byte[]> recoveredCatalog() {
    return catalog;
  }

  @Override
  public void restore(List<Action> actions) {
    actions.forEach(this::act);
  }

  @Override
  public void start() {}

  @Override
  public synchronized CompletableFuture<StepTime> transact(Function<Snapshot, Change> transaction) {
    try {
      Change change = transaction.apply(now());
      change.onStep().run();
      change.actions().forEach(this::act);
      change.deltas().forEach(this::add);
      for (Change.CatalogEntry entry : change.catalog()) {
        byte[] value = entry.value();
        if (value == null) {
          catalog.remove(entry.key());
        } else {
          catalog.put(entry.key(), value);
        }
      }
      millis++;
      return CompletableFuture.completedFuture(StepTime.ofMillis(millis));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void act(Action action) {
    switch (action) {
      case Action.CreateStored c ->
          stored.put(c.id(), new Stored(c.shape().types(), new LinkedHashMap<>()));
      case Action.Install i -> installed.put(i.id(), i);
      case Action.Drop d -> {
        stored.remove(d.id());
        installed.remove(d.id());
      }
      case Action.Widen w -> {
        Stored before = Objects.requireNonNull(stored.get(w.id()));
        List<@Nullable Object> added = w.shape().added();
        int more = w.shape().types().size() - before.types().size();
        Map<List<@Nullable Object>, Integer> rows = new LinkedHashMap<>();
        before
            .rows()
            .forEach((row, weight) -> {
              List<@Nullable Object> wide = new ArrayList<>(row);
              wide.addAll(added.subList(added.size() - more, added.size()));
              rows.put(wide, weight);
            });
        stored.put(w.id(), new Stored(w.shape().types(), rows));
      }
      case Action.Resume _ -> {}
    }
  }

  private void add(Change.Delta delta) {
    Stored collection = Objects.requireNonNull(stored.get(delta.collection()));
    Chunk rows = delta.rows();
    for (int i = 0; i < rows.size(); i++) {
      List<@Nullable Object> row = new ArrayList<>();
      for (Object value : rows.row(i)) {
        row.add(value instanceof Slice s ? s.detach() : value);
      }
      int weight = rows.weight(i);
      collection.rows().merge(row, weight, (a, b) -> a + b == 0 ? null : a + b);
    }
  }

  @Override
  public synchronized <T> CompletableFuture<T> read(Function<Snapshot, T> reader) {
    try {
      return CompletableFuture.completedFuture(reader.apply(now()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public InputPort input(CollectionId source) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Subscription> subscribe(SubscribeRequest request) {
    Deque<Subscription.Event> events = new ArrayDeque<>();
    if (request.snapshot()) {
      events.add(new Subscription.Event.Rows(millis, now().evaluate(request.plan())));
    }
    events.add(new Subscription.Event.End());
    return CompletableFuture.completedFuture(
        new Subscription() {
          @Override
          public long asOf() {
            return millis;
          }

          @Override
          public @Nullable Event poll(Duration timeout) {
            return events.poll();
          }

          @Override
          public void close() {}
        });
  }

  @Override
  public EngineStatus status() {
    return new EngineStatus(0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of());
  }

  @Override
  public void close() {}

  private View now() {
    return new View(StepTime.ofMillis(millis), stored);
  }

  /// A copy of everything, which later changes do not reach.
  private View copy() {
    Map<CollectionId, Stored> copies = new HashMap<>();
    stored.forEach((id, s) -> copies.put(id, new Stored(s.types(), new LinkedHashMap<>(s.rows()))));
    return new View(StepTime.ofMillis(millis), copies);
  }

  /// A copy, and what has changed since by comparing.
  private final class CopyPin implements Pin {
    private final View then = copy();

    @Override
    public StepTime time() {
      return then.time();
    }

    @Override
    public Snapshot snapshot() {
      return then;
    }

    @Override
    public void changes(CollectionId collection, Consumer<Chunk> rows) {
      then.scan(collection, chunk -> rows.accept(negated(chunk)));
      now().scan(collection, rows);
    }

    @Override
    public void changes(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
      then.lookup(index, key, chunk -> rows.accept(negated(chunk)));
      now().lookup(index, key, rows);
    }

    private static Chunk negated(Chunk chunk) {
      Chunk negated = chunk.emptyLike(chunk.size());
      for (int row = 0; row < chunk.size(); row++) {
        negated.appendFrom(chunk, row, -chunk.weight(row));
      }
      return negated;
    }

    @Override
    public void close() {}
  }

  /// A state.
  private final class View implements Snapshot, CollectionReader {
    private final StepTime time;
    private final Map<CollectionId, Stored> tables;

    private View(StepTime time, Map<CollectionId, Stored> tables) {
      this.time = time;
      this.tables = tables;
    }

    @Override
    public StepTime time() {
      return time;
    }

    @Override
    public Pin pin() {
      return new CopyPin();
    }

    @Override
    public void scan(CollectionId collection, Consumer<Chunk> rows) {
      Action.Install maintained = installed.get(collection);
      if (maintained != null) {
        evaluate(maintained.plan()).forEach(rows);
        return;
      }
      Stored table = Objects.requireNonNull(tables.get(collection));
      Chunk chunk = Chunk.of(table.types(), 16);
      table.rows().forEach((row, weight) -> chunk.appendRow(row.toArray(), weight));
      rows.accept(chunk);
    }

    @Override
    public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
      Action.Install maintained = Objects.requireNonNull(installed.get(index));
      for (Chunk chunk : evaluate(maintained.plan())) {
        Chunk found = chunk.emptyLike(4);
        for (int i = 0; i < chunk.size(); i++) {
          boolean isIt = true;
          for (int k = 0; k < key.size(); k++) {
            isIt &= key.get(k).equals(chunk.columns[maintained.key().get(k)].value(i));
          }
          if (isIt) {
            found.appendFrom(chunk, i, chunk.weight(i));
          }
        }
        rows.accept(found);
      }
    }

    @Override
    public long[] keyWeights(CollectionId index, Chunk keys) {
      return CollectionReader.super.keyWeights(index, keys);
    }

    private List<Chunk> evaluate(Plan plan) {
      return BatchExecutor.run(
          new BatchRequest(plan, List.of(), this, millis, null, Limits.NONE, Interruption.none()));
    }

    @Override
    public long rowCount(CollectionId collection) {
      return 0;
    }
  }
}
