package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.port.SubscribeRequest;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// All subscriptions that run. Confined to the step thread.
final class Feeds {

  private final Graph graph;
  private final List<Feed> feeds = new ArrayList<>();

  Feeds(Graph graph) {
    this.graph = graph;
  }

  /// Starts one at a node that the caller holds for it, as of a millisecond that is over.
  EventQueue start(Node node, SubscribeRequest request, long asOf, Steps steps, Runnable onClose) {
    EventQueue queue = new EventQueue(asOf, request.queueBytes(), onClose);
    if (request.snapshot()) {
      node.requireHealthy();
      List<Chunk> rows = new ArrayList<>();
      graph.contents(node, steps.scope()).stream(rows::add);
      List<Chunk> sorted = RowSort.consolidate(node.types, rows);
      if (!sorted.isEmpty()) {
        queue.snapshot(asOf, sorted);
      }
    }
    queue.progress(asOf + 1);
    feeds.add(new Feed(node, queue, request.upTo()));
    return queue;
  }

  /// Takes the deltas of the step that just ran.
  void collect(long millis) {
    for (Feed feed : feeds) {
      feed.collect(millis);
    }
  }

  /// Hands over what happened before `now`, and frees those that are done.
  void publish(long now) {
    Iterator<Feed> each = feeds.iterator();
    while (each.hasNext()) {
      Feed feed = each.next();
      feed.publish(now);
      if (feed.queue().isDone()) {
        each.remove();
        graph.release(feed.node());
      }
    }
  }

  /// Ends those that watch a node which was dropped.
  void dropped(Node node) {
    for (Feed feed : feeds) {
      if (feed.node() == node) {
        feed.queue()
            .fail(
                new DatabaseException(
                    SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                    "subscribe has been terminated because underlying relation was dropped"));
      }
    }
  }

  /// Ends all.
  void fail(DatabaseException reason) {
    feeds.forEach(f -> f.queue().fail(reason));
    feeds.forEach(f -> graph.release(f.node()));
    feeds.clear();
  }

  /// The earliest millisecond at which one has something to hand over although no step runs.
  long wakeMillis() {
    long wake = Long.MAX_VALUE;
    for (Feed feed : feeds) {
      wake = Math.min(wake, feed.wakeMillis());
    }
    return wake;
  }
}
