package dev.millrace.dataflow.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dataflow.batch.BatchExecutor;
import dev.millrace.dataflow.batch.BatchRequest;
import dev.millrace.dataflow.batch.CollectionReader;
import dev.millrace.dataflow.batch.Interruption;
import dev.millrace.dataflow.batch.Limits;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.codec.PlanPrinter;
import dev.millrace.dataflow.plan.codec.PlanTypecheck;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class BatchLawTest {

  @Test
  void theBatchExecutorAnswersWhatThePlanIsDefinedToMean() {
    int[] compared = {0};
    int[] failed = {0};
    int[] full = {0};
    Seeds.each(
        1500,
        seed -> {
          Random random = new Random(seed);
          RandomValues values = new RandomValues(random, seed % 4 == 0);
          Map<CollectionId, Multiset> data = new LinkedHashMap<>();
          List<Plan.Get> tables = tables(random, values, data);
          Plan plan =
              new RandomPlans(random, values, tables, RandomPlans.Functions.FAILING)
                  .plan(1 + random.nextInt(4));
          PlanTypecheck.check(plan);
          Object expected = outcome(() -> new Naive(data::get, 10).evaluate(plan));
          if (expected instanceof Naive.TooLarge) {
            return;
          }
          int capacity = 1 + random.nextInt(4);
          Object actual = outcome(() -> batch(plan, tables, data, capacity));
          if (expected instanceof DatabaseException) {
            assertThat(actual).as(PlanPrinter.print(plan)).isInstanceOf(DatabaseException.class);
            failed[0]++;
          } else {
            assertThat(actual).as(PlanPrinter.print(plan)).isEqualTo(expected);
            compared[0]++;
            full[0] += ((Multiset) expected).size() > 0 ? 1 : 0;
          }
        });
    if (Long.getLong("millrace.seed") == null) {
      assertThat(full[0])
          .as("plans with a result, of %s and %s", compared[0], failed[0])
          .isGreaterThan(500);
    }
  }

  static List<Plan.Get> tables(
      Random random, RandomValues values, Map<CollectionId, Multiset> data) {
    List<Plan.Get> tables = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      List<SqlType> types = values.rowType(2 + random.nextInt(3), RandomPlans.TYPES);
      Plan.Get table = new Plan.Get(new CollectionId(i), types);
      tables.add(table);
      Multiset rows = new Multiset();
      for (int row = random.nextInt(12); row > 0; row--) {
        rows.add(Arrays.asList(values.row(types)), 1 + random.nextInt(2));
      }
      data.put(table.id(), rows);
    }
    return tables;
  }

  private static Object outcome(java.util.function.Supplier<Object> evaluation) {
    try {
      return evaluation.get();
    } catch (DatabaseException | Naive.TooLarge e) {
      return e;
    }
  }

  private static Multiset batch(
      Plan plan, List<Plan.Get> tables, Map<CollectionId, Multiset> data, int capacity) {
    Multiset result = new Multiset();
    BatchExecutor.run(
            new BatchRequest(
                plan,
                List.of(),
                new Tables(tables, data, capacity),
                10,
                null,
                Limits.NONE,
                Interruption.none()))
        .forEach(result::add);
    return result;
  }

  /// Plain multisets as a query's input.
  record Tables(List<Plan.Get> tables, Map<CollectionId, Multiset> data, int capacity)
      implements CollectionReader {

    @Override
    public void scan(CollectionId collection, Consumer<Chunk> rows) {
      for (Plan.Get table : tables) {
        if (table.id().equals(collection)) {
          data.get(collection).chunks(table.types(), capacity).forEach(rows);
        }
      }
    }

    @Override
    public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
      throw new IllegalStateException("no index");
    }
  }
}
