package dev.millrace.server.metrics;

import dev.millrace.dataflow.port.EngineStatus;
import dev.millrace.sql.catalog.relation.LiveState.SourceSample;
import dev.millrace.sql.execute.Instance;
import dev.millrace.storage.store.Store;
import dev.millrace.storage.store.StoreStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;

/// The server's metrics. One sample of everything is taken at each scrape, so that the numbers of
/// one answer belong together. Any thread; scrapes take turns.
public final class Metrics {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Instance instance;
  private final Store store;
  private final IntSupplier connections;
  private final MultiGauge sources;
  private final MultiGauge sourceStates;
  private final MultiGauge collections;
  private volatile Sample sample;

  private record Sample(EngineStatus engine, StoreStatus store) {}

  public Metrics(Instance instance, Store store, IntSupplier connections) {
    this.instance = instance;
    this.store = store;
    this.connections = connections;
    this.sample = sample();
    this.sources =
        MultiGauge.builder("millrace.source.statistic")
            .description("What a source counts about itself")
            .register(registry);
    this.sourceStates =
        MultiGauge.builder("millrace.source.running")
            .description("1 while the source runs, 0 while it is stalled or failed")
            .register(registry);
    this.collections =
        MultiGauge.builder("millrace.collection.rows")
            .description("Rows of a stored or maintained collection")
            .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    registerCounters();
    registerGauges();
  }

  private void registerCounters() {
    count("millrace.steps", "Steps run", s -> s.engine().steps());
    count("millrace.rows.in", "Rows taken in by steps", s -> s.engine().rowsIn());
    count("millrace.journal.bytes", "Bytes written to the journal", s -> s.store().journalBytes());
    count("millrace.checkpoints", "Checkpoints completed", s -> s.store().checkpoints());
  }

  private void registerGauges() {
    gauge("millrace.step.seconds.p50", "Median step", s -> s.engine().stepMicrosP50() / 1e6);
    gauge("millrace.step.seconds.p99", "99% of steps", s -> s.engine().stepMicrosP99() / 1e6);
    gauge("millrace.step.seconds.max", "Longest step", s -> s.engine().stepMicrosMax() / 1e6);
    gauge(
        "millrace.input.queued.bytes",
        "Bytes that wait for a step",
        s ->
            s.engine().collections().stream()
                .mapToLong(EngineStatus.CollectionStatus::queuedBytes)
                .sum());
    gauge(
        "millrace.journal.pending.bytes",
        "Journal not yet covered by a checkpoint",
        s -> s.store().journalPending());
    gauge("millrace.journal.sync.seconds", "The last fsync", s -> s.store().syncMicrosLast() / 1e6);
    gauge(
        "millrace.checkpoint.seconds",
        "The last checkpoint",
        s -> s.store().checkpointMillisLast() / 1e3);
    gauge("millrace.pins", "Past states kept readable", s -> s.engine().pins());
    gauge("millrace.pin.bytes", "Changes kept for them", s -> s.engine().pinBytes());
    gauge(
        "millrace.uncommitted.bytes",
        "Rows that open transactions have written",
        _ -> instance.writeBudget().taken());
    gauge("millrace.connections", "Clients connected", _ -> connections.getAsInt());
  }

  private void count(String name, String description, ToDoubleFunction<Sample> value) {
    FunctionCounter.builder(name, this, m -> value.applyAsDouble(m.sample))
        .description(description)
        .register(registry);
  }

  private void gauge(String name, String description, ToDoubleFunction<Sample> value) {
    Gauge.builder(name, this, m -> value.applyAsDouble(m.sample))
        .description(description)
        .register(registry);
  }

  private Sample sample() {
    return new Sample(instance.engine().status(), store.status());
  }

  /// All metrics as Prometheus reads them.
  public synchronized String scrape() {
    sample = sample();
    List<MultiGauge.Row<?>> statistics = new ArrayList<>();
    List<MultiGauge.Row<?>> states = new ArrayList<>();
    for (SourceSample source : instance.sourceSamples()) {
      Tags name = Tags.of("source", name(source.itemId()));
      states.add(MultiGauge.Row.of(name, source.status().equals("running") ? 1 : 0));
      source
          .statistics()
          .forEach((s, n) -> statistics.add(MultiGauge.Row.of(name.and("statistic", s), n)));
    }
    sourceStates.register(states, true);
    sources.register(statistics, true);
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    sample
        .engine()
        .collections()
        .forEach(c ->
            rows.add(
                MultiGauge.Row.of(
                    Tags.of("name", c.name(), "id", String.valueOf(c.id().number())), c.rows())));
    collections.register(rows, true);
    return registry.scrape();
  }

  private String name(long itemId) {
    var item = instance.catalog().current().item(itemId);
    return item == null ? String.valueOf(itemId) : item.name();
  }
}
