package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.port.Action;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.SubscribeRequest;
import dev.millrace.dataflow.port.Subscription;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.storage.store.Store;
import dev.millrace.storage.store.StoreConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An engine over a real store in a directory, driven call by call.
final class EngineRun implements AutoCloseable {

  static final StoreConfig STORE = new StoreConfig(1 << 20, 4 << 20);

  final Path directory;
  final ManualClock clock;
  final Store store;
  final StepEngine engine;

  EngineRun(Path directory, ManualClock clock, EngineConfig config, List<Action> restored) {
    this.directory = directory;
    this.clock = clock;
    try {
      this.store = Store.open(directory, STORE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.engine = new StepEngine(store, config, clock);
    engine.restore(restored);
    engine.start();
  }

  EngineRun(Path directory) {
    this(directory, new ManualClock(1_000), EngineConfig.DEFAULT, List.of());
  }

  static CollectionId id(long number) {
    return new CollectionId(number);
  }

  static Action.CreateStored table(long id, SqlType... types) {
    return stored(id, Action.Keeping.ROWS, List.of(), types);
  }

  static Action.CreateStored stored(
      long id, Action.Keeping keeping, List<Integer> key, SqlType... types) {
    return new Action.CreateStored(
        id(id), new Action.StoredShape("s" + id, List.of(types), keeping, key, false));
  }

  static Action.Install view(long id, Plan plan) {
    List<Integer> all = IntStream.range(0, plan.types().size()).boxed().toList();
    return new Action.Install(id(id), "v" + id, plan, all);
  }

  void act(Action... actions) {
    change(new Change(List.of(), List.of(actions), List.of()));
  }

  void change(Change change) {
    try {
      engine.transact(_ -> change).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /// One row with a weight.
  static Change.Delta row(Action.CreateStored table, int weight, @Nullable Object... values) {
    Chunk chunk = Chunk.of(table.shape().types(), 1);
    chunk.appendRow(boxed(values), weight);
    return new Change.Delta(table.id(), chunk);
  }

  private static @Nullable Object[] boxed(@Nullable Object[] values) {
    return Arrays.stream(values)
        .map(v -> v instanceof String text ? Slice.utf8(text) : v)
        .toArray();
  }

  void insert(Action.CreateStored table, @Nullable Object... values) {
    change(new Change(List.of(), List.of(), List.of(row(table, 1, values))));
  }

  void delete(Action.CreateStored table, @Nullable Object... values) {
    change(new Change(List.of(), List.of(), List.of(row(table, -1, values))));
  }

  /// A collection's rows as text, sorted, one a line, with weights other than 1.
  String rows(long id) {
    try {
      return engine
          .read(snapshot -> {
            List<Chunk> chunks = new ArrayList<>();
            snapshot.scan(id(id), chunks::add);
            return text(chunks);
          })
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  static String text(List<Chunk> chunks) {
    TreeMap<String, Long> rows = new TreeMap<>();
    for (Chunk chunk : chunks) {
      for (int row = 0; row < chunk.size(); row++) {
        String text =
            Arrays.stream(chunk.row(row)).map(String::valueOf).collect(Collectors.joining(" "));
        rows.merge(text, (long) chunk.weight(row), Long::sum);
      }
    }
    return rows.entrySet().stream()
        .filter(e -> e.getValue() != 0)
        .map(e -> e.getValue() == 1 ? e.getKey() : e.getKey() + " x" + e.getValue())
        .collect(Collectors.joining("\n"));
  }

  Subscription subscribe(Plan plan, boolean snapshot, @Nullable Long upTo, long queueBytes) {
    return subscribe(new SubscribeRequest(plan, snapshot, null, false, upTo, queueBytes));
  }

  Subscription subscribe(SubscribeRequest request) {
    return engine.subscribe(request).join();
  }

  /// The next event with rows or the end, as text.
  static String next(Subscription subscription) {
    try {
      while (true) {
        Subscription.Event event = subscription.poll(Duration.ofSeconds(20));
        switch (event) {
          case null -> throw new AssertionError("no event");
          case Subscription.Event.Rows rows -> {
            return rows.millis() + ": " + text(rows.rows()).replace("\n", ", ");
          }
          case Subscription.Event.Progress _ -> {}
          case Subscription.Event.End _ -> {
            return "end";
          }
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// The files as a crash would leave them: all that was synced is in them.
  Path crashCopy(Path target) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(directory.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
