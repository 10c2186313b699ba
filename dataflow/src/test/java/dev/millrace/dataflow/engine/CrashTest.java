package dev.millrace.dataflow.engine;

import static dev.millrace.dataflow.engine.EngineRun.id;
import static dev.millrace.dataflow.engine.EngineRun.row;
import static dev.millrace.dataflow.engine.EngineRun.stored;
import static dev.millrace.dataflow.engine.EngineRun.table;
import static dev.millrace.dataflow.engine.EngineRun.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dataflow.law.Seeds;
import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.InputPort;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.type.ScalarType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engine that is killed again and again holds, after every restart, exactly what was
/// acknowledged and perhaps what was under way; and its views hold what they mean.
final class CrashTest {

  private static final Action.CreateStored USERS =
      stored(1, Action.Keeping.KEYED, List.of(0), ScalarType.INT4, ScalarType.TEXT);
  private static final Action.CreateStored VISITS = table(2, ScalarType.INT4, ScalarType.INT4);
  private static final int ROUNDS = 4;

  @TempDir Path directory;

  /// Names of users with the number of their visits.
  private static Plan visitsPerUser() {
    Plan users = new Plan.Get(id(1), USERS.shape().types());
    Plan visits = new Plan.Get(id(2), VISITS.shape().types());
    Plan join =
        new Plan.Join(
            users, visits, JoinKind.LEFT, List.of(0), List.of(0), List.of(false), List.of());
    AggregateFunction count =
        FunctionRegistry.standard().aggregates("count").stream()
            .filter(f -> f.arguments().size() == 1)
            .findFirst()
            .orElseThrow();
    return new Plan.Reduce(
        join,
        List.of(1),
        List.of(new AggregateCall(count, List.of(3), false, -1, List.of(), ScalarType.INT8)));
  }

  @Test
  void whatWasAcknowledgedIsThereAfterEveryCrash() {
    Seeds.each(6, seed -> new History(seed, directory.resolve("s" + seed)).play());
  }

  /// One history and the model of it.
  private static final class History {
    private final Random random;
    private final Path root;
    private final Map<Integer, String> users = new TreeMap<>();
    private final List<int[]> visits = new ArrayList<>();
    private int position;

    History(long seed, Path root) {
      this.random = new Random(seed);
      this.root = root;
    }

    void play() throws Exception {
      List<Action> actions = List.of(USERS, VISITS, view(3, visitsPerUser()));
      Path current = root.resolve("0");
      List<Action> restored = List.of();
      for (int round = 1; round <= ROUNDS; round++) {
        EngineConfig config = EngineConfig.DEFAULT.withWorkers(1 + random.nextInt(2));
        try (EngineRun run =
            new EngineRun(current, new ManualClock(1_000L * round), config, restored)) {
          if (restored.isEmpty()) {
            run.change(new Change(List.of(), actions, List.of()));
          }
          compare(run);
          assertThat(run.engine.input(id(1)).position().length).isEqualTo(position);
          for (int i = random.nextInt(40); i >= 0; i--) {
            change(run);
          }
          compare(run);
          Path next = root.resolve("" + round);
          current = run.crashCopy(next);
        }
        restored = actions;
      }
    }

    private void change(EngineRun run) throws InterruptedException {
      if (random.nextBoolean()) {
        upsert(run);
      } else if (visits.isEmpty() || random.nextInt(3) > 0) {
        int[] visit = {random.nextInt(5), random.nextInt(3)};
        visits.add(visit);
        run.insert(VISITS, visit[0], visit[1]);
      } else {
        int[] visit = visits.remove(random.nextInt(visits.size()));
        run.delete(VISITS, visit[0], visit[1]);
      }
    }

    private void upsert(EngineRun run) throws InterruptedException {
      List<Change.Delta> deltas = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        int key = random.nextInt(5);
        if (random.nextInt(4) == 0) {
          users.remove(key);
          deltas.add(row(USERS, -1, key, null));
        } else {
          String name = "name" + random.nextInt(3);
          users.put(key, name);
          deltas.add(row(USERS, 1, key, name));
        }
      }
      InputPort port = run.engine.input(id(1));
      position++;
      port.submit(deltas, new byte[position]);
      while (port.position().length < position) {
        assertThat(run.engine.read(s -> s.time()).join()).isNotNull();
      }
    }

    private void compare(EngineRun run) {
      Map<String, Integer> expected = new TreeMap<>();
      users.forEach((key, name) ->
          expected.merge(
              name, (int) visits.stream().filter(v -> v[0] == key).count(), Integer::sum));
      String text =
          String.join(
              "\n",
              expected.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
      assertThat(Objects.requireNonNull(run.rows(3))).isEqualTo(text);
    }
  }
}
