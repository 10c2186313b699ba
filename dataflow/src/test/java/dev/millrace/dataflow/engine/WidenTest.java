package dev.millrace.dataflow.engine;

import static dev.millrace.dataflow.engine.EngineRun.id;
import static dev.millrace.dataflow.engine.EngineRun.row;
import static dev.millrace.dataflow.engine.EngineRun.stored;
import static dev.millrace.dataflow.engine.EngineRun.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.InputPort;
import dev.millrace.dataflow.port.Retention;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Collections of sources that are given more columns, with rows of both widths in the journal and
/// in checkpoints.
final class WidenTest {

  private static final List<SqlType> NARROW = List.of(ScalarType.INT4, ScalarType.TEXT);
  private static final List<SqlType> WIDE =
      List.of(ScalarType.INT4, ScalarType.TEXT, ScalarType.TEXT);
  private static final List<@Nullable Object> ADDED = List.of(Slice.utf8("old"));

  @TempDir private Path directory;

  @Test
  void aKeyedCollectionKeepsTheLastRowOfEachKeyInWhateverWidthItCame() throws Exception {
    String rows = "1 a old\n2 d old\n3 c x";
    check(stored(1, Action.Keeping.KEYED, List.of(0), ScalarType.INT4, ScalarType.TEXT), rows);
  }

  @Test
  void aLogKeepsAllRows() throws Exception {
    String rows = "1 a old\n2 b old\n2 d old\n2 d x\n3 c x";
    check(stored(1, Action.Keeping.LOG, List.of(), ScalarType.INT4, ScalarType.TEXT), rows);
  }

  private void check(Action.CreateStored narrow, String rows) throws Exception {
    Action.CreateStored wide =
        new Action.CreateStored(
            id(1),
            new Action.StoredShape(
                "s1",
                WIDE,
                narrow.shape().keeping(),
                narrow.shape().key(),
                false,
                ADDED,
                Retention.FOREVER));
    Action.Install before = view(2, new Plan.Get(id(1), NARROW));
    Action.Install after = view(3, new Plan.Get(id(1), WIDE));
    List<Action> restored = List.of(wide, before, after);
    Path crashed = directory.resolve("crashed");
    try (EngineRun run = new EngineRun(directory.resolve("run"))) {
      run.act(narrow, before);
      InputPort port = run.engine.input(id(1));
      port.submit(List.of(row(narrow, 1, 1, "a"), row(narrow, 1, 2, "b")), new byte[] {1});
      await(run, port, 1);
      run.act(new Action.Widen(id(1), wide.shape()), after);
      // In one batch the value of older rows comes last: order must not be lost to layouts.
      port.submit(
          List.of(
              row(wide, 1, 3, "c", "x"), row(wide, 1, 2, "d", "x"), row(wide, 1, 2, "d", "old")),
          new byte[] {2});
      await(run, port, 2);
      checkRows(run, rows);
      run.crashCopy(crashed);
    }
    for (int life = 0; life < 2; life++) {
      try (EngineRun run =
          new EngineRun(crashed, new ManualClock(1_000), EngineConfig.DEFAULT, restored)) {
        checkRows(run, rows);
      }
    }
    try (EngineRun run =
        new EngineRun(crashed, new ManualClock(1_000), EngineConfig.DEFAULT, restored)) {
      InputPort port = run.engine.input(id(1));
      port.submit(List.of(row(narrow, 1, 4, "late")), new byte[] {3});
      await(run, port, 3);
      checkRows(run, rows + "\n4 late old");
    }
  }

  private static void checkRows(EngineRun run, String rows) {
    assertThat(run.rows(1)).isEqualTo(rows);
    assertThat(run.rows(3)).isEqualTo(rows);
    assertThat(run.rows(2).replaceAll(" x2", "\n2 d")).isEqualTo(rows.replaceAll(" (old|x)", ""));
  }

  private static void await(EngineRun run, InputPort port, int position) {
    byte[] wanted = {(byte) position};
    for (int i = 0; i < 1000 && !Arrays.equals(port.position(), wanted); i++) {
      run.engine.read(s -> s.time()).join();
    }
    assertThat(port.position()).isEqualTo(wanted);
  }
}
