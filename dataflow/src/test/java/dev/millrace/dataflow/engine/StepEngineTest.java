package dev.millrace.dataflow.engine;

import static dev.millrace.dataflow.engine.EngineRun.id;
import static dev.millrace.dataflow.engine.EngineRun.next;
import static dev.millrace.dataflow.engine.EngineRun.row;
import static dev.millrace.dataflow.engine.EngineRun.stored;
import static dev.millrace.dataflow.engine.EngineRun.table;
import static dev.millrace.dataflow.engine.EngineRun.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.plan.AggregateCall;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.InputPort;
import dev.millrace.dataflow.port.SubscribeRequest;
import dev.millrace.dataflow.port.Subscription;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.AggregateFunction;
import dev.millrace.model.function.FunctionRegistry;
import dev.millrace.model.function.ScalarFunction;
import dev.millrace.model.function.TableFunction;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.value.Slice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StepEngineTest {

  private static final Action.CreateStored SALES = table(1, ScalarType.TEXT, ScalarType.INT4);
  private static final Plan.Get ALL_SALES = new Plan.Get(id(1), SALES.shape().types());

  @TempDir Path directory;

  /// Sum of sales per name.
  private static Plan totals() {
    AggregateFunction sum = FunctionRegistry.standard().aggregate("sum(int4)");
    assertThat(sum).isNotNull();
    return new Plan.Reduce(
        ALL_SALES,
        List.of(0),
        List.of(new AggregateCall(sum, List.of(1), false, -1, List.of(), ScalarType.INT8)));
  }

  /// 100 divided by each sale.
  private static Plan shares() {
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
    return new Plan.Mfp(ALL_SALES, List.of(share), List.of(), List.of(0, 2));
  }

  /// Fails like a bug does on the name "bug".
  private static Plan fragile() {
    TableFunction function =
        new TableFunction(
            "fragile(text)",
            "fragile",
            List.of(ScalarType.TEXT),
            false,
            List.of(new TableFunction.OutputColumn("x", ScalarType.TEXT)),
            true,
            (_, arguments, out) -> {
              if (arguments[0].toString().equals("bug")) {
                throw new IllegalStateException("a bug, as the test wants it");
              }
              out.row(arguments[0]);
            });
    return new Plan.FlatMap(
        ALL_SALES,
        function,
        List.of(new Scalar.ColumnRef(0, ScalarType.TEXT)),
        List.of(ScalarType.TEXT),
        false);
  }

  @Test
  void anAcknowledgedChangeIsInEveryViewAtOnce() {
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES, view(2, totals()));
      run.insert(SALES, "ann", 5);
      run.insert(SALES, "ann", 7);
      run.insert(SALES, "bob", 1);
      assertThat(run.rows(2)).isEqualTo("ann 12\nbob 1");
      run.delete(SALES, "bob", 1);
      assertThat(run.rows(2)).isEqualTo("ann 12");
      run.act(view(3, totals()));
      assertThat(run.rows(3)).isEqualTo("ann 12");
    }
  }

  @Test
  void aTransactionThatFailsLeavesNothingBehind() {
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES);
      Action.CreateStored other = table(5, ScalarType.INT4);
      Change bad =
          new Change(
              List.of(new Change.CatalogEntry("x", new byte[] {1})),
              List.of(other, view(6, new Plan.Get(id(99), List.of(ScalarType.INT4)))),
              List.of(row(SALES, 1, "ann", 1)));
      assertThatThrownBy(() -> run.change(bad)).isInstanceOf(DatabaseException.class);
      assertThat(run.rows(1)).isEmpty();
      assertThatThrownBy(() -> run.rows(5)).isInstanceOf(DatabaseException.class);
      run.act(other);
      assertThat(run.rows(5)).isEmpty();
    }
  }

  @Test
  void aBadRowIsAnErrorOfTheViewsThatNeedItUntilItIsRetracted() {
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES, view(2, shares()), view(3, totals()));
      run.insert(SALES, "ann", 50);
      run.insert(SALES, "bob", 0);
      assertThatThrownBy(() -> run.rows(2)).hasMessage("division by zero");
      assertThat(run.rows(3)).isEqualTo("ann 50\nbob 0");
      assertThatThrownBy(() -> run.rows(installed(run, 4, new Plan.Distinct(shares()))))
          .hasMessage("division by zero");
      run.delete(SALES, "bob", 0);
      assertThat(run.rows(2)).isEqualTo("ann 2");
      assertThat(run.rows(4)).isEqualTo("ann 2");
    }
  }

  private static long installed(EngineRun run, long id, Plan plan) {
    run.act(view(id, plan));
    return id;
  }

  @Test
  void anOperatorThatFailsTakesOnlyItsViewOutOfServiceUntilItIsResumed() {
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES, view(2, fragile()), view(3, totals()));
      run.insert(SALES, "ann", 1);
      run.insert(SALES, "bug", 2);
      assertThatThrownBy(() -> run.rows(2)).hasMessageContaining("internal error");
      run.insert(SALES, "bob", 3);
      assertThat(run.rows(3)).isEqualTo("ann 1\nbob 3\nbug 2");
      assertThatThrownBy(() -> run.act(new Action.Resume(id(2))))
          .isInstanceOf(IllegalStateException.class);
      run.delete(SALES, "bug", 2);
      assertThatThrownBy(() -> run.rows(2)).hasMessageContaining("internal error");
      run.act(new Action.Resume(id(2)));
      assertThat(run.rows(2)).isEqualTo("ann 1 ann\nbob 3 bob");
    }
  }

  @Test
  void whatBuildsStateCanBeInterruptedAndLeavesNothingBehind() {
    Runnable stop =
        () -> {
          throw new DatabaseException(SqlState.QUERY_CANCELED, "enough");
        };
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES);
      run.insert(SALES, "ann", 5);
      Change change =
          new Change(List.of(), List.of(view(2, totals()), view(3, shares())), List.of());
      assertThatThrownBy(() -> run.change(change.interruptedBy(stop))).hasMessage("enough");
      SubscribeRequest request =
          new SubscribeRequest(totals(), true, null, false, null, 1 << 20).interruptedBy(stop);
      assertThatThrownBy(() -> run.subscribe(request)).hasRootCauseMessage("enough");
      assertThatThrownBy(() -> run.rows(2)).isInstanceOf(DatabaseException.class);
      run.change(change);
      assertThat(run.rows(2)).isEqualTo("ann 5");
      assertThat(run.rows(3)).isEqualTo("ann 20");
    }
  }

  @Test
  void aResumptionThatIsInterruptedLeavesTheFailureAsItWas() {
    Change resume = new Change(List.of(), List.of(new Action.Resume(id(2))), List.of());
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES, view(2, fragile()));
      run.insert(SALES, "bug", 5);
      assertThatThrownBy(() -> run.rows(2)).hasMessageContaining("internal error");
      run.delete(SALES, "bug", 5);
      run.insert(SALES, "ann", 5);
      Runnable stop =
          () -> {
            throw new DatabaseException(SqlState.QUERY_CANCELED, "enough");
          };
      assertThatThrownBy(() -> run.change(resume.interruptedBy(stop))).hasMessage("enough");
      assertThatThrownBy(() -> run.rows(2)).hasMessageContaining("internal error");
      run.change(resume);
      assertThat(run.rows(2)).isEqualTo("ann 5 ann");
    }
  }

  @Test
  void rowsLeaveATemporalFilterOnTimeAndWithoutInput() throws Exception {
    Action.CreateStored events = table(1, ScalarType.TEXT, ScalarType.MZ_TIMESTAMP);
    Scalar until = new Scalar.ColumnRef(1, ScalarType.MZ_TIMESTAMP);
    Plan alive =
        new Plan.TemporalFilter(
            new Plan.Get(id(1), events.shape().types()), List.of(), List.of(until));
    try (EngineRun run = new EngineRun(directory)) {
      run.act(events, view(2, alive));
      run.insert(events, "short", 1_500L);
      run.insert(events, "long", 2_000L);
      run.insert(events, "born expired", 900L);
      try (Subscription watched =
          run.subscribe(new Plan.Get(id(2), alive.types()), true, null, 1 << 20)) {
        assertThat(next(watched)).isEqualTo("1000: long 2000, short 1500");
        run.clock.moveTo(1_600);
        assertThat(run.rows(2)).isEqualTo("long 2000");
        run.clock.moveTo(1_700);
        assertThat(next(watched)).isEqualTo("1600: short 1500 x-1");
        run.clock.moveTo(2_000);
        assertThat(run.rows(2)).isEmpty();
        run.clock.moveTo(2_001);
        assertThat(next(watched)).isEqualTo("2000: long 2000 x-1");
      }
    }
  }

  @Test
  void aSubscriptionSeesEachMillisecondOnceAndConsolidated() throws Exception {
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES, view(2, totals()));
      run.insert(SALES, "ann", 1);
      try (Subscription all =
              run.subscribe(new Plan.Get(id(2), totals().types()), true, 1_100L, 1 << 20);
          Subscription changes = run.subscribe(shares(), false, null, 1 << 20)) {
        assertThat(next(all)).isEqualTo("1000: ann 1");
        run.clock.moveTo(1_050);
        run.insert(SALES, "ann", 2);
        run.insert(SALES, "ann", 3);
        run.insert(SALES, "bob", 4);
        run.delete(SALES, "bob", 4);
        run.clock.moveTo(1_060);
        assertThat(next(all)).isEqualTo("1050: ann 1 x-1, ann 6");
        assertThat(next(changes)).isEqualTo("1050: ann 33, ann 50");
        run.clock.moveTo(1_100);
        assertThat(next(all)).isEqualTo("end");
      }
      run.act(new Action.Drop(id(2)));
      assertThat(run.engine.status().operators()).isEmpty();
    }
  }

  @Test
  void aReaderThatIsTooSlowLosesItsSubscriptionAndNothingElse() throws Exception {
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES);
      Plan plan = new Plan.Distinct(ALL_SALES);
      try (Subscription slow = run.subscribe(plan, true, null, 200);
          Subscription other = run.subscribe(plan, true, null, 1 << 20)) {
        for (int i = 1; i <= 20; i++) {
          run.clock.moveTo(2_000 + 10 * i);
          run.insert(SALES, "name " + i, i);
        }
        run.clock.moveTo(3_000);
        assertThat(run.rows(1)).contains("name 20");
        assertThatThrownBy(() -> drain(slow)).hasMessageContaining("too slow");
        assertThat(next(other)).contains("name 1 1");
      }
    }
  }

  private static void drain(Subscription subscription) {
    for (int i = 0; i < 100; i++) {
      next(subscription);
    }
  }

  @Test
  void droppingACollectionEndsItsSubscriptions() throws Exception {
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES, view(2, totals()));
      try (Subscription watched =
          run.subscribe(new Plan.Get(id(2), totals().types()), false, null, 1 << 20)) {
        run.act(new Action.Drop(id(2)));
        assertThatThrownBy(() -> next(watched)).hasMessageContaining("was dropped");
      }
    }
  }

  @Test
  void anUpsertSourceReplacesRowsAndTellsHowFarItGot() throws Exception {
    Action.CreateStored users =
        stored(1, Action.Keeping.KEYED, List.of(0), ScalarType.INT4, ScalarType.TEXT);
    Plan.Get plan = new Plan.Get(id(1), users.shape().types());
    try (EngineRun run = new EngineRun(directory)) {
      run.act(users, view(2, new Plan.Distinct(plan)));
      InputPort port = run.engine.input(id(1));
      assertThat(port.position()).isEmpty();
      port.submit(List.of(row(users, 1, 1, "ann"), row(users, 1, 2, "bob")), new byte[] {1});
      port.submit(List.of(row(users, 1, 1, "anna"), row(users, -1, 2, null)), new byte[] {2});
      port.submit(List.of(row(users, -1, 7, null)), new byte[] {3});
      waitForPosition(run, port, 3);
      assertThat(run.rows(1)).isEqualTo("1 anna");
      assertThat(run.rows(2)).isEqualTo("1 anna");
    }
  }

  /// Each read comes after the input queued before it, so few are needed.
  private static void waitForPosition(EngineRun run, InputPort port, int position) {
    for (int i = 0; i < 1000 && !java.util.Arrays.equals(port.position(), bytes(position)); i++) {
      run.engine.read(s -> s.time()).join();
    }
    assertThat(port.position()).isEqualTo(bytes(position));
  }

  private static byte[] bytes(int value) {
    return new byte[] {(byte) value};
  }

  @Test
  void aCrashLosesNothingThatWasAcknowledged(@TempDir Path after) throws Exception {
    Action.CreateStored log = stored(7, Action.Keeping.LOG, List.of(), ScalarType.TEXT);
    List<Action> actions = List.of(SALES, log, view(2, totals()));
    try (EngineRun run = new EngineRun(directory)) {
      run.change(
          new Change(List.of(new Change.CatalogEntry("view/2", bytes(2))), actions, List.of()));
      run.insert(SALES, "ann", 5);
      run.insert(SALES, "bob", 6);
      run.delete(SALES, "ann", 5);
      InputPort port = run.engine.input(id(7));
      port.submit(List.of(row(log, 1, "first"), row(log, 1, "second")), bytes(9));
      waitForPosition(run, port, 9);
      Path copy = run.crashCopy(after.resolve("copy"));
      run.insert(SALES, "lost to the copy", 1);
      try (EngineRun again =
          new EngineRun(copy, new ManualClock(500), EngineConfig.DEFAULT, actions)) {
        assertThat(again.engine.recoveredCatalog()).containsOnlyKeys("view/2");
        assertThat(again.rows(1)).isEqualTo("bob 6");
        assertThat(again.rows(2)).isEqualTo("bob 6");
        assertThat(again.rows(7)).isEqualTo("first\nsecond");
        assertThat(again.engine.input(id(7)).position()).isEqualTo(bytes(9));
        assertThat(again.engine.read(s -> s.time().millis()).join())
            .as("time goes on from the last step, whatever the clock says")
            .isGreaterThanOrEqualTo(1_000);
        again.insert(SALES, "bob", 1);
        assertThat(again.rows(2)).isEqualTo("bob 7");
      }
    }
  }

  @Test
  void aSourceThatReadsFasterThanTheEngineIsHeldUp() throws Exception {
    EngineConfig small =
        new EngineConfig(1, 100, 10, Duration.ofSeconds(1), 1_000, 100, 500, 10, 1 << 20, 1_000);
    try (EngineRun run = new EngineRun(directory, new ManualClock(1_000), small, List.of())) {
      run.act(SALES);
      InputPort port = run.engine.input(id(1));
      CompletableFuture<Void> stepping = new CompletableFuture<>();
      CompletableFuture<Void> held = run.engine.read(_ -> stepping.join());
      CompletableFuture<Long> peak = new CompletableFuture<>();
      Thread source =
          Thread.ofPlatform()
              .start(() -> {
                long most = 0;
                try {
                  for (int i = 1; i <= 200; i++) {
                    port.submit(List.of(row(SALES, 1, "n", i)), bytes(i));
                    most = Math.max(most, port.queuedBytes());
                  }
                  peak.complete(most);
                } catch (InterruptedException e) {
                  peak.completeExceptionally(e);
                }
              });
      stepping.complete(null);
      held.join();
      source.join();
      assertThat(peak.join()).isLessThanOrEqualTo(500);
      waitForPosition(run, port, 200);
      assertThat(run.engine.read(s -> s.rowCount(id(1))).join()).isEqualTo(200);
    }
  }

  @Test
  void aSourceThatStartsAgainGoesOnBehindWhatItHadSubmitted() throws Exception {
    try (EngineRun run = new EngineRun(directory)) {
      run.act(SALES);
      InputPort port = run.engine.input(id(1));
      for (int i = 1; i <= 50; i++) {
        port.submit(List.of(row(SALES, 1, "n", i)), bytes(i));
      }
      assertThat(run.engine.input(id(1)).position()).isEqualTo(bytes(50));
    }
  }

  @Test
  void aViewThatGrowsBeyondAllBoundsInOneStepFailsAndNoOtherDoes() {
    EngineConfig small =
        new EngineConfig(
            1, 100, 1_000, Duration.ofSeconds(1), 500, 100, 1 << 20, 10, 1 << 20, 1_000);
    Plan pairs =
        new Plan.Join(
            ALL_SALES, ALL_SALES, JoinKind.INNER, List.of(), List.of(), List.of(), List.of());
    try (EngineRun run = new EngineRun(directory, new ManualClock(1_000), small, List.of())) {
      run.act(SALES, view(2, pairs), view(3, totals()));
      Chunk rows = Chunk.of(SALES.shape().types(), 40);
      for (int i = 0; i < 40; i++) {
        rows.appendRow(new Object[] {Slice.utf8("n"), i}, 1);
      }
      run.change(new Change(List.of(), List.of(), List.of(new Change.Delta(SALES.id(), rows))));
      assertThatThrownBy(() -> run.rows(2)).hasMessageContaining("more than 500 rows in one step");
      assertThat(run.rows(3)).isEqualTo("n 780");
    }
  }
}
