package dev.millrace.dataflow.engine;

import static dev.millrace.dataflow.engine.EngineRun.id;
import static dev.millrace.dataflow.engine.EngineRun.row;
import static dev.millrace.dataflow.engine.EngineRun.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.InputPort;
import dev.millrace.dataflow.port.Pin;
import dev.millrace.dataflow.port.Retention;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that keeps its rows for a time: later reads do not see the old ones, views that have seen
/// them keep what they made of them, and whoever reads a pinned state reads the same twice.
final class LogRetentionTest {

  private static final long KEPT_MILLIS = 100_000;
  private static final List<SqlType> TYPES = List.of(ScalarType.INT4);

  private static final Action.CreateStored LOG =
      new Action.CreateStored(
          id(1),
          new Action.StoredShape(
              "log",
              TYPES,
              Action.Keeping.LOG,
              List.of(),
              false,
              List.of(),
              new Retention(KEPT_MILLIS, Long.MAX_VALUE)));

  private static final Action.Install VIEW = view(2, new Plan.Get(id(1), TYPES));

  @TempDir private Path directory;

  private final ManualClock clock = new ManualClock(1_000);

  @Test
  void oldRowsGoFromTheLogAndStayInViews() throws Exception {
    Path crashed = directory.resolve("crashed");
    try (EngineRun run =
        new EngineRun(directory.resolve("run"), clock, EngineConfig.DEFAULT, List.of())) {
      run.act(LOG, VIEW);
      InputPort port = run.engine.input(id(1));
      submit(run, port, 1);
      pass(run, KEPT_MILLIS / 2);
      awaitCheckpoints(run);
      submit(run, port, 2);
      pass(run, KEPT_MILLIS / 4);
      awaitCheckpoints(run);
      assertThat(run.rows(1)).isEqualTo("1\n2");
      Pin pin = run.engine.read(s -> s.pin()).join();
      pass(run, KEPT_MILLIS / 2);
      assertThat(rows(run, pin)).as("what is pinned stays").containsExactly("1", "2");
      pin.close();
      pass(run, 2_000);
      assertThat(run.rows(1)).isEqualTo("2");
      assertThat(run.engine.read(s -> s.rowCount(id(1))).join()).isEqualTo(1);
      assertThat(run.rows(2)).isEqualTo("1\n2");
      run.crashCopy(crashed);
    }
    try (EngineRun run = new EngineRun(crashed, clock, EngineConfig.DEFAULT, List.of(LOG, VIEW))) {
      assertThat(run.rows(1)).isEqualTo("2");
      assertThat(run.engine.read(s -> s.rowCount(id(1))).join()).isEqualTo(1);
      Pin pin = run.engine.read(s -> s.pin()).join();
      InputPort port = run.engine.input(id(1));
      submit(run, port, 3);
      pass(run, KEPT_MILLIS);
      awaitCheckpoints(run);
      long millisMax = EngineConfig.DEFAULT.pinMillisMax();
      pass(run, millisMax / 2);
      Pin another = run.engine.read(s -> s.pin()).join();
      assertThat(run.rows(1)).isEqualTo("2\n3");
      pass(run, millisMax / 2 + 2_000);
      assertThat(run.rows(1)).as("pins hold it up for so long only").isEqualTo("3");
      assertThatThrownBy(() -> rows(run, pin)).hasCauseInstanceOf(DatabaseException.class);
      assertThatThrownBy(() -> rows(run, another)).hasCauseInstanceOf(DatabaseException.class);
    }
  }

  /// Hands over a row, and waits until it is taken.
  private static void submit(EngineRun run, InputPort port, int value) throws Exception {
    byte[] position = {(byte) value};
    port.submit(List.of(row(LOG, 1, value)), position);
    for (int i = 0; i < 10_000 && !Arrays.equals(port.position(), position); i++) {
      run.engine.read(s -> s.time()).join();
    }
    assertThat(port.position()).isEqualTo(position);
  }

  /// Time passes, and the engine takes a turn or two.
  private void pass(EngineRun run, long millis) {
    clock.moveTo(clock.millis() + millis);
    for (int i = 0; i < 3; i++) {
      run.engine.read(s -> s.time()).join();
    }
  }

  /// Checkpoints that the engine asked for are written by another thread.
  private static void awaitCheckpoints(EngineRun run) {
    for (int i = 0; i < 10_000; i++) {
      if (run.store.status().journalPending() == 0) {
        return;
      }
      run.engine.read(s -> s.time()).join();
    }
    throw new AssertionError("no checkpoint was written");
  }

  private static List<String> rows(EngineRun run, Pin pin) throws CompletionException {
    return run.engine
        .read(_ -> {
          List<Chunk> chunks = new ArrayList<>();
          pin.snapshot().scan(id(1), chunks::add);
          return EngineRun.text(chunks).lines().toList();
        })
        .join();
  }
}
