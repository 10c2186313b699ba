package dev.millrace.sql.execute;

import dev.millrace.dataflow.batch.BatchExecutor;
import dev.millrace.dataflow.batch.BatchRequest;
import dev.millrace.dataflow.batch.CollectionReader;
import dev.millrace.dataflow.batch.InputExport;
import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.dataflow.batch.Limits;
import dev.millrace.dataflow.history.Overlay;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Engine;
import dev.millrace.dataflow.port.Pin;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Environment;
import dev.millrace.model.time.StepTime;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.catalog.Catalog;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.relation.CatalogFunctions;
import dev.millrace.sql.execute.query.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where the statements of one transaction read, and what they have read. A transaction that is one
/// statement reads the last step. Any other pins the step of its first read, answers everything at
/// it under its own writes, and remembers what it has read, so that COMMIT can tell whether another
/// transaction has changed that meanwhile. Confined to the session's thread.
/*
 * What was read is remembered as plans over single collections with nothing but filters and
 * projections in them: the part of each query that copies rows out of the engine. Such a plan is
 * linear, so run over what has changed since, it gives what has changed in its result. If nothing
 * has, the query would give the same again, whatever it did with the rows. That sees rows that
 * came, too, and takes a change for a conflict that would not have changed the query's result only
 * where the query groups, joins or sorts it away.
 */
public final class TransactionReads implements AutoCloseable {

  /// Different reads remembered one by one; beyond, whole collections are.
  private static final int READS_MAX = 4096;

  private final Engine engine;
  private final WriteBuffer writes;
  private volatile PinHolder holder = new PinHolder();
  private final Map<Plan, Environment> reads = new LinkedHashMap<>();
  private boolean isSingle;
  private @Nullable CatalogState pinnedCatalog;

  /// The pin, which the engine's thread makes and the session's thread lets go.
  private static final class PinHolder {
    private @Nullable Pin pin;
    private boolean isClosed;

    synchronized Pin pin(Snapshot now) {
      if (isClosed) {
        throw new DatabaseException(
            SqlState.QUERY_CANCELED, "canceling statement due to user request");
      }
      Pin known = pin;
      if (known == null) {
        known = now.pin();
        pin = known;
      }
      return known;
    }

    synchronized @Nullable Pin pin() {
      return pin;
    }

    synchronized void close() {
      isClosed = true;
      if (pin != null) {
        pin.close();
      }
    }
  }

  /// @param writes what the transaction has written
  public TransactionReads(Engine engine, WriteBuffer writes) {
    this.engine = engine;
    this.writes = writes;
  }

  /// Tells whether the next statement is the whole transaction.
  public void statementBegins(boolean isWhole) {
    isSingle = isWhole;
  }

  /// True if the running statement is the whole transaction, so that it may read the last step.
  public boolean isSingle() {
    return isSingle;
  }

  /// True once a step is pinned.
  public boolean isPinned() {
    return holder.pin() != null;
  }

  /// The pinned step, or null. Any thread.
  public @Nullable StepTime pinned() {
    Pin pin = holder.pin();
    return pin == null ? null : pin.time();
  }

  /// The catalog to read by: as the transaction has made it, as of the pinned step, or the given
  /// one.
  public CatalogState catalogOr(CatalogState current) {
    CatalogState draft = writes.draft();
    return draft != null ? draft : base(current);
  }

  /// The catalog without what the transaction itself has made of it.
  CatalogState base(CatalogState current) {
    return pinnedCatalog != null ? pinnedCatalog : current;
  }

  private OwnRows own(CatalogState state) {
    return OwnRows.of(writes, state, base(state));
  }

  /// The first read settles which catalog the transaction goes by.
  private void pinCatalog(CatalogState state) {
    if (pinnedCatalog == null) {
      pinnedCatalog = state;
    }
  }

  /// Changes the catalog when the transaction commits; until then only its own statements see it.
  /// What the change looks at in tables counts as read, and what it does to their rows as written.
  void define(Definitions.Plan plan, Runnable afterCommit, Frame frame) {
    pin(frame);
    CatalogState before = catalogOr(frame.state());
    List<Function<Snapshot, List<Change.Delta>>> rows = new ArrayList<>();
    Catalog.Draft draft =
        frame.instance().catalog().draft(before, edit -> rows.add(plan.apply(edit)));
    if (draft.edit().isEmpty()) {
      return;
    }
    List<CollectionId> scanned = new ArrayList<>();
    OwnRows own = own(before);
    List<Change.Delta> deltas =
        Reader.await(
            engine.read(now -> {
              Snapshot pinned = holder.pin(now).snapshot();
              CollectionReader reader = own.over(CollectionReader.of(pinned));
              return rows.getFirst().apply(new OwnSnapshot(pinned, reader, scanned));
            }),
            frame.interruption());
    Environment functions = new CatalogFunctions(frame.relationContext());
    scanned.forEach(table -> remember(all(before.requireItem(table.number())), functions));
    writes.define(new Definition(draft, afterCommit));
    for (Change.Delta delta : deltas) {
      writes.add(draft.after().requireItem(delta.collection().number()), delta.rows());
    }
  }

  /// Settles the step and the catalog that the transaction goes by, unless a read has.
  private void pin(Frame frame) {
    if (pinnedCatalog == null) {
      Catalog catalog = frame.instance().catalog();
      pinnedCatalog =
          Reader.await(
              engine.read(now -> {
                holder.pin(now);
                return catalog.latest();
              }),
              frame.interruption());
    }
  }

  /// The plan as the transaction sees what it reads.
  public Plan visible(Plan plan, Frame frame) {
    return writes.isEmpty() ? plan : own(frame.state()).visible(plan, frame.instance().functions());
  }

  /// Copies out of the engine what a query needs.
  public InputExport.Rows export(
      InputExport export, Environment functions, Limits limits, Frame frame) {
    Interruption interruption = frame.interruption();
    if (isSingle) {
      return Reader.await(
          engine.read(now -> export.read(now, functions, limits, interruption)), interruption);
    }
    pinCatalog(frame.state());
    export.parts().forEach(part -> remember(linear(part), functions));
    OwnRows own = own(frame.state());
    return Reader.await(
        engine.read(now -> {
          interruption.check();
          Pin pin = holder.pin(now);
          CollectionReader reader = own.over(CollectionReader.of(pin.snapshot()));
          return export.read(reader, pin.time(), functions, limits, interruption);
        }),
        interruption);
  }

  /// What mz_now() is for a plan that reads nothing from the engine.
  public long millis(Plan plan, Frame frame) {
    Pin pin = holder.pin();
    if (pin == null && !isSingle && isTimed(plan)) {
      pinCatalog(frame.state());
      pin = Reader.await(engine.read(holder::pin), frame.interruption());
    }
    return pin == null || isSingle ? frame.instance().nowMillis() : pin.time().millis();
  }

  private static boolean isTimed(Plan plan) {
    return PlanTrees.inOrder(plan).stream()
        .anyMatch(node ->
            node instanceof Plan.TemporalFilter
                || PlanTrees.scalars(node).stream()
                    .anyMatch(s -> !ScalarTrees.atMillis(s, 0).equals(s)));
  }

  /// Looks at what a statement of a longer transaction requires of what it has written.
  public void verify(List<CommitCheck> checks, Frame frame) {
    if (checks.isEmpty()) {
      return;
    }
    pinCatalog(frame.state());
    OwnRows own = own(frame.state());
    Reader.await(
        engine.read(now -> {
          CollectionReader reader = own.over(CollectionReader.of(holder.pin(now).snapshot()));
          checks.forEach(check -> check.verify(reader));
          return true;
        }),
        frame.interruption());
  }

  /// Runs a look at rows by key, on the engine's thread, in the state that the transaction reads
  /// under its own writes.
  public <T> T probe(Function<CollectionReader, T> look, Frame frame) {
    if (isSingle && writes.isEmpty()) {
      return Reader.await(
          engine.read(now -> look.apply(CollectionReader.of(now))), frame.interruption());
    }
    pinCatalog(frame.state());
    OwnRows own = own(frame.state());
    return Reader.await(
        engine.read(now -> look.apply(own.over(CollectionReader.of(holder.pin(now).snapshot())))),
        frame.interruption());
  }

  /// Remembers that the rows of keys were read.
  public void rememberLookup(
      CollectionId index,
      List<Integer> columns,
      List<List<Object>> keys,
      List<SqlType> types,
      Frame frame) {
    remember(
        new Plan.IndexLookup(index, columns, keys, types),
        new CatalogFunctions(frame.relationContext()));
  }

  private static Plan all(Item table) {
    return new Plan.Get(
        table.collection(), table.columns().stream().map(ColumnDefinition::type).toList());
  }

  private void remember(Plan read, Environment functions) {
    if (reads.size() < READS_MAX) {
      reads.putIfAbsent(read, functions);
      return;
    }
    Map<Plan, Environment> whole = new LinkedHashMap<>();
    reads.forEach((plan, env) -> whole.putIfAbsent(whole(plan), env));
    whole.putIfAbsent(whole(read), functions);
    reads.clear();
    reads.putAll(whole);
  }

  /// The lowest part of a read that only filters and projects.
  private static Plan linear(Plan part) {
    Plan linear = part;
    for (Plan node = part; !node.inputs().isEmpty(); node = node.inputs().getFirst()) {
      if (node instanceof Plan.TopK || node instanceof Plan.Reduce) {
        linear = node.inputs().getFirst();
      }
    }
    return linear;
  }

  private static Plan whole(Plan read) {
    Plan leaf = read;
    while (!leaf.inputs().isEmpty()) {
      leaf = leaf.inputs().getFirst();
    }
    return leaf instanceof Plan.IndexLookup lookup
        ? new Plan.Get(lookup.index(), lookup.types())
        : leaf;
  }

  /// Fails with 40001 if another transaction has changed what was read. On the engine's thread.
  void validate(CatalogState current) {
    Pin pin = holder.pin();
    if (pin == null) {
      return;
    }
    CatalogState state = catalogOr(current);
    CollectionReader changes = own(state).under(changes(pin));
    reads.forEach((read, functions) -> {
      Overlay net = new Overlay(read.types());
      try {
        BatchExecutor.run(
            new BatchRequest(
                read,
                List.of(),
                changes,
                pin.time().millis(),
                functions,
                Limits.NONE,
                Interruption.none()),
            rows -> net.add(rows, 1));
      } catch (DatabaseException e) {
        throw e.state() == SqlState.CONFIGURATION_LIMIT_EXCEEDED ? e : conflict();
      }
      if (!net.isEmpty()) {
        throw conflict();
      }
    });
  }

  private static CollectionReader changes(Pin pin) {
    return new CollectionReader() {
      @Override
      public void scan(CollectionId collection, Consumer<Chunk> rows) {
        pin.changes(collection, rows);
      }

      @Override
      public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
        pin.changes(index, key, rows);
      }
    };
  }

  private static DatabaseException conflict() {
    return new DatabaseException(
        SqlState.SERIALIZATION_FAILURE,
        "could not serialize access due to read/write dependencies among transactions",
        null,
        "The transaction might succeed if retried.",
        0);
  }

  /// Forgets what was read: what comes is another transaction, which reads anew.
  public void restart() {
    holder.close();
    holder = new PinHolder();
    reads.clear();
    pinnedCatalog = null;
  }

  /// The pinned state under what the transaction has written; notes what is looked at.
  private record OwnSnapshot(Snapshot pinned, CollectionReader reader, List<CollectionId> scanned)
      implements Snapshot {
    @Override
    public StepTime time() {
      return pinned.time();
    }

    @Override
    public void scan(CollectionId collection, Consumer<Chunk> rows) {
      scanned.add(collection);
      reader.scan(collection, rows);
    }

    @Override
    public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
      throw new IllegalStateException("a change of the catalog looks at whole tables");
    }

    @Override
    public long[] keyWeights(CollectionId index, Chunk keys) {
      return reader.keyWeights(index, keys);
    }

    @Override
    public long rowCount(CollectionId collection) {
      return pinned.rowCount(collection);
    }

    @Override
    public Pin pin() {
      throw new IllegalStateException("this state is pinned already");
    }
  }

  @Override
  public void close() {
    holder.close();
  }
}
