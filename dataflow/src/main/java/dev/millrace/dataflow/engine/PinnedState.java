package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.history.History;
import dev.millrace.dataflow.history.KeyProbe;
import dev.millrace.dataflow.history.KeyedChanges;
import dev.millrace.dataflow.history.Overlay;
import dev.millrace.dataflow.operator.FaultLedger;
import dev.millrace.dataflow.operator.join.ArrangeOperator;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.port.Pin;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.time.StepTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// The state after a step of the past: the rows of today less what has changed since. Confined to
/// the step thread, but for `time` and `close`.
final class PinnedState implements Pin, Snapshot {

  private final History.Mark mark;
  private final History history;
  private final Relations relations;
  private final Runnable trim;

  /// What has changed since, by the key of an index that was asked; each knows how far it has read.
  private final Map<CollectionId, Since> byKey = new HashMap<>();

  private static final class Since {
    private final Node node;
    private final KeyedChanges undo;
    private long position;
    private boolean hasFaults;

    private Since(Node node, int[] key, long position) {
      this.node = node;
      this.undo = new KeyedChanges(node.types, key, -1);
      this.position = position;
    }
  }

  /// @param trim gives up what has become too old
  PinnedState(History.Mark mark, History history, Relations relations, Runnable trim) {
    this.mark = mark;
    this.history = history;
    this.relations = relations;
    this.trim = trim;
  }

  @Override
  public StepTime time() {
    return mark.time();
  }

  @Override
  public Snapshot snapshot() {
    trim.run();
    mark.require();
    return this;
  }

  @Override
  public Pin pin() {
    throw new IllegalStateException("this state is pinned already");
  }

  @Override
  public void close() {
    mark.close();
  }

  @Override
  public void scan(CollectionId collection, Consumer<Chunk> rows) {
    before(collection).read(out -> relations.scanFaulty(collection, out), rows);
  }

  @Override
  public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
    Overlay undo = undo(index).find(key);
    ArrangeOperator today = relations.index(index).arrangement();
    if (undo == null) {
      today.lookup(key, rows);
    } else {
      undo.read(out -> today.lookup(key, out), rows);
    }
  }

  @Override
  public long[] keyWeights(CollectionId index, Chunk keys) {
    KeyedChanges undo = undo(index);
    long[] weights = relations.index(index).arrangement().keyWeights(keys);
    undo.addWeights(keys, weights);
    return weights;
  }

  /// What takes back the changes since, by the key of an index; fails if the index could not be
  /// read back then.
  private KeyedChanges undo(CollectionId index) {
    Node node = node(index);
    node.requireNoFailure();
    snapshot();
    Since since =
        byKey.computeIfAbsent(
            index,
            _ -> new Since(node, relations.index(index).arrangement().key(), mark.position()));
    if (since.node != node) {
      throw new IllegalStateException(index + " was replaced under a pin");
    }
    for (History.Changes changes : history.after(since.position, node.id)) {
      changes.chunks().forEach(since.undo::add);
      since.hasFaults |= !changes.faults().isEmpty();
    }
    since.position = history.position();
    if (since.hasFaults || !node.faults.isEmpty()) {
      requireNoFaults(node, since(node));
    }
    return since.undo;
  }

  @Override
  public long rowCount(CollectionId collection) {
    return relations.rowCount(collection);
  }

  @Override
  public void changes(CollectionId collection, Consumer<Chunk> rows) {
    for (History.Changes changes : since(node(collection))) {
      changes.chunks().forEach(rows);
    }
  }

  @Override
  public void changes(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
    KeyProbe probe = probe(index, key);
    changes(index, chunk -> rows.accept(probe.select(chunk)));
  }

  private KeyProbe probe(CollectionId index, List<Object> key) {
    Relations.Maintained kept = relations.index(index);
    return new KeyProbe(kept.arranged().types, kept.arrangement().key(), key);
  }

  /// What to lay over the rows of today; fails if the collection could not be read back then.
  private Overlay before(CollectionId collection) {
    Node node = node(collection);
    node.requireNoFailure();
    List<History.Changes> since = since(node);
    requireNoFaults(node, since);
    Overlay undo = new Overlay(node.types);
    for (History.Changes changes : since) {
      changes.chunks().forEach(chunk -> undo.add(chunk, -1));
    }
    return undo;
  }

  private static void requireNoFaults(Node node, List<History.Changes> since) {
    FaultLedger faults = History.before(node.faults, since);
    if (!faults.isEmpty()) {
      throw Objects.requireNonNull(faults.first()).toException();
    }
  }

  private List<History.Changes> since(Node node) {
    snapshot();
    return history.since(mark, node.id);
  }

  private Node node(CollectionId collection) {
    Node node = relations.kept(collection);
    mark.requireKnown(node.id);
    return node;
  }
}
