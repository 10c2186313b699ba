package dev.millrace.sql.source;

import dev.millrace.dataflow.connector.Connector;
import dev.millrace.dataflow.connector.SecretStore;
import dev.millrace.dataflow.connector.Source;
import dev.millrace.dataflow.port.Engine;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogState;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.relation.LiveState.SourceSample;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The sources that run. Starting and stopping is for the thread that changes the catalog; samples
/// are for any thread.
public final class SourceRunner implements AutoCloseable {

  private final Engine engine;
  private final SecretStore secrets;
  private final Clock clock;
  private final Map<String, Connector> connectors = new HashMap<>();
  private final Map<Long, RunningSource> running = new ConcurrentHashMap<>();

  public SourceRunner(
      Engine engine, Collection<Connector> connectors, SecretStore secrets, Clock clock) {
    this.engine = engine;
    this.secrets = secrets;
    this.clock = clock;
    connectors.forEach(c -> this.connectors.put(c.name(), c));
  }

  /// The connector of a name; 0A000 if this server has none.
  public Connector connector(String name) {
    Connector connector = connectors.get(name);
    if (connector == null) {
      throw new DatabaseException(
          SqlState.FEATURE_NOT_SUPPORTED, "sources of type " + name + " are not supported");
    }
    return connector;
  }

  /// What a source's connector resolves secrets with.
  public SecretStore secrets() {
    return secrets;
  }

  /// Starts every source of a catalog: after a restart.
  public void startAll(CatalogState state) {
    state.items().forEach(this::start);
  }

  /// Starts an item if it is a source that runs.
  public synchronized void start(Item item) {
    if (item.body() instanceof ItemBody.Source source && source.spec() != null) {
      RunningSource one =
          new RunningSource(
              item, source, connector(source.spec().connector()), secrets, engine, clock);
      running.put(item.id(), one);
      one.start();
    }
  }

  /// Stops the sources among some items, which are gone from the catalog.
  public synchronized void stop(Collection<Item> items) {
    for (Item item : items) {
      RunningSource one = running.remove(item.id());
      if (one != null) {
        one.close();
      }
    }
  }

  /// Starts a running source anew, as it is now, from where it is.
  ///
  /// @param now the item; asked once nobody else starts or stops sources
  public synchronized void restart(long itemId, Supplier<@Nullable Item> now) {
    RunningSource before = running.remove(itemId);
    Item item = before == null ? null : now.get();
    if (before != null) {
      before.close();
    }
    if (item != null) {
      start(item);
    }
  }

  /// The source of an item once it is open, or null if no source of that id runs. Any thread.
  public @Nullable CompletableFuture<Source> opened(long itemId) {
    RunningSource one = running.get(itemId);
    return one == null ? null : one.opened();
  }

  /// How all sources are doing.
  public List<SourceSample> samples() {
    return running.values().stream().map(RunningSource::sample).toList();
  }

  @Override
  public void close() {
    running.values().forEach(RunningSource::close);
    running.clear();
  }
}
