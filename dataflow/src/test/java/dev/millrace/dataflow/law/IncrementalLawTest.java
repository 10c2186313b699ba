package dev.millrace.dataflow.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dataflow.engine.GraphRun;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The engine's side of the law: after every step every view holds what its plan means for the
/// inputs so far, whenever it was installed and however many workers there are; and its operators'
/// states say the same as the deltas they emitted.
final class IncrementalLawTest {

  private static final int STEPS = 12;

  @Test
  void everyViewHoldsAfterEveryStepWhatItsPlanMeans() {
    int[] full = {0};
    Seeds.each(600, seed -> full[0] += new Run(seed).play());
    if (Long.getLong("millrace.seed") == null) {
      assertThat(full[0]).as("comparisons of results that are not empty").isGreaterThan(2000);
    }
  }

  /// One random history.
  private static final class Run {
    private final Random random;
    private final RandomValues values;
    private final Map<CollectionId, Multiset> data = new LinkedHashMap<>();
    private final List<Plan.Get> tables = new ArrayList<>();
    private final Map<Plan, GraphRun.View> views = new LinkedHashMap<>();
    private final RandomPlans plans;
    private final int shards;
    private final long parallelFrom;
    private int full;

    Run(long seed) {
      this.random = new Random(seed);
      this.values = new RandomValues(random, seed % 4 == 0);
      this.shards = 1 << random.nextInt(3);
      this.parallelFrom = random.nextBoolean() ? 0 : Long.MAX_VALUE;
      for (int i = 1; i <= 3; i++) {
        List<SqlType> types = values.rowType(2 + random.nextInt(3), RandomPlans.TYPES);
        tables.add(new Plan.Get(new CollectionId(i), types));
        data.put(new CollectionId(i), new Multiset());
      }
      this.plans = new RandomPlans(random, values, tables, RandomPlans.Functions.FAILING);
    }

    int play() {
      try (GraphRun graph = new GraphRun(shards, parallelFrom)) {
        tables.forEach(t -> graph.table(t.id(), t.types()));
        long millis = 0;
        for (int step = 0; step < STEPS; step++) {
          if (step % 4 == 0) {
            Plan plan = plans.plan(1 + random.nextInt(4));
            if (!views.containsKey(plan)) {
              views.put(plan, graph.install(plan));
            }
            compare(millis);
          }
          millis += random.nextInt(4);
          graph.step(millis, changes());
          compare(millis);
        }
        views.values().forEach(GraphRun.View::drop);
        assertThat(graph.operators()).as("operators left").isZero();
      }
      return full;
    }

    private Map<CollectionId, Chunk> changes() {
      Map<CollectionId, Chunk> changes = new HashMap<>();
      for (Plan.Get table : tables) {
        Chunk chunk = Chunk.of(table.types(), 4);
        Multiset rows = data.get(table.id());
        for (int i = random.nextInt(4); i > 0; i--) {
          if (random.nextInt(3) > 0) {
            add(rows, chunk, Arrays.asList(values.row(table.types())), 1 + random.nextInt(2));
          } else {
            List<@Nullable Object> victim = any(rows);
            if (victim != null) {
              add(rows, chunk, victim, -1 - random.nextInt((int) rows.weight(victim)));
            }
          }
        }
        if (chunk.size() > 0) {
          changes.put(table.id(), chunk);
        }
      }
      return changes;
    }

    private @Nullable List<@Nullable Object> any(Multiset rows) {
      List<List<@Nullable Object>> all = new ArrayList<>();
      rows.forEach((row, _) -> all.add(row));
      all.sort((a, b) -> a.toString().compareTo(b.toString()));
      return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private static void add(Multiset rows, Chunk chunk, List<@Nullable Object> row, int weight) {
      @Nullable Object[] values = row.toArray();
      for (int i = 0; i < values.length; i++) {
        // of two equal zeros the multiset would remember one and a tie be decided by the other
        values[i] = values[i] instanceof Double d ? (Double) (d + 0.0) : values[i];
      }
      rows.add(Arrays.asList(values), weight);
      chunk.appendRow(values, weight);
    }

    private void compare(long millis) {
      views.forEach((plan, view) -> {
        Object expected = outcome(() -> new Naive(data::get, millis).evaluate(plan));
        if (expected instanceof Naive.TooLarge) {
          return;
        }
        Object kept = outcome(() -> rows(view::scan));
        if (expected instanceof DatabaseException) {
          if (RandomPlans.hasRounds(plan)) {
            return;
          }
          assertThat(kept).as(plan.toString()).isInstanceOf(DatabaseException.class);
          return;
        }
        assertThat(kept).as(plan.toString()).isEqualTo(expected);
        assertThat(rows(view::contents)).as("state of " + plan).isEqualTo(expected);
        full += ((Multiset) expected).size() > 0 ? 1 : 0;
      });
    }

    private static Multiset rows(Consumer<Consumer<Chunk>> scan) {
      Multiset rows = new Multiset();
      scan.accept(rows::add);
      return rows;
    }

    private static Object outcome(java.util.function.Supplier<Object> evaluation) {
      try {
        return evaluation.get();
      } catch (DatabaseException | Naive.TooLarge e) {
        return e;
      }
    }
  }
}
