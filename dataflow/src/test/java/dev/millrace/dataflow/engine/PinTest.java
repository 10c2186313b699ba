package dev.millrace.dataflow.engine;

import static dev.millrace.dataflow.engine.EngineRun.id;
import static dev.millrace.dataflow.engine.EngineRun.row;
import static dev.millrace.dataflow.engine.EngineRun.table;
import static dev.millrace.dataflow.engine.EngineRun.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Pin;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// States of the past, as transactions read them.
final class PinTest {

  private static final Action.CreateStored SALES = table(1, ScalarType.TEXT, ScalarType.INT4);
  private static final Plan.Get ALL_SALES = new Plan.Get(id(1), SALES.shape().types());
  private static final String[] NAMES = {"ann", "bob", "cid", "dot"};

  @TempDir Path directory;

  /// Sum of sales per name.
  private static Action.Install totals() {
    AggregateFunction sum =
        Objects.requireNonNull(FunctionRegistry.standard().aggregate("sum(int4)"));
    return new Action.Install(
        id(2),
        "totals",
        new Plan.Reduce(
            ALL_SALES,
            List.of(0),
            List.of(new AggregateCall(sum, List.of(1), false, -1, List.of(), ScalarType.INT8))),
        List.of(0));
  }

  /// 100 divided by each sale: a sale of 0 is a fault.
  private static Action.Install shares() {
    ScalarFunction divide =
        FunctionRegistry.standard().operators("/").stream()
            .filter(f -> f.arguments().equals(List.of(ScalarType.INT4, ScalarType.INT4)))
            .findFirst()
            .orElseThrow();
    Scalar share =
        new Scalar.Call(
            divide,
            List.of(
                new Scalar.Literal(100, ScalarType.INT4), new Scalar.ColumnRef(1, ScalarType.INT4)),
            ScalarType.INT4);
    return EngineRun.view(3, new Plan.Mfp(ALL_SALES, List.of(share), List.of(), List.of(0, 2)));
  }

  private static <T> T at(EngineRun run, Function<Snapshot, T> read) {
    try {
      return run.engine.read(read).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static Pin pin(EngineRun run) {
    return at(run, Snapshot::pin);
  }

  private static String rows(EngineRun run, Pin pin, long collection) {
    return at(run, _ -> rows(pin.snapshot(), collection));
  }

  private static String rows(Snapshot snapshot, long collection) {
    List<Chunk> chunks = new ArrayList<>();
    snapshot.scan(id(collection), chunks::add);
    assertThat(chunks).allSatisfy(PinTest::assertPositive);
    return text(chunks);
  }

  private static void assertPositive(Chunk chunk) {
    for (int row = 0; row < chunk.size(); row++) {
      assertThat(chunk.weight(row)).isPositive();
    }
  }

  private static String found(Snapshot snapshot, String name) {
    List<Chunk> chunks = new ArrayList<>();
    snapshot.lookup(id(2), List.of(Slice.utf8(name)), chunks::add);
    return text(chunks);
  }

  /// What a pin must go on answering.
  private record Remembered(Pin pin, String sales, String totals, List<String> byName) {

    static Remembered now(EngineRun run) {
      return at(run, s -> new Remembered(s.pin(), rows(s, 1), rows(s, 2), all(s)));
    }

    private static List<String> all(Snapshot snapshot) {
      List<String> found = new ArrayList<>();
      for (String name : NAMES) {
        found.add(found(snapshot, name));
      }
      Chunk names = Chunk.of(List.of(ScalarType.TEXT), NAMES.length);
      Arrays.stream(NAMES).forEach(n -> names.appendRow(new Object[] {Slice.utf8(n)}, 1));
      found.add(Arrays.toString(snapshot.keyWeights(id(2), names)));
      return found;
    }

    void check(EngineRun run, String seed) {
      at(
          run,
          _ -> {
            Snapshot then = pin.snapshot();
            assertThat(rows(then, 1)).as(seed).isEqualTo(sales);
            assertThat(rows(then, 2)).as(seed).isEqualTo(totals);
            assertThat(all(then)).as(seed).isEqualTo(byName);
            return true;
          });
    }
  }

  @Test
  void everyPinGoesOnAnsweringItsStep() {
    long seed = Long.getLong("millrace.seed", System.nanoTime());
    Random random = new Random(seed);
    List<Remembered> pins = new ArrayList<>();
    List<Object[]> present = new ArrayList<>();
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES, totals());
      for (int step = 0; step < 300; step++) {
        List<Change.Delta> deltas = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
          if (!present.isEmpty() && random.nextInt(5) < 2) {
            Object[] gone = present.remove(random.nextInt(present.size()));
            deltas.add(row(SALES, -1, gone));
          } else {
            Object[] fresh = {NAMES[random.nextInt(4)], random.nextInt(5)};
            present.add(fresh);
            deltas.add(row(SALES, 1, fresh));
          }
        }
        run.change(new Change(List.of(), List.of(), deltas));
        if (random.nextInt(6) == 0) {
          pins.add(Remembered.now(run));
        }
        if (!pins.isEmpty() && random.nextInt(4) == 0) {
          pins.get(random.nextInt(pins.size())).check(run, "seed " + seed);
        }
        if (pins.size() > 5) {
          pins.remove(random.nextInt(pins.size())).pin().close();
        }
      }
      pins.forEach(p -> p.check(run, "seed " + seed));
    }
  }

  @Test
  void changesSinceAPinAreToldByCollectionAndByKey() {
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES, totals());
      run.insert(SALES, "ann", 1);
      Pin pin = pin(run);
      run.insert(SALES, "bob", 2);
      run.insert(SALES, "ann", 3);
      String changes =
          at(
              run,
              _ -> {
                List<Chunk> all = new ArrayList<>();
                pin.changes(id(2), List.of(Slice.utf8("ann")), all::add);
                return text(all);
              });
      assertThat(changes).isEqualTo("ann 1 x-1\nann 4");
    }
  }

  @Test
  void aFaultThatCameLaterDoesNotFailAPin() {
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES, shares());
      run.insert(SALES, "ann", 50);
      Pin pin = pin(run);
      run.insert(SALES, "bob", 0);
      assertThat(rows(run, pin, 3)).isEqualTo("ann 2");
      assertThat(catchThrowableOfType(DatabaseException.class, () -> run.rows(3)).state())
          .isEqualTo(SqlState.DIVISION_BY_ZERO);
      Pin faulty = pin(run);
      run.delete(SALES, "bob", 0);
      assertThat(catchThrowableOfType(DatabaseException.class, () -> rows(run, faulty, 3)).state())
          .isEqualTo(SqlState.DIVISION_BY_ZERO);
      assertThat(run.rows(3)).isEqualTo("ann 2");
    }
  }

  @Test
  void whatIsCreatedAfterAPinCannotBeReadAtIt() {
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES);
      Pin pin = pin(run);
      run.act(totals());
      assertThat(catchThrowableOfType(DatabaseException.class, () -> rows(run, pin, 2)).state())
          .isEqualTo(SqlState.SERIALIZATION_FAILURE);
    }
  }

  @Test
  void theOldestPinIsGivenUpWhenTooMuchHasChanged() {
    // One change of one short row counts as 64 bytes and the row.
    long change = 64 + row(SALES, 1, "ann", 1).rows().bytes();
    EngineConfig config = EngineConfig.DEFAULT.withPins(2 * change, Duration.ofHours(1));
    try (EngineRun run = new EngineRun(directory, new ManualClock(1_000), config, List.of())) {
      run.act(SALES);
      Pin older = pin(run);
      run.insert(SALES, "ann", 1);
      Pin newer = pin(run);
      run.insert(SALES, "ann", 2);
      assertThat(rows(run, older, 1)).isEmpty();
      run.insert(SALES, "ann", 3);
      assertThat(catchThrowableOfType(DatabaseException.class, () -> rows(run, older, 1)).state())
          .isEqualTo(SqlState.CONFIGURATION_LIMIT_EXCEEDED);
      assertThat(rows(run, newer, 1)).isEqualTo("ann 1");
      newer.close();
      Pin last = pin(run);
      run.insert(SALES, "ann", 4);
      run.insert(SALES, "ann", 5);
      assertThat(rows(run, last, 1)).isEqualTo("ann 1\nann 2\nann 3");
    }
  }

  @Test
  void aPinIsGivenUpWhenItIsTooOld() {
    ManualClock clock = new ManualClock(1_000);
    EngineConfig config = EngineConfig.DEFAULT.withPins(1 << 20, Duration.ofSeconds(5));
    try (EngineRun run = new EngineRun(directory, clock, config, List.of())) {
      run.act(SALES);
      Pin pin = pin(run);
      clock.moveTo(6_000);
      assertThat(rows(run, pin, 1)).isEmpty();
      clock.moveTo(6_001);
      assertThat(catchThrowableOfType(DatabaseException.class, () -> rows(run, pin, 1)).state())
          .isEqualTo(SqlState.CONFIGURATION_LIMIT_EXCEEDED);
    }
  }
}
