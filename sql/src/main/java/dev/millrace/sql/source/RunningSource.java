package dev.millrace.sql.source;

import dev.millrace.dataflow.connector.Connector;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.connector.SourceContext;
import dev.millrace.dataflow.connector.SourceSpec;
import dev.millrace.dataflow.connector.SourceStatus;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Engine;
import dev.millrace.dataflow.port.InputPort;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.relation.LiveState.SourceSample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One source on a thread of its own. A connector retries what it knows to be passing; if it throws
/// nevertheless, the source is opened again from its durable position, ever more slowly.
final class RunningSource implements SourceContext, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningSource.class);

  /// Pause before the first new attempt, and the longest one: a source that cannot be opened is
  /// tried again at least once a minute.
  private static final Duration PAUSE_MIN = Duration.ofMillis(200);

  private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

  /// How long a source may take to end by itself before it is interrupted: Kafka's client says
  /// goodbye to its brokers.
  private static final Duration CLOSE_TIME = Duration.ofSeconds(1);

  /// How long a source may take to end before it is left behind.
  private static final Duration STOP_TIME = Duration.ofSeconds(5);

  /// No output of that number is kept: its rows are dropped.
  static final long UNUSED = 0;

  private final Item item;
  private final SourceSpec spec;
  private final List<Long> outputs;
  private final Connector connector;
  private final SecretStore secrets;
  private final Engine engine;
  private final Clock clock;
  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
  private final Thread thread;

  private volatile boolean isClosed;
  private volatile @Nullable Source source;

  /// Completes with the source when it has been opened for the first time.
  private final CompletableFuture<Source> opened = new CompletableFuture<>();

  private volatile @Nullable InputPort port;
  private volatile Status status;

  private record Status(SourceStatus status, @Nullable String error, Instant since) {}

  RunningSource(
      Item item,
      ItemBody.Source body,
      Connector connector,
      SecretStore secrets,
      Engine engine,
      Clock clock) {
    this.item = item;
    this.spec = Objects.requireNonNull(body.spec());
    this.outputs = body.outputs();
    this.connector = connector;
    this.secrets = secrets;
    this.engine = engine;
    this.clock = clock;
    this.status = new Status(SourceStatus.STARTING, null, clock.instant());
    this.thread = Thread.ofVirtual().name("source-" + item.idText()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    Duration pause = PAUSE_MIN;
    while (!isClosed) {
      long emittedBefore = counter("batches").sum();
      try {
        runOnce();
        return;
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        if (isClosed) {
          return;
        }
        failed(e);
      }
      pause = counter("batches").sum() > emittedBefore ? PAUSE_MIN : pause;
      try {
        Thread.sleep(pause);
      } catch (InterruptedException _) {
        return;
      }
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(PAUSE_MAX) < 0 ? twice : PAUSE_MAX;
    }
  }

  private void runOnce() throws InterruptedException {
    port = engine.input(portId(outputs));
    try (Source opened = connector.open(spec, secrets)) {
      source = opened;
      this.opened.complete(opened);
      if (!isClosed) {
        opened.run(this);
      }
    } finally {
      source = null;
    }
  }

  private void failed(RuntimeException e) {
    if (e instanceof DatabaseException known) {
      status(SourceStatus.STALLED, known.message());
    } else {
      status(SourceStatus.STALLED, "internal error: " + e);
      LOG.atError().addKeyValue("source", item.name()).setCause(e).log("source failed");
    }
  }

  /// The collection whose input port belongs to a source: that of its first output kept.
  static CollectionId portId(List<Long> outputs) {
    return new CollectionId(outputs.stream().filter(o -> o != UNUSED).findFirst().orElseThrow());
  }

  @Override
  public byte[] position() {
    return port().position();
  }

  private InputPort port() {
    return Objects.requireNonNull(port);
  }

  @Override
  public void emit(List<OutputRows> rows, byte[] position) throws InterruptedException {
    if (isClosed) {
      throw new InterruptedException();
    }
    port().submit(deltas(rows), position);
    counter("batches").increment();
  }

  @Override
  public CompletableFuture<?> append(Supplier<List<OutputRows>> rows) {
    counter("batches").increment();
    return engine.transact(_ -> new Change(List.of(), List.of(), deltas(rows.get())));
  }

  private List<Change.Delta> deltas(List<OutputRows> rows) {
    List<Change.Delta> deltas = new ArrayList<>(rows.size());
    for (OutputRows one : rows) {
      long output = outputs.get(one.output());
      if (output != UNUSED && one.rows().size() > 0) {
        deltas.add(new Change.Delta(new CollectionId(output), one.rows()));
      }
    }
    return deltas;
  }

  /// The source, from its first opening on: for those who hand it what it does not fetch itself.
  CompletableFuture<Source> opened() {
    return opened;
  }

  @Override
  public void status(SourceStatus newStatus, @Nullable String error) {
    Status before = status;
    if (before.status() == newStatus && Objects.equals(before.error(), error)) {
      return;
    }
    status = new Status(newStatus, error, clock.instant());
    LOG.atInfo()
        .addKeyValue("source", item.name())
        .addKeyValue("status", newStatus)
        .addKeyValue("error", error)
        .log("source status");
  }

  @Override
  public void count(String statistic, long delta) {
    counter(statistic).add(delta);
  }

  private LongAdder counter(String name) {
    return counters.computeIfAbsent(name, _ -> new LongAdder());
  }

  @Override
  public Clock clock() {
    return clock;
  }

  SourceSample sample() {
    Status now = status;
    Map<String, Long> statistics = new TreeMap<>();
    counters.forEach((name, count) -> statistics.put(name, count.sum()));
    return new SourceSample(
        item.id(),
        now.status().name().toLowerCase(Locale.ROOT),
        now.error(),
        now.since(),
        statistics);
  }

  @Override
  public void close() {
    isClosed = true;
    opened.cancel(false);
    Source running = source;
    try {
      if (running != null) {
        running.close();
        thread.join(CLOSE_TIME);
      }
      thread.interrupt();
      thread.join(STOP_TIME);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
