package dev.millrace.storage.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.value.Slice;
import dev.millrace.storage.store.StepRecord.CollectionDelta;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that commits steps is killed (SIGKILL) at random moments, in the middle of checkpoints
/// and of writing.
final class KillTest {

  private static final int KILLS = Integer.getInteger("millrace.kills", 4);
  private static final int RUN_MILLIS_MAX = 1500;
  private static final int START_SECONDS_MAX = 60;

  @TempDir Path directory;

  @Test
  void everyAcknowledgedStepAndNoPartOfAnotherSurvivesKills() throws Exception {
    Path data = directory.resolve("data");
    Path noted = directory.resolve("acknowledged");
    long seed = Long.getLong("millrace.seed", 7);
    Random random = new Random(seed);
    long last = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      runAndKill(data, noted, random.nextInt(RUN_MILLIS_MAX));
      try (Store store = Store.open(data, KilledWriter.CONFIG)) {
        long recovered = store.recoveredTime().packed();
        String description = "seed " + seed + " kill " + kill + " step " + recovered;
        assertThat(recovered).as(description).isGreaterThanOrEqualTo(acknowledged(noted));
        assertThat(recovered).as(description).isGreaterThan(last);
        check(store, recovered, description);
        last = recovered;
      }
    }
  }

  /// Runs the writer for some time after its first acknowledgement.
  private static void runAndKill(Path data, Path noted, int millis) throws Exception {
    Files.deleteIfExists(noted);
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KilledWriter.class.getName(),
                data.toString(),
                noted.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
      while (acknowledged(noted) == 0 && System.nanoTime() < deadline) {
        assertThat(writer.waitFor(10, TimeUnit.MILLISECONDS)).as("writer ended").isFalse();
      }
      assertThat(writer.waitFor(millis, TimeUnit.MILLISECONDS)).as("writer ended").isFalse();
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }

  private static long acknowledged(Path noted) throws IOException {
    byte[] bytes = Files.exists(noted) ? Files.readAllBytes(noted) : new byte[0];
    return bytes.length < 8 ? 0 : ByteBuffer.wrap(bytes).getLong();
  }

  private static void check(Store store, long step, String description) {
    Map<String, Integer> table = new TreeMap<>();
    Map<Object, String> source = new TreeMap<>();
    Map<String, String> catalog = new TreeMap<>();
    long from = Math.max(1, step - KilledWriter.SOURCE_KEYS);
    for (long n = from; n <= step; n++) {
      StepRecord record = KilledWriter.step(n);
      if (n + KilledWriter.TABLE_STEPS > step) {
        added(record.deltas().get(0).rows()).forEach((row, w) -> table.merge(row, w, Integer::sum));
      }
      upsert(record.deltas().get(1), source);
      record.catalog().forEach(e -> catalog.put(e.key(), text(e.value())));
    }
    assertThat(rows(store, KilledWriter.TABLE, Keeping.ROWS)).as(description).isEqualTo(table);
    assertThat(rows(store, KilledWriter.SOURCE, Keeping.KEYED).keySet())
        .as(description)
        .containsExactlyInAnyOrderElementsOf(source.values());
    checkLog(store, step, description);
    Map<String, String> found = new TreeMap<>();
    store.recoveredCatalog().forEach((key, value) -> found.put(key, text(value)));
    assertThat(found).as(description).isEqualTo(catalog);
    assertThat(text(store.recoveredPosition(KilledWriter.SOURCE))).isEqualTo("" + step);
  }

  private static Map<String, Integer> added(Chunk chunk) {
    Map<String, Integer> added = new TreeMap<>();
    for (int i = 0; i < chunk.size(); i++) {
      if (chunk.weight(i) > 0) {
        added.merge(Arrays.toString(chunk.row(i)), chunk.weight(i), Integer::sum);
      }
    }
    return added;
  }

  private static void upsert(CollectionDelta delta, Map<Object, String> source) {
    Chunk chunk = delta.rows();
    for (int i = 0; i < chunk.size(); i++) {
      if (chunk.weight(i) > 0) {
        source.put(chunk.row(i)[0], Arrays.toString(chunk.row(i)));
      } else {
        source.remove(chunk.row(i)[0]);
      }
    }
  }

  private static Map<String, Integer> rows(Store store, long collection, Keeping keeping) {
    Map<String, Integer> found = new TreeMap<>();
    store.load(
        collection,
        keeping,
        KilledWriter.TYPES,
        chunk -> added(chunk).forEach((row, w) -> found.merge(row, w, Integer::sum)));
    return found;
  }

  private static void checkLog(Store store, long step, String description) {
    long[] next = {0};
    store.loadLog(
        KilledWriter.LOG,
        chunk -> {
          for (int i = 0; i < chunk.size(); i++, next[0]++) {
            List<Object> expected =
                List.of(
                    next[0] / KilledWriter.ROWS + 1,
                    Slice.utf8("row " + next[0] % KilledWriter.ROWS));
            assertThat(chunk.row(i)).as(description).containsExactly(expected.toArray());
          }
        });
    assertThat(next[0]).as(description).isEqualTo(step * KilledWriter.ROWS);
    assertThat(store.recoveredLogRows(KilledWriter.LOG)).as(description).isEqualTo(next[0]);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
