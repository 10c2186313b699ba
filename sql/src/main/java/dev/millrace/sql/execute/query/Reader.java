package dev.millrace.sql.execute.query;

import dev.millrace.dataflow.batch.BatchExecutor;
import dev.millrace.dataflow.batch.BatchRequest;
import dev.millrace.dataflow.batch.CollectionReader;
import dev.millrace.dataflow.batch.InputExport;
import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.dataflow.batch.Limits;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.SortKey;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.Environment;
import dev.millrace.sql.catalog.relation.CatalogFunctions;
import dev.millrace.sql.catalog.relation.RelationContext;
import dev.millrace.sql.execute.Frame;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Runs one-shot plans: rows of the engine as of the step that the transaction reads, rows of
/// catalog relations as of the frame's version.
public final class Reader {

  /// How often a wait looks whether it was cancelled.
  private static final long LOOK_MILLIS = 20;

  private Reader() {}

  /// The result of a plan, in order.
  public static List<Chunk> read(Plan plan, List<SortKey> order, Frame frame) {
    Limits limits = limits(frame);
    RelationContext context = frame.relationContext();
    Environment functions = new CatalogFunctions(context);
    Plan chosen = withIndexes(frame.reads().visible(plan, frame), frame);
    InputExport export = InputExport.of(chosen, id -> id.number() > 0);
    CollectionReader system = new SystemReader(frame, context);
    CollectionReader reader = system;
    long millis;
    if (export.isEmpty()) {
      millis = frame.reads().millis(chosen, frame);
    } else {
      InputExport.Rows rows = frame.reads().export(export, functions, limits, frame);
      reader = rows.reader(system);
      millis = rows.time().millis();
    }
    return BatchExecutor.run(
        new BatchRequest(
            export.plan(), order, reader, millis, functions, limits, frame.interruption()));
  }

  /// The result of a plan inside a step: for statements that read and write in one.
  public static List<Chunk> read(Plan plan, List<SortKey> order, Snapshot snapshot, Frame frame) {
    RelationContext context = frame.relationContext();
    CollectionReader reader = new SnapshotReader(snapshot, new SystemReader(frame, context));
    BatchRequest request =
        new BatchRequest(
            withIndexes(plan, frame),
            order,
            reader,
            snapshot.time().millis(),
            new CatalogFunctions(context),
            limits(frame),
            frame.interruption());
    return frame.settings().style().call(() -> BatchExecutor.run(request));
  }

  /// The plan with look-ups where an index makes them possible.
  public static Plan withIndexes(Plan plan, Frame frame) {
    return IndexChoice.apply(plan, frame.state());
  }

  private static Limits limits(Frame frame) {
    return new Limits(
        Limits.STANDARD.memoryBytes(), frame.settings().number("max_query_result_size"));
  }

  /// Waits for the engine, giving up when the statement is cancelled.
  public static <T> T await(CompletableFuture<T> future, Interruption interruption) {
    while (true) {
      interruption.check();
      try {
        return future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        // Not there yet.
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new DatabaseException(
            SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(e.getCause());
      }
    }
  }

  /// Catalog relations.
  private record SystemReader(Frame frame, RelationContext context) implements CollectionReader {
    @Override
    public void scan(CollectionId collection, Consumer<Chunk> rows) {
      frame.instance().relations().rows(collection.number(), context).forEach(rows);
    }

    @Override
    public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
      throw new IllegalStateException("catalog relations have no indexes");
    }
  }

  /// The engine's collections inside a step, and catalog relations.
  private record SnapshotReader(Snapshot snapshot, CollectionReader system)
      implements CollectionReader {
    @Override
    public void scan(CollectionId collection, Consumer<Chunk> rows) {
      if (collection.number() < 0) {
        system.scan(collection, rows);
      } else {
        snapshot.scan(collection, rows);
      }
    }

    @Override
    public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
      snapshot.lookup(index, key, rows);
    }
  }
}
