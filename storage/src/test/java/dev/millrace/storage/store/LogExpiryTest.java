package dev.millrace.storage.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.time.StepTime;
import dev.millrace.model.type.ScalarType;
import dev.millrace.storage.store.StepRecord.CollectionDelta;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The oldest rows of a log go, and stay away.
final class LogExpiryTest {

  private static final long LOG = 7;

  @TempDir private Path directory;

  @Test
  void blocksWhoseRowsAreAllOldAreDropped() throws Exception {
    try (Store store = Store.open(directory, StoreConfig.DEFAULT)) {
      for (int millis = 1; millis <= 3; millis++) {
        append(store, millis, millis * 10, millis * 10 + 1);
        store.checkpoint().join();
      }
      append(store, 4, 40);
      assertThat(store.expireLog(LOG, step(0), Long.MAX_VALUE)).isZero();
      assertThat(store.canExpireLog(LOG, step(1), Long.MAX_VALUE)).isTrue();
      assertThat(store.expireLog(LOG, step(1), Long.MAX_VALUE)).isEqualTo(2);
      assertThat(rows(store)).containsExactly(20, 21, 30, 31, 40);
      assertThat(store.oldestUnwritten(LOG)).isEqualTo(step(4));
    }
    try (Store store = Store.open(directory, StoreConfig.DEFAULT)) {
      assertThat(rows(store)).containsExactly(20, 21, 30, 31, 40);
      assertThat(store.recoveredLogRows(LOG)).isEqualTo(5);
      // Opening wrote the last row from the journal into a block, which stays for its number.
      assertThat(store.expireLog(LOG, step(9), Long.MAX_VALUE)).isEqualTo(4);
      assertThat(rows(store)).containsExactly(40);
      append(store, 5, 50);
      store.checkpoint().join();
      assertThat(rows(store)).containsExactly(40, 50);
    }
    try (Store store = Store.open(directory, StoreConfig.DEFAULT)) {
      assertThat(store.recoveredLogRows(LOG)).isEqualTo(2);
      store.commit(new StepRecord(time(6), List.of(), List.of(), List.of(), List.of(LOG))).join();
      store.checkpoint().join();
      assertThat(rows(store)).isEmpty();
      assertThat(store.logBytes(LOG)).isZero();
    }
  }

  @Test
  void blocksBeyondTheirBytesAreDropped() throws Exception {
    try (Store store = Store.open(directory, StoreConfig.DEFAULT)) {
      for (int i = 1; i <= 5; i++) {
        append(store, i, i);
        store.checkpoint().join();
      }
      long bytes = store.logBytes(LOG);
      assertThat(store.expireLog(LOG, 0, bytes)).isZero();
      assertThat(store.expireLog(LOG, 0, bytes - 1)).isEqualTo(1);
      assertThat(store.expireLog(LOG, 0, bytes / 2)).isEqualTo(2);
      assertThat(rows(store)).containsExactly(4, 5);
      assertThat(store.logBytes(LOG)).isEqualTo(bytes / 5 * 2);
      assertThat(store.unwrittenBytes(LOG)).isZero();
      append(store, 6, 6);
      assertThat(store.unwrittenBytes(LOG)).isPositive();
    }
  }

  private static StepTime time(long millis) {
    return StepTime.ofMillis(millis);
  }

  private static long step(long millis) {
    return time(millis).packed();
  }

  private static void append(Store store, long millis, int... values) {
    Chunk rows = Chunk.of(List.of(ScalarType.INT4), values.length);
    for (int value : values) {
      rows.appendRow(new Object[] {value}, 1);
    }
    CollectionDelta delta = new CollectionDelta(LOG, Keeping.LOG, List.of(), rows);
    store
        .commit(new StepRecord(time(millis), List.of(), List.of(delta), List.of(), List.of()))
        .join();
  }

  private static List<Object> rows(Store store) {
    List<Object> rows = new ArrayList<>();
    store.loadLog(
        LOG,
        chunk -> {
          for (int row = 0; row < chunk.size(); row++) {
            rows.add(chunk.row(row)[0]);
          }
        });
    return rows;
  }
}
