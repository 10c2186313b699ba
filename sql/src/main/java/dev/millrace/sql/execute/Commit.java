package dev.millrace.sql.execute;

import dev.millrace.dataflow.batch.CollectionReader;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.sql.catalog.CatalogState;
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
          return deltas;
        });
  }

  /// Runs a statement that reads and writes between two steps; it puts what it writes into a buffer
  /// and is run on the engine's thread.
  public static void inOneStep(Instance instance, WriteBuffer writes, Statement statement) {
    step(
        instance,
        snapshot -> {
          writes.clear();
          statement.write(snapshot, writes);
          require(writes, instance.catalog().latest(), snapshot);
          return writes.deltas();
        });
  }

  /// Reads and writes.
  @FunctionalInterface
  public interface Statement {
    /// Writes what follows from the state.
    void write(Snapshot snapshot, WriteBuffer writes);
  }

  private interface Step {
    List<Change.Delta> deltas(Snapshot snapshot);
  }

  private static void step(Instance instance, Step step) {
    try {
      instance
          .engine()
          .transact(snapshot -> new Change(List.of(), List.of(), step.deltas(snapshot)))
          .join();
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
