package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.operator.Delta;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The engine's end of a subscription: gathers a node's deltas by millisecond and hands them over
/// when the millisecond is over and durable. Confined to the step thread.
final class Feed {

  private static final long PROGRESS_MILLIS = 1000;

  private final Node node;
  private final EventQueue queue;
  private final @Nullable Long upTo;
  private final TreeMap<Long, List<Chunk>> pending = new TreeMap<>();
  private long lastProgress;

  Feed(Node node, EventQueue queue, @Nullable Long upTo) {
    this.node = node;
    this.queue = queue;
    this.upTo = upTo;
    this.lastProgress = queue.asOf();
  }

  Node node() {
    return node;
  }

  EventQueue queue() {
    return queue;
  }

  /// Takes what a step changed.
  void collect(long millis) {
    Delta delta = node.delta;
    if (delta.rows() > 0 && (upTo == null || millis < upTo)) {
      pending.computeIfAbsent(millis, _ -> new ArrayList<>()).addAll(delta.chunks());
    }
  }

  /// Hands over what happened before `now`, which is over and durable.
  void publish(long now) {
    if (queue.isDone()) {
      return;
    }
    DatabaseException failure = failure();
    if (failure != null) {
      queue.fail(failure);
      return;
    }
    while (!pending.isEmpty() && pending.firstKey() < now) {
      Map.Entry<Long, List<Chunk>> closed = pending.pollFirstEntry();
      List<Chunk> rows = RowSort.consolidate(node.types, closed.getValue());
      if (!rows.isEmpty()) {
        queue.rows(closed.getKey(), rows);
      }
    }
    if (upTo != null && now >= upTo) {
      queue.end();
    } else if (now - lastProgress >= PROGRESS_MILLIS) {
      lastProgress = now;
      queue.progress(now);
    }
  }

  private @Nullable DatabaseException failure() {
    if (node.failure != null) {
      return node.failure;
    }
    return node.faults.isEmpty() ? null : Objects.requireNonNull(node.faults.first()).toException();
  }

  /// When `publish` has something to do although no step runs.
  long wakeMillis() {
    long wake = lastProgress + PROGRESS_MILLIS;
    if (!pending.isEmpty()) {
      wake = Math.min(wake, pending.firstKey() + 1);
    }
    return upTo == null ? wake : Math.min(wake, upTo);
  }
}
