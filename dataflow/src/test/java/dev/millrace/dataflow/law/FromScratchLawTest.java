package dev.millrace.dataflow.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dataflow.batch.BatchExecutor;
import dev.millrace.dataflow.batch.BatchRequest;
import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.dataflow.batch.Limits;
import dev.millrace.dataflow.engine.GraphRun;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.codec.PlanPrinter;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The law itself: after every step, whatever the plan and however the changes were cut into steps,
/// the maintained result is the result from scratch.
final class FromScratchLawTest {

  /// How one run differs from another in what must not matter.
  private record Variant(int rowsPerStep, int shards, boolean isViewFirst, boolean isWild) {}

  @Test
  void aChangeAtATimeGivesTheResultFromScratch() {
    Seeds.each(350, seed -> run(seed, new Variant(1, 1, true, seed % 4 == 0)));
  }

  @Test
  void sevenChangesAtATimeOnTwoShardsGiveTheResultFromScratch() {
    Seeds.each(350, seed -> run(1000_000 + seed, new Variant(7, 2, true, seed % 4 == 0)));
  }

  @Test
  void allChangesAtOnceGiveTheResultFromScratch() {
    Seeds.each(200, seed -> run(2000_000 + seed, new Variant(1000, 4, true, seed % 4 == 0)));
  }

  @Test
  void aViewCreatedOverDataGivesTheResultFromScratch() {
    Seeds.each(350, seed -> run(3000_000 + seed, new Variant(5, 2, false, seed % 4 == 0)));
  }

  private static void run(long seed, Variant variant) {
    Random random = new Random(seed);
    RandomValues values = new RandomValues(random, variant.isWild);
    Map<CollectionId, Multiset> data = new LinkedHashMap<>();
    List<Plan.Get> tables = BatchLawTest.tables(random, values, data);
    RandomPlans plans = new RandomPlans(random, values, tables, RandomPlans.Functions.FAILING);
    List<Plan> views = List.of(plans.plan(1 + random.nextInt(4)), plans.plan(2));
    if (isTooLarge(views, data)) {
      return;
    }
    try (GraphRun graph = new GraphRun(variant.shards, 1)) {
      World world = new World(random, values, tables, data, graph);
      tables.forEach(t -> graph.table(t.id(), t.types()));
      List<GraphRun.View> installed = new ArrayList<>();
      if (variant.isViewFirst) {
        views.forEach(v -> installed.add(graph.install(v)));
      }
      world.loadInitialRows(variant.rowsPerStep);
      if (!variant.isViewFirst) {
        views.forEach(v -> installed.add(graph.install(v)));
      }
      world.check(views, installed);
      for (int step = 0; step < 12; step++) {
        world.changeRandomly(variant.rowsPerStep);
        if (isTooLarge(views, data)) {
          return;
        }
        world.check(views, installed);
      }
      world.deleteEverything();
      world.check(views, installed);
      installed.forEach(GraphRun.View::drop);
      assertThat(graph.operators()).as("operators left after the drop").isZero();
    }
  }

  private static boolean isTooLarge(List<Plan> views, Map<CollectionId, Multiset> data) {
    try {
      views.forEach(v -> new Naive(data::get, 10).evaluate(v));
    } catch (Naive.TooLarge e) {
      return true;
    } catch (DatabaseException e) {
      return false;
    }
    return false;
  }

  /// Tables in the graph, the same tables as plain multisets, and the time.
  private static final class World {
    private final Random random;
    private final RandomValues values;
    private final List<Plan.Get> tables;
    private final Map<CollectionId, Multiset> data;
    private final GraphRun graph;
    private long millis;

    World(
        Random random,
        RandomValues values,
        List<Plan.Get> tables,
        Map<CollectionId, Multiset> data,
        GraphRun graph) {
      this.random = random;
      this.values = values;
      this.tables = tables;
      this.data = data;
      this.graph = graph;
    }

    /// Feeds what is in the plain tables to the graph.
    void loadInitialRows(int rowsPerStep) {
      for (Plan.Get table : tables) {
        for (Chunk chunk : data.get(table.id()).chunks(table.types(), rowsPerStep)) {
          graph.step(millis, Map.of(table.id(), chunk));
        }
      }
    }

    /// One step of random insertions and deletions; often the same row, often back and forth.
    void changeRandomly(int rows) {
      millis += random.nextInt(4);
      Map<CollectionId, Chunk> changes = new HashMap<>();
      for (int i = 0; i < Math.min(rows, 20); i++) {
        Plan.Get table = tables.get(random.nextInt(tables.size()));
        Multiset plain = data.get(table.id());
        List<List<Object>> present = new ArrayList<>();
        plain.forEach((row, _) -> present.add(row));
        boolean inserts = present.isEmpty() || random.nextInt(5) < 2;
        List<Object> row =
            inserts && (present.isEmpty() || random.nextInt(3) > 0)
                ? Arrays.asList(values.row(table.types()))
                : present.get(random.nextInt(present.size()));
        long weight =
            inserts ? 1 + random.nextInt(2) : -1 - random.nextInt((int) plain.weight(row));
        plain.add(row, weight);
        changes
            .computeIfAbsent(table.id(), _ -> Chunk.of(table.types(), 2))
            .appendRow(row.toArray(), (int) weight);
      }
      graph.step(millis, changes);
    }

    void deleteEverything() {
      millis += 1;
      Map<CollectionId, Chunk> changes = new HashMap<>();
      for (Plan.Get table : tables) {
        Chunk chunk = Chunk.of(table.types(), 2);
        data.get(table.id()).forEach((row, w) -> chunk.appendRow(row.toArray(), (int) -w));
        changes.put(table.id(), chunk);
        data.put(table.id(), new Multiset());
      }
      graph.step(millis, changes);
    }

    void check(List<Plan> plans, List<GraphRun.View> views) {
      for (int i = 0; i < plans.size(); i++) {
        Plan plan = plans.get(i);
        GraphRun.View view = views.get(i);
        Object expected = outcome(rows -> batch(plan, rows));
        String where = PlanPrinter.print(plan) + "at " + millis + " over\n" + data;
        if (RandomPlans.hasRounds(plan) && expected.equals("an error")) {
          assertThat(outcome(view::scan)).as(where).isNotInstanceOf(DatabaseException.class);
          continue;
        }
        assertThat(outcome(view::scan)).as(where).isEqualTo(expected);
        assertThat(outcome(view::contents)).as(where).isEqualTo(expected);
      }
    }

    private void batch(Plan plan, Consumer<Chunk> rows) {
      BatchExecutor.run(
          new BatchRequest(
              plan,
              List.of(),
              new BatchLawTest.Tables(tables, data, 3),
              millis,
              null,
              Limits.NONE,
              Interruption.none()),
          rows);
    }

    /// The rows, or that there was an error: which of several errors is shown is not defined.
    private static Object outcome(Consumer<Consumer<Chunk>> reader) {
      Multiset rows = new Multiset();
      try {
        reader.accept(rows::add);
        return rows;
      } catch (DatabaseException e) {
        return e.state().code().startsWith("XX") ? e : "an error";
      }
    }
  }
}
