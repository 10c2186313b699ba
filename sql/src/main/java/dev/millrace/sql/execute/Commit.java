package dev.millrace.sql.execute;

import dev.millrace.dataflow.batch.CollectionReader;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.sql.catalog.CatalogState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/// How what was written becomes a step: looked at and applied between two steps, all or nothing.
public final class Commit {

  private Commit() {}

  /// Makes what a transaction has written one step. Fails with 40001 if it rests on something that
  /// has changed. Returns when it is durable.
  public static void run(Instance instance, WriteBuffer writes, TransactionReads reads) {
    List<Change.Delta> deltas = writes.deltas();
    step(
        instance,
        snapshot -> {
          reads.validate();
          require(writes, instance.catalog().latest(), snapshot);
          return new Change(writes.catalogEntries(), List.of(), deltas);
        });
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
          require(writes, instance.catalog().latest(), snapshot);
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

  private static void require(WriteBuffer writes, CatalogState state, Snapshot snapshot) {
    writes.requireTables(state);
    List<CommitCheck> checks = writes.checks(0);
    if (!checks.isEmpty()) {
      CollectionReader reader = OwnRows.of(writes, state).over(CollectionReader.of(snapshot));
      checks.forEach(check -> check.verify(reader));
    }
  }
}
