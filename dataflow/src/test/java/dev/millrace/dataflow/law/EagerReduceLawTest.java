package dev.millrace.dataflow.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dataflow.engine.GraphRun;
import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.type.ListType;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Reduces over joins of three inputs on one key, the shape that is aggregated before it is joined,
/// with keys that match once, several times, not at all and NULL ones.
final class EagerReduceLawTest {

  private static final List<SqlType> TYPES =
      List.of(ScalarType.INT4, ScalarType.INT4, ScalarType.INT4);

  @Test
  void aggregatingBeforeJoiningGivesWhatAggregatingAfterwardsMeans() {
    int[] full = {0};
    Seeds.each(150, seed -> full[0] += play(new Random(seed)));
    if (Long.getLong("millrace.seed") == null) {
      assertThat(full[0]).as("results that are not empty").isGreaterThan(500);
    }
  }

  private static int play(Random random) {
    Map<CollectionId, Multiset> data = new LinkedHashMap<>();
    int full = 0;
    try (GraphRun graph = new GraphRun(1 + random.nextInt(2), 0)) {
      for (int i = 1; i <= 3; i++) {
        graph.table(new CollectionId(i), TYPES);
        data.put(new CollectionId(i), new Multiset());
      }
      Plan plan = plan(random);
      GraphRun.View view = graph.install(plan);
      assertThat(graph.descriptions()).as("the rewrite was made").contains("semi join");
      for (int step = 1; step <= 12; step++) {
        graph.step(step, changes(random, data));
        Multiset expected = new Naive(data::get, step).evaluate(plan);
        Multiset kept = new Multiset();
        view.scan(kept::add);
        assertThat(kept).as("step %s of %s", step, plan).isEqualTo(expected);
        Multiset contents = new Multiset();
        view.contents(contents::add);
        assertThat(contents).isEqualTo(expected);
        full += expected.size() > 0 ? 1 : 0;
      }
    }
    return full;
  }

  /// GROUP BY key, a column of the second and one of the third table, perhaps one of the first.
  private static Plan plan(Random random) {
    List<Plan> tables = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      tables.add(new Plan.Get(new CollectionId(i), TYPES));
    }
    boolean nullSafe = random.nextInt(3) == 0;
    Plan two = join(tables.get(0), tables.get(1), 0, nullSafe);
    Plan three = join(two, tables.get(2), random.nextBoolean() ? 0 : 3, nullSafe);
    List<Integer> projection = new ArrayList<>(List.of(7, 1, 4, 3 * random.nextInt(3), 2));
    Plan projected = new Plan.Mfp(three, List.of(), List.of(), projection);
    List<Integer> keys = new ArrayList<>(List.of(0, 3, 2));
    if (random.nextBoolean()) {
      keys.add(1, 1);
    }
    return new Plan.Reduce(
        projected,
        keys,
        List.of(
            call("list_agg", 4, random.nextInt(4) == 0, new ListType(ScalarType.INT4)),
            call("sum", 4, random.nextInt(4) == 0, ScalarType.INT8),
            call("max", 1, false, ScalarType.INT4)));
  }

  private static Plan join(Plan left, Plan right, int leftKey, boolean nullSafe) {
    return new Plan.Join(
        left, right, JoinKind.INNER, List.of(leftKey), List.of(0), List.of(nullSafe), List.of());
  }

  private static AggregateCall call(String name, int column, boolean isDistinct, SqlType result) {
    AggregateFunction function =
        FunctionRegistry.standard().aggregates(name).stream()
            .filter(f ->
                f.arguments().size() == 1
                    && (f.arguments().getFirst().equals(ScalarType.INT4)
                        || f.arguments().getFirst().displayName().startsWith("any")))
            .findFirst()
            .orElseThrow();
    return new AggregateCall(function, List.of(column), isDistinct, -1, List.of(), result);
  }

  private static Map<CollectionId, Chunk> changes(Random random, Map<CollectionId, Multiset> data) {
    Map<CollectionId, Chunk> changes = new HashMap<>();
    data.forEach((id, rows) -> {
      Chunk chunk = Chunk.of(TYPES, 4);
      for (int i = random.nextInt(4); i > 0; i--) {
        List<@Nullable Object> row = row(random);
        int weight = 1 + random.nextInt(2);
        if (rows.weight(row) > 0 && random.nextBoolean()) {
          weight = -1;
        }
        rows.add(row, weight);
        chunk.appendRow(row.toArray(), weight);
      }
      if (chunk.size() > 0) {
        changes.put(id, chunk);
      }
    });
    return changes;
  }

  private static List<@Nullable Object> row(Random random) {
    @Nullable Object[] row = new Object[3];
    for (int i = 0; i < row.length; i++) {
      int value = random.nextInt(4);
      row[i] = value == 3 ? null : (Object) value;
    }
    return Arrays.asList(row);
  }
}
