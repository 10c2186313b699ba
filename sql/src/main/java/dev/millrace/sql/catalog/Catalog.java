package dev.millrace.sql.catalog;

import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Engine;
import dev.millrace.dataflow.port.Snapshot;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/// The current catalog and the only way to change it. Readers take [#current] and work on it;
/// changes come one at a time, each durable before anyone sees it. Any thread.
public final class Catalog {

  private final Engine engine;

  /// Held from reading the state a change is planned against until that change is visible.
  private final ReentrantLock changing = new ReentrantLock();

  /// Ids below these are taken, be it by drafts that are not durable. Guarded by `changing`.
  private long reservedId;

  private int reservedOid;

  /// The version of the last draft; they count down. Guarded by `changing`.
  private long draftVersion;

  private volatile CatalogState current;

  /// As the engine's thread has it: a change counts from its step on, not from its durability.
  private volatile CatalogState latest;

  private Catalog(Engine engine, CatalogState recovered) {
    this.engine = engine;
    this.current = recovered;
    this.latest = recovered;
  }

  /// The catalog that the engine recovered; call before the engine starts.
  public static Catalog recover(Engine engine) {
    return new Catalog(engine, CatalogCodec.decode(engine.recoveredCatalog()));
  }

  /// Gives a new server its first objects; call after the engine has started.
  public void bootstrap() {
    if (current.version() == 0) {
      change(edit -> {
        edit.bootstrap();
        return List.<Change.Delta>of();
      });
    }
  }

  /// The state that all changes so far have led to.
  public CatalogState current() {
    return current;
  }

  /// The state that the engine's last step has led to, for what the engine runs: [#current] follows
  /// when that step is durable.
  public CatalogState latest() {
    return latest;
  }

  /// Makes one change: `plan` edits the catalog and tells which rows go with it. If it throws, or
  /// the engine refuses, nothing has happened. Returns when the change is durable and visible.
  public CatalogState change(Function<CatalogEdit, List<Change.Delta>> plan) {
    return changeRows(edit -> {
      List<Change.Delta> deltas = plan.apply(edit);
      return _ -> deltas;
    });
  }

  /// As above, with rows that depend on the state the change meets: `plan` returns a function that
  /// the engine runs in the change's step.
  public CatalogState changeRows(
      Function<CatalogEdit, Function<Snapshot, List<Change.Delta>>> plan) {
    changing.lock();
    try {
      CatalogEdit edit = new CatalogEdit(current, reservedId, reservedOid);
      Function<Snapshot, List<Change.Delta>> rows = plan.apply(edit);
      return edit.isEmpty() ? current : apply(edit, s -> new Rows(List.of(), rows.apply(s)));
    } finally {
      changing.unlock();
    }
  }

  /// What goes with a change of the catalog: further durable entries, and rows.
  public record Rows(List<Change.CatalogEntry> entries, List<Change.Delta> deltas) {
    public Rows {
      entries = List.copyOf(entries);
      deltas = List.copyOf(deltas);
    }
  }

  /// One statement's change within a transaction, made of the state that those before it have led
  /// to.
  public record Draft(CatalogEdit edit, CatalogState after) {}

  /// Plans a change that is to be committed with others. Nothing happens but that its ids are taken
  /// for good.
  public Draft draft(CatalogState state, Consumer<CatalogEdit> plan) {
    changing.lock();
    try {
      CatalogEdit edit = new CatalogEdit(state, reservedId, reservedOid);
      plan.accept(edit);
      CatalogState after = edit.after(--draftVersion);
      reservedId = Math.max(reservedId, after.nextId);
      reservedOid = Math.max(reservedOid, after.nextOid);
      return new Draft(edit, after);
    } finally {
      changing.unlock();
    }
  }

  /// Makes drafts one change of the catalog as it is now.
  ///
  /// @param base the state that the first of them was made of
  /// @param interruption throws when the change is to be given up while it builds what it defines
  /// @param rows run by the engine in the change's step
  public void commit(
      CatalogState base, List<Draft> drafts, Runnable interruption, Function<Snapshot, Rows> rows) {
    changing.lock();
    try {
      List<CatalogEdit> edits = drafts.stream().map(Draft::edit).toList();
      CatalogEdit edit = DraftMerge.merge(base, drafts.getLast().after(), edits, current);
      edit.interruptedBy(interruption);
      apply(edit, rows);
    } finally {
      changing.unlock();
    }
  }

  private CatalogState apply(CatalogEdit edit, Function<Snapshot, Rows> rows) {
    try {
      CatalogState after = edit.after();
      engine
          .transact(snapshot -> {
            Rows with = rows.apply(snapshot);
            return edit.change(with.entries(), with.deltas()).onStep(() -> latest = after);
          })
          .thenAccept(_ -> current = after)
          .join();
      return after;
    } catch (CompletionException e) {
      throw unwrapped(e);
    }
  }

  private static RuntimeException unwrapped(CompletionException e) {
    return e.getCause() instanceof RuntimeException cause ? cause : e;
  }
}
