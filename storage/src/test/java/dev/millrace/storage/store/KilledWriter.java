package dev.millrace.storage.store;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.time.StepTime;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.storage.store.StepRecord.CatalogEntry;
import dev.millrace.storage.store.StepRecord.CollectionDelta;
import dev.millrace.storage.store.StepRecord.SourcePosition;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A process that commits steps as fast as it can until it is killed, and notes in a file the last
/// one that was acknowledged. Step n changes the state in a way that depends on n alone.
final class KilledWriter {

  static final List<SqlType> TYPES = List.of(ScalarType.INT8, ScalarType.TEXT);
  static final long TABLE = 1;
  static final long SOURCE = 2;
  static final long LOG = 3;

  /// Rows of the table live for so many steps.
  static final int TABLE_STEPS = 40;

  static final int SOURCE_KEYS = 311;
  static final int ROWS = 7;

  /// Small enough that a second sees many checkpoints, large and small folds, recycled segments.
  static final StoreConfig CONFIG = new StoreConfig(8 << 10, 32 << 10, 60);

  private static final int STEPS_MAX = 200_000;
  private static final int UNDER_WAY_MAX = 20;

  private KilledWriter() {}

  /// Arguments: data directory, file for the acknowledged step.
  public static void main(String[] arguments) throws Exception {
    ArrayDeque<CompletableFuture<Void>> underWay = new ArrayDeque<>();
    try (Store store = Store.open(Path.of(arguments[0]), CONFIG);
        FileChannel noted =
            FileChannel.open(
                Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long first = store.recoveredTime().packed() + 1;
      for (long n = first; n < first + STEPS_MAX; n++) {
        underWay.add(store.commit(step(n)));
        if (underWay.size() == UNDER_WAY_MAX) {
          underWay.removeFirst().join();
          noted.write(ByteBuffer.allocate(8).putLong(n + 1 - UNDER_WAY_MAX).flip(), 0);
        }
      }
    }
  }

  static StepRecord step(long n) {
    Chunk table = Chunk.of(TYPES, ROWS);
    Chunk source = Chunk.of(TYPES, ROWS);
    Chunk log = Chunk.of(TYPES, ROWS);
    for (int i = 0; i < ROWS; i++) {
      table.appendRow(new Object[] {i * n % 13, Slice.utf8("step " + n)}, 1);
      if (n > TABLE_STEPS) {
        long old = n - TABLE_STEPS;
        table.appendRow(new Object[] {i * old % 13, Slice.utf8("step " + old)}, -1);
      }
      source.appendRow(new Object[] {(n * ROWS + i) % SOURCE_KEYS, Slice.utf8("step " + n)}, 1);
      log.appendRow(new Object[] {n, Slice.utf8("row " + i)}, 1);
    }
    source.appendRow(new Object[] {n * 3 % SOURCE_KEYS, null}, -1);
    return new StepRecord(
        new StepTime(n),
        List.of(new CatalogEntry("k" + n % 3, number(n))),
        List.of(
            new CollectionDelta(TABLE, Keeping.ROWS, List.of(), table),
            new CollectionDelta(SOURCE, Keeping.KEYED, List.of(0), source),
            new CollectionDelta(LOG, Keeping.LOG, List.of(), log)),
        List.of(new SourcePosition(SOURCE, number(n))),
        List.of());
  }

  static byte[] number(long n) {
    return Long.toString(n).getBytes(StandardCharsets.UTF_8);
  }
}
