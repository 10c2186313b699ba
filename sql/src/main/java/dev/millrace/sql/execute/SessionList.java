package dev.millrace.sql.execute;

import dev.millrace.sql.catalog.relation.LiveState.SessionSample;
import dev.millrace.sql.catalog.relation.LiveState.SubscriptionSample;
import dev.millrace.sql.catalog.relation.LiveState.TransactionSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The sessions that are connected and what each is doing. Any thread.
public final class SessionList {

  private final Map<Integer, Entry> entries = new ConcurrentHashMap<>();
  private final Map<Long, SubscriptionSample> subscriptions = new ConcurrentHashMap<>();
  private final AtomicLong lastSubscription = new AtomicLong();

  /// One session, as it tells about itself.
  public interface Entry {
    /// What it is doing now.
    SessionSample sample();

    /// Its transaction; null if none is open.
    @Nullable TransactionSample transaction();

    /// Asks its running statement to stop.
    void cancel();
  }

  /// A session begins.
  public void add(int processId, Entry entry) {
    entries.put(processId, entry);
  }

  /// A session ended.
  public void remove(int processId) {
    entries.remove(processId);
  }

  /// Cancels what a session runs; false if there is no such session.
  public boolean cancel(int processId) {
    Entry entry = entries.get(processId);
    if (entry != null) {
      entry.cancel();
    }
    return entry != null;
  }

  /// A subscription begins; the number ends it.
  public long begin(SubscriptionSample sample) {
    long number = lastSubscription.incrementAndGet();
    subscriptions.put(number, sample);
    return number;
  }

  /// A subscription ended.
  public void end(long number) {
    subscriptions.remove(number);
  }

  List<SessionSample> samples() {
    return entries.values().stream().map(Entry::sample).toList();
  }

  List<TransactionSample> transactions() {
    List<TransactionSample> open = new ArrayList<>();
    for (Entry entry : entries.values()) {
      TransactionSample sample = entry.transaction();
      if (sample != null) {
        open.add(sample);
      }
    }
    return open;
  }

  List<SubscriptionSample> subscriptions() {
    return List.copyOf(subscriptions.values());
  }
}
