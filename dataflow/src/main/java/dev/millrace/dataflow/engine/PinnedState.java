package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.history.History;
import dev.millrace.dataflow.history.KeyProbe;
import dev.millrace.dataflow.history.Overlay;
import dev.millrace.dataflow.operator.FaultLedger;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.port.Pin;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.time.StepTime;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The state after a step of the past: the rows of today less what has changed since. Confined to
/// the step thread, but for `time` and `close`.
final class PinnedState implements Pin, Snapshot {

  private final History.Mark mark;
  private final History history;
  private final Relations relations;
  private final Runnable trim;

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
    before(collection, null).read(out -> relations.scanFaulty(collection, out), rows);
  }

  @Override
  public void lookup(CollectionId index, List<Object> key, Consumer<Chunk> rows) {
    Overlay undo = before(index, probe(index, key));
    undo.read(out -> relations.index(index).arrangement().lookup(key, out), rows);
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
  private Overlay before(CollectionId collection, @Nullable KeyProbe key) {
    Node node = node(collection);
    node.requireNoFailure();
    List<History.Changes> since = since(node);
    FaultLedger faults = History.before(node.faults, since);
    if (!faults.isEmpty()) {
      throw Objects.requireNonNull(faults.first()).toException();
    }
    Overlay undo = new Overlay(node.types);
    for (History.Changes changes : since) {
      changes.chunks().forEach(chunk -> undo.add(chunk, -1, key));
    }
    return undo;
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
