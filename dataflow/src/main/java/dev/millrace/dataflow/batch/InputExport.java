package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.codec.SessionStyle;
import dev.millrace.model.function.AggregateKind;
import dev.millrace.model.function.Environment;
import dev.millrace.model.time.StepTime;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The part of a one-shot query that runs on the step thread: it copies the rows out that the query
/// needs, filtered and projected, so that joins, groups and sorts run elsewhere on one pinned step.
/// Only what makes few rows of many at a glance (`count(*)`, ORDER BY with a small LIMIT) runs
/// there too: copying would cost as much.
///
/// ```
/// InputExport inputs = InputExport.of(plan, engineHasIt);
/// InputExport.Rows rows = engine.read(s -> inputs.read(s, environment, limits)).join();
/// var request = new BatchRequest(inputs.plan(), order, rows.reader(catalog), rows.millis(), …);
/// BatchExecutor.run(request);
/// ```
public final class InputExport {

  private final Plan plan;
  private final List<Plan> parts;

  /// Of the session that asks: the step thread has none.
  private final SessionStyle style = SessionStyle.current();

  private InputExport(Plan plan, List<Plan> parts) {
    this.plan = plan;
    this.parts = parts;
  }

  /// Finds what a plan reads from the engine.
  ///
  /// @param isStored tells the engine's collections from those that others produce (the catalog's)
  public static InputExport of(Plan plan, Predicate<CollectionId> isStored) {
    Plan shared = PlanTrees.share(plan);
    Map<Plan, Boolean> parts = new IdentityHashMap<>();
    List<Plan> roots = new ArrayList<>();
    for (Plan node : PlanTrees.inOrder(shared)) {
      boolean isPart =
          switch (node) {
            case Plan.Get p -> isStored.test(p.id());
            case Plan.IndexLookup p -> isStored.test(p.index());
            case Plan.Mfp p -> parts.containsKey(p.input());
            case Plan.TemporalFilter p -> parts.containsKey(p.input());
            case Plan.TopK p -> parts.containsKey(p.input()) && isShort(p);
            case Plan.Reduce p -> parts.containsKey(p.input()) && isOneRow(p);
            default -> false;
          };
      if (isPart) {
        parts.put(node, true);
      } else {
        addRoots(node.inputs(), parts, roots);
      }
    }
    addRoots(List.of(shared), parts, roots);
    return new InputExport(shared, roots);
  }

  /// A few rows of many: cheaper to find than to copy what they are found among.
  private static boolean isShort(Plan.TopK top) {
    Long limit = top.limit();
    return limit != null && top.group().isEmpty() && limit + top.offset() <= Chunk.CAPACITY;
  }

  /// An accumulator over everything, for example `count(*)` of a table.
  private static boolean isOneRow(Plan.Reduce reduce) {
    return reduce.keys().isEmpty()
        && reduce.aggregates().stream()
            .allMatch(a -> a.function().kind() != AggregateKind.GENERIC && !a.isDistinct());
  }

  private static void addRoots(List<Plan> inputs, Map<Plan, Boolean> parts, List<Plan> roots) {
    for (Plan input : inputs) {
      if (Boolean.TRUE.equals(parts.get(input))) {
        roots.add(input);
        parts.put(input, false);
      }
    }
  }

  /// The plan to run afterwards: equal to the given one, and what [Rows] knows parts of.
  public Plan plan() {
    return plan;
  }

  /// What is read from the engine: plans over its collections alone.
  public List<Plan> parts() {
    return List.copyOf(parts);
  }

  /// True if the query reads nothing from the engine.
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /// Copies the rows out; on the step thread.
  public Rows read(Snapshot snapshot, @Nullable Environment environment, Limits limits) {
    return read(snapshot, environment, limits, Interruption.none());
  }

  /// Copies the rows out, stopping when the query is interrupted; on the step thread.
  public Rows read(
      Snapshot snapshot,
      @Nullable Environment environment,
      Limits limits,
      Interruption interruption) {
    return read(CollectionReader.of(snapshot), snapshot.time(), environment, limits, interruption);
  }

  /// Copies the rows out of a state that is read through something; on the step thread.
  public Rows read(
      CollectionReader reader,
      StepTime time,
      @Nullable Environment environment,
      Limits limits,
      Interruption interruption) {
    Budget budget = new Budget(limits.memoryBytes());
    Map<Plan, List<Chunk>> known = new IdentityHashMap<>();
    for (Plan part : parts) {
      List<Chunk> rows = new ArrayList<>();
      BatchRequest request =
          new BatchRequest(
              part, List.of(), reader, time.millis(), environment, limits, interruption);
      style.run(() ->
          BatchExecutor.run(
              request,
              chunk -> {
                budget.take(chunk);
                rows.add(chunk);
              }));
      known.put(part, rows);
    }
    return new Rows(time, known);
  }

  /// The rows of a query's inputs as of one step.
  public static final class Rows {
    private final StepTime time;
    private final Map<Plan, List<Chunk>> known;

    private Rows(StepTime time, Map<Plan, List<Chunk>> known) {
      this.time = time;
      this.known = known;
    }

    /// The step.
    public StepTime time() {
      return time;
    }

    /// What the query is to read from.
    ///
    /// @param others answers for the collections that are not the engine's
    public CollectionReader reader(CollectionReader others) {
      return new CollectionReader() {
        @Override
        public void scan(CollectionId collection, Consumer<Chunk> rows) {
          others.scan(collection, rows);
        }

        @Override
        public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
          others.lookup(index, key, rows);
        }

        @Override
        public @Nullable List<Chunk> known(Plan part) {
          List<Chunk> rows = known.get(part);
          return rows != null ? rows : others.known(part);
        }
      };
    }
  }
}
