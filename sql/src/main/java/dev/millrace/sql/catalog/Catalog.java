package dev.millrace.sql.catalog;

import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Engine;
import dev.millrace.dataflow.port.Snapshot;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The current catalog and the only way to change it. Readers take [#current] and work on it;
/// changes come one at a time, each durable before anyone sees it. Any thread.
public final class Catalog {

  private final Engine engine;

  /// Held from reading the state a change is planned against until that change is visible.
  private final ReentrantLock changing = new ReentrantLock();

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
      CatalogEdit edit = new CatalogEdit(current);
      Function<Snapshot, List<Change.Delta>> rows = plan.apply(edit);
      if (edit.isEmpty()) {
        return current;
      }
      CatalogState after = edit.after();
      engine
          .transact(snapshot -> {
            Change change = edit.change(rows.apply(snapshot));
            latest = after;
            return change;
          })
          .thenAccept(_ -> current = after)
          .join();
      return after;
    } catch (CompletionException e) {
      latest = current;
      throw unwrapped(e);
    } finally {
      changing.unlock();
    }
  }

  private static RuntimeException unwrapped(CompletionException e) {
    return e.getCause() instanceof RuntimeException cause ? cause : e;
  }
}
