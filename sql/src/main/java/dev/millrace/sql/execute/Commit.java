package dev.millrace.sql.execute;

import dev.millrace.dataflow.batch.CollectionReader;
import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.sql.catalog.Catalog;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/// How what was written becomes a step: looked at and applied between two steps, all or nothing.
public final class Commit {

  private Commit() {}

  /// Makes what a transaction has written one step. Fails with 40001 if it rests on something that
  /// has changed. Returns when it is durable.
  public static void run(
      Instance instance, WriteBuffer writes, TransactionReads reads, Interruption interruption) {
    List<Definition> definitions = writes.definitions();
    List<Change.Delta> deltas = writes.deltas();
    if (!definitions.isEmpty()) {
      define(instance, definitions, deltas, writes, reads, interruption);
      return;
    }
    step(
        instance,
        snapshot -> {
          CatalogState latest = instance.catalog().latest();
          reads.validate(latest);
          require(writes, latest, OwnRows.of(writes, latest, latest), latest, snapshot);
          return new Change(writes.catalogEntries(), List.of(), deltas);
        });
  }

  /// The step of a transaction that changes the catalog, too.
  private static void define(
      Instance instance,
      List<Definition> definitions,
      List<Change.Delta> deltas,
      WriteBuffer writes,
      TransactionReads reads,
      Interruption interruption) {
    Catalog catalog = instance.catalog();
    CatalogState base = reads.base(catalog.current());
    CatalogState draft = definitions.getLast().draft().after();
    List<Item> sequences =
        draft.items().stream()
            .filter(i -> i.body() instanceof ItemBody.Sequence && base.item(i.id()) == null)
            .toList();
    catalog.commit(
        base,
        definitions.stream().map(Definition::draft).toList(),
        interruption::check,
        snapshot -> {
          reads.validate(draft);
          require(writes, catalog.latest(), OwnRows.of(writes, draft, base), base, snapshot);
          List<Change.CatalogEntry> entries = new ArrayList<>();
          sequences.forEach(s -> entries.add(instance.sequences().settleInStep(s)));
          entries.addAll(writes.catalogEntries());
          return new Catalog.Rows(entries, deltas);
        });
    definitions.forEach(each -> each.afterCommit().run());
  }

  /// Runs a statement that reads and writes between two steps; it puts what it writes into a buffer
  /// and is run on the engine's thread.
  public static void inOneStep(Frame frame, WriteBuffer writes, Statement statement) {
    Instance instance = frame.instance();
    step(
        instance,
        snapshot -> {
          writes.clear();
          List<Change.CatalogEntry> drawn;
          frame.draws().enterStep();
          try {
            statement.write(snapshot, writes);
          } finally {
            drawn = frame.draws().leaveStep();
          }
          CatalogState latest = instance.catalog().latest();
          require(writes, latest, OwnRows.of(writes, latest, latest), latest, snapshot);
          List<Change.CatalogEntry> entries = new ArrayList<>(drawn);
          entries.addAll(writes.catalogEntries());
          return new Change(entries, List.of(), writes.deltas());
        });
  }

  /// Reads and writes.
  @FunctionalInterface
  public interface Statement {
    /// Writes what follows from the state.
    void write(Snapshot snapshot, WriteBuffer writes);
  }

  private interface Step {
    Change change(Snapshot snapshot);
  }

  private static void step(Instance instance, Step step) {
    try {
      instance.engine().transact(step::change).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static void require(
      WriteBuffer writes, CatalogState latest, OwnRows own, CatalogState base, Snapshot snapshot) {
    writes.requireTables(latest, base);
    List<CommitCheck> checks = writes.checks(0);
    if (!checks.isEmpty()) {
      CollectionReader reader = own.over(CollectionReader.of(snapshot));
      checks.forEach(check -> check.verify(reader));
    }
  }
}
