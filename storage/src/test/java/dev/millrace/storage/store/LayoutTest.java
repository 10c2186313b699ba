package dev.millrace.storage.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.row.RowLayout;
import dev.millrace.model.time.StepTime;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.storage.store.StepRecord.CollectionDelta;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows from before and after their collection was given a column, in one checkpoint and in two.
final class LayoutTest {

  private static final List<SqlType> NARROW = List.of(ScalarType.INT4);
  private static final List<SqlType> WIDE = List.of(ScalarType.INT4, ScalarType.TEXT);
  private static final RowLayout LAYOUT = new RowLayout(WIDE, List.of(Slice.utf8("old")));
  private static final long SOURCE = 1;
  private static final long LOG = 2;

  @TempDir private Path directory;

  @Test
  void rowsOfEitherWidthAreReadBackInTheWiderOne() throws Exception {
    for (boolean isCheckpointedBetween : new boolean[] {true, false}) {
      Path data = directory.resolve("between-" + isCheckpointedBetween);
      try (Store store = Store.open(data, StoreConfig.DEFAULT)) {
        store.commit(step(1, 0, rows(NARROW, new Object[][] {{1}, {2}}))).join();
        if (isCheckpointedBetween) {
          store.checkpoint().join();
        }
        store
            .commit(step(2, 1, rows(WIDE, new Object[][] {{2, "new"}, {3, null}, {4, "old"}})))
            .join();
        store.checkpoint().join();
        check(store);
      }
      try (Store store = Store.open(data, StoreConfig.DEFAULT)) {
        check(store);
      }
    }
  }

  private static void check(Store store) {
    assertThat(texts(rows -> store.loadLog(LOG, rows)))
        .containsExactly("[1, old]", "[2, old]", "[2, new]", "[3, null]", "[4, old]");
    assertThat(texts(rows -> store.load(SOURCE, Keeping.KEYED, LAYOUT, rows)))
        .containsExactlyInAnyOrder("[1, old]", "[2, new]", "[3, null]", "[4, old]");
  }

  private static List<String> texts(Consumer<Consumer<Chunk>> reader) {
    List<String> texts = new ArrayList<>();
    reader.accept(chunk -> {
      Chunk rows = LAYOUT.widened(chunk);
      for (int row = 0; row < rows.size(); row++) {
        texts.add(Arrays.toString(rows.row(row)));
      }
    });
    return texts;
  }

  private static Chunk rows(List<SqlType> types, @Nullable Object[][] rows) {
    Chunk chunk = Chunk.of(types, rows.length);
    for (@Nullable Object[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = row[i] instanceof String text ? Slice.utf8(text) : row[i];
      }
      chunk.appendRow(row, 1);
    }
    return chunk;
  }

  private static StepRecord step(long time, int layout, Chunk rows) {
    return new StepRecord(
        new StepTime(time),
        List.of(),
        List.of(
            new CollectionDelta(SOURCE, Keeping.KEYED, List.of(0), layout, rows),
            new CollectionDelta(LOG, Keeping.LOG, List.of(), layout, rows)),
        List.of(),
        List.of());
  }
}
