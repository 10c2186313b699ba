package dev.millrace.storage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.time.StepTime;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.storage.journal.MemoryDisk;
import dev.millrace.storage.store.StepRecord.CatalogEntry;
import dev.millrace.storage.store.StepRecord.CollectionDelta;
import dev.millrace.storage.store.StepRecord.SourcePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {

  private static final List<SqlType> TYPES = List.of(ScalarType.INT4, ScalarType.TEXT);
  private static final long TABLE = 1;
  private static final long SOURCE = 2;
  private static final long LOG = 3;

  /// What the store must hold: rendered rows of the table with weights, rows of the source by key,
  /// rows of the log, catalog, position.
  private static final class Model {
    final Map<String, Long> table = new TreeMap<>();
    final Map<Object, String> source = new TreeMap<>();
    final List<String> log = new ArrayList<>();
    final Map<String, String> catalog = new TreeMap<>();
    int position;
    long time = 1;

    Model copy() {
      Model copy = new Model();
      copy.table.putAll(table);
      copy.source.putAll(source);
      copy.log.addAll(log);
      copy.catalog.putAll(catalog);
      copy.position = position;
      copy.time = time;
      return copy;
    }
  }

  @Test
  void stateAfterAnyNumberOfRestartsAndCheckpointsIsTheFoldOfTheSteps(@TempDir Path directory)
      throws Exception {
    for (long seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      Model model = new Model();
      Path data = directory.resolve("seed" + seed);
      for (int life = 0; life < 5; life++) {
        try (Store store = Store.open(data, new StoreConfig(4096, 16384, (int) seed * 10))) {
          check(store, model, "seed " + seed + " life " + life);
          for (int i = random.nextInt(60); i > 0; i--) {
            store.commit(step(model, random)).get();
            if (random.nextInt(20) == 0) {
              store.checkpoint().get();
            }
            if (random.nextInt(20) == 0) {
              assertThat(log(store)).isEqualTo(model.log);
            }
          }
        }
      }
    }
  }

  /// Power fails: of the journal what was not forced is lost, torn or kept; of RocksDB what it had
  /// not flushed is lost. Checkpoints are only made on request, so that files are copied at rest.
  @Test
  void powerFailureLeavesTheFoldOfAllAcknowledgedStepsAndPerhapsSomeMore(@TempDir Path directory)
      throws Exception {
    StoreConfig config = new StoreConfig(4096, 1 << 20, 20);
    for (long seed = 0; seed < 15; seed++) {
      Random random = new Random(seed);
      List<Model> history = new ArrayList<>(List.of(new Model()));
      int acknowledged = 0;
      MemoryDisk disk = new MemoryDisk();
      Path data = directory.resolve("seed" + seed + "-0");
      for (int life = 1; life < 6; life++) {
        Path after = directory.resolve("seed" + seed + "-" + life);
        String description = "seed " + seed + " life " + life;
        try (Store store = Store.open(data, config, disk)) {
          int recovered = indexOf(store.recoveredTime(), history);
          assertThat(recovered).as(description).isGreaterThanOrEqualTo(acknowledged);
          history.subList(recovered + 1, history.size()).clear();
          check(store, history.getLast(), description);
          acknowledged = commitSome(store, history, random);
          disk = disk.crash(random);
          copy(data, after);
        }
        data = after;
      }
    }
  }

  /// Commits steps, adding the state after each to the history; returns the last one acknowledged.
  private static int commitSome(Store store, List<Model> history, Random random) {
    int acknowledged = history.size() - 1;
    for (int i = random.nextInt(60); i > 0; i--) {
      Model model = history.getLast().copy();
      CompletableFuture<Void> durable = store.commit(step(model, random));
      history.add(model);
      if (random.nextInt(4) == 0) {
        durable.join();
        acknowledged = history.size() - 1;
      }
      if (random.nextInt(15) == 0) {
        store.checkpoint().join();
        acknowledged = history.size() - 1;
      }
    }
    return acknowledged;
  }

  private static int indexOf(StepTime time, List<Model> history) {
    for (int i = 1; i < history.size(); i++) {
      if (history.get(i).time == time.packed()) {
        return i;
      }
    }
    assertThat(time).isEqualTo(StepTime.ZERO);
    return 0;
  }

  /// Copies a directory as of one moment: again while a compaction goes on.
  private static void copy(Path from, Path to) throws IOException {
    Map<Path, Long> before = Map.of();
    for (Map<Path, Long> now = sizes(from); !now.equals(before); now = sizes(from)) {
      before = now;
      for (Path file : now.keySet()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(target);
        try {
          Files.copy(file, target);
        } catch (NoSuchFileException e) {
          // compacted away since it was listed: the next round sees a different list
        }
      }
    }
    for (Path copied : sizes(to).keySet()) {
      if (!before.containsKey(from.resolve(to.relativize(copied).toString()))) {
        Files.delete(copied);
      }
    }
  }

  /// The files and their sizes; listed anew where one was compacted away meanwhile.
  private static Map<Path, Long> sizes(Path directory) throws IOException {
    while (true) {
      try (Stream<Path> files = Files.walk(directory)) {
        return files
            .filter(Files::isRegularFile)
            .collect(Collectors.toMap(file -> file, file -> file.toFile().length()));
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e;
        }
      }
    }
  }

  private static StepRecord step(Model model, Random random) {
    Chunk table = Chunk.of(TYPES, 4);
    Chunk source = Chunk.of(TYPES, 4);
    Chunk log = Chunk.of(TYPES, 4);
    for (int i = 0; i < 5; i++) {
      Object[] row = row(random);
      String text = Arrays.toString(row);
      long weight = model.table.getOrDefault(text, 0L);
      int delta = weight > 0 && random.nextBoolean() ? -1 : 1 + random.nextInt(2);
      table.appendRow(row, delta);
      if (model.table.merge(text, (long) delta, Long::sum) == 0) {
        model.table.remove(text);
      }
      Object[] upsert = row(random);
      upsert[0] = random.nextInt(10);
      boolean isDelete = random.nextInt(3) == 0;
      source.appendRow(upsert, isDelete ? -1 : 1);
      if (isDelete) {
        model.source.remove(upsert[0]);
      } else {
        model.source.put(upsert[0], Arrays.toString(upsert));
      }
      log.appendRow(row, 1);
      model.log.add(text);
    }
    String key = "k" + random.nextInt(5);
    boolean isRemoval = random.nextInt(4) == 0;
    CatalogEntry entry =
        new CatalogEntry(key, isRemoval ? null : new byte[] {(byte) key.charAt(1)});
    if (isRemoval) {
      model.catalog.remove(key);
    } else {
      model.catalog.put(key, key);
    }
    model.position++;
    model.time += 1 + random.nextInt(5);
    return new StepRecord(
        new StepTime(model.time),
        List.of(entry),
        List.of(
            new CollectionDelta(TABLE, Keeping.ROWS, List.of(), table),
            new CollectionDelta(SOURCE, Keeping.KEYED, List.of(0), source),
            new CollectionDelta(LOG, Keeping.LOG, List.of(), log)),
        List.of(new SourcePosition(SOURCE, new byte[] {(byte) model.position})),
        List.of());
  }

  private static Object[] row(Random random) {
    return new Object[] {
      random.nextInt(5) == 0 ? null : (Object) random.nextInt(5),
      random.nextInt(5) == 0 ? null : Slice.utf8("ä".repeat(random.nextInt(3)))
    };
  }

  private static void check(Store store, Model model, String description) {
    if (model.position > 0) {
      assertThat(store.recoveredTime().packed()).as(description).isEqualTo(model.time);
    }
    checkMeta(store, model, description);
    assertThat(store.recoveredLogRows(LOG)).as(description).isEqualTo(model.log.size());
    Map<String, Long> table = new TreeMap<>();
    store.load(
        TABLE,
        Keeping.ROWS,
        TYPES,
        chunk -> {
          for (int i = 0; i < chunk.size(); i++) {
            table.merge(Arrays.toString(chunk.row(i)), (long) chunk.weight(i), Long::sum);
          }
        });
    assertThat(table).as(description).isEqualTo(model.table);
    Map<Object, String> source = new TreeMap<>();
    store.load(
        SOURCE,
        Keeping.KEYED,
        TYPES,
        chunk -> {
          for (int i = 0; i < chunk.size(); i++) {
            source.put(chunk.row(i)[0], Arrays.toString(chunk.row(i)));
          }
        });
    assertThat(source).as(description).isEqualTo(model.source);
    assertThat(log(store)).as(description).isEqualTo(model.log);
  }

  private static void checkMeta(Store store, Model model, String description) {
    assertThat(store.recoveredCatalog().keySet()).as(description).isEqualTo(model.catalog.keySet());
    byte[] position = store.recoveredPosition(SOURCE);
    assertThat(position.length == 0 ? 0 : position[0]).isEqualTo((byte) model.position);
  }

  private static List<String> log(Store store) {
    List<String> rows = new ArrayList<>();
    store.loadLog(
        LOG,
        chunk -> {
          for (int i = 0; i < chunk.size(); i++) {
            rows.add(Arrays.toString(chunk.row(i)));
          }
        });
    return rows;
  }

  @Test
  void droppedCollectionLeavesNothingBehind(@TempDir Path directory) throws Exception {
    try (Store store = Store.open(directory, StoreConfig.DEFAULT)) {
      store.commit(step(new Model(), new Random(1))).get();
      store.checkpoint().get();
      store
          .commit(
              new StepRecord(
                  StepTime.ofMillis(9), List.of(), List.of(), List.of(), List.of(TABLE, LOG)))
          .get();
      store.checkpoint().get();
      assertThat(log(store)).isEmpty();
    }
    try (Store store = Store.open(directory, StoreConfig.DEFAULT)) {
      store.load(TABLE, Keeping.ROWS, TYPES, chunk -> assertThat(chunk.size()).isZero());
      assertThat(log(store)).isEmpty();
    }
  }

  @Test
  void directoryInUseIsRefused(@TempDir Path directory) throws Exception {
    try (Store _ = Store.open(directory, StoreConfig.DEFAULT)) {
      assertThatThrownBy(() -> Store.open(directory, StoreConfig.DEFAULT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is in use by another server");
    }
  }
}
