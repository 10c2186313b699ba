package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.operator.StepScope;
import dev.millrace.dataflow.operator.join.ArrangeOperator;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.port.Action;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.storage.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The collections by id: stored ones with their rows, maintained ones with their place in the
/// graph. Confined to the step thread.
final class Relations {

  private static final Logger LOG = LoggerFactory.getLogger(Relations.class);

  /// A stored collection and its node.
  ///
  /// @param narrow nodes of the first columns, from before it was given more
  record Stored(StoredCollection rows, Node node, List<Node> narrow) {
    Stored {
      narrow = List.copyOf(narrow);
    }

    /// Tells the graph what a step has changed.
    void change(Graph graph, Chunk rows) {
      graph.change(node, rows);
      for (Node each : narrow) {
        graph.change(each, prefix(rows, each.types.size()));
      }
    }
  }

  private static Chunk prefix(Chunk rows, int width) {
    if (rows.columns.length == width) {
      return rows;
    }
    Chunk prefix = new Chunk(Arrays.copyOf(rows.columns, width));
    prefix.weights = rows.weights;
    return prefix;
  }

  /// A maintained collection: the node that computes it and the one that keeps it.
  record Maintained(String name, Node node, Node arranged) {

    ArrangeOperator arrangement() {
      return (ArrangeOperator) arranged.operator();
    }
  }

  private final Graph graph;
  private final int shards;
  private final Store store;
  private final Map<CollectionId, Stored> stored = new LinkedHashMap<>();
  private final Map<CollectionId, Maintained> maintained = new LinkedHashMap<>();

  Relations(Graph graph, int shards, Store store) {
    this.graph = graph;
    this.shards = shards;
    this.store = store;
  }

  Map<CollectionId, Stored> allStored() {
    return stored;
  }

  Map<CollectionId, Maintained> allMaintained() {
    return maintained;
  }

  /// Creates a stored collection.
  ///
  /// @param isRecovered true if its rows are in the store
  void create(Action.CreateStored action, boolean isRecovered) {
    requireNew(action.id());
    StoredCollection rows = new StoredCollection(action.id(), action.shape(), store);
    if (isRecovered) {
      rows.recover();
    }
    Node node = stored(action.id(), action.id(), action.shape().types());
    stored.put(action.id(), new Stored(rows, node, List.of()));
  }

  private Node stored(Object name, CollectionId id, List<SqlType> types) {
    Node node =
        graph.stored(
            name,
            types,
            rows ->
                Objects.requireNonNull(stored.get(id))
                    .rows()
                    .scan(chunk -> rows.accept(prefix(chunk, types.size()))));
    node.holders++;
    return node;
  }

  /// Gives a stored collection more columns; returns what takes them back.
  Runnable widen(Action.Widen action) {
    Stored before = stored.get(action.id());
    if (before == null) {
      throw unknown(action.id());
    }
    List<SqlType> types = action.shape().types();
    StoredCollection rows = before.rows().widened(action.shape());
    Node node = stored(List.of(action.id(), types.size()), action.id(), types);
    List<Node> narrow = new ArrayList<>(before.narrow());
    narrow.add(before.node());
    stored.put(action.id(), new Stored(rows, node, narrow));
    return () -> {
      stored.put(action.id(), before);
      graph.release(node);
    };
  }

  /// Creates a maintained collection with its rows.
  ///
  /// @param isTolerant true: what fails is quarantined; false: it fails the installation
  void install(Action.Install action, StepScope scope, boolean isTolerant) {
    requireNew(action.id());
    long start = System.nanoTime();
    Lowering lowering = new Lowering(graph, shards, this::node);
    try {
      Node node = lowering.node(action.plan());
      Node arranged = lowering.arranged(node, action.key());
      if (isTolerant) {
        graph.loadOrQuarantine(lowering.created(), scope);
      } else {
        graph.load(lowering.created(), scope);
        arranged.requireNoFailure();
      }
      arranged.holders++;
      maintained.put(action.id(), new Maintained(action.name(), node, arranged));
      LOG.atDebug()
          .addKeyValue("collection", action.name())
          .addKeyValue("operators", lowering.created().size())
          .addKeyValue("millis", (System.nanoTime() - start) / 1_000_000)
          .log("collection installed");
    } catch (Throwable e) {
      graph.collect(lowering.created());
      throw e;
    }
  }

  /// Installs a plan for a subscription; the caller holds the node and releases it.
  Node installTransient(Plan plan, StepScope scope) {
    Lowering lowering = new Lowering(graph, shards, this::node);
    try {
      Node node = lowering.node(plan);
      graph.load(lowering.created(), scope);
      node.requireNoFailure();
      return node;
    } catch (Throwable e) {
      graph.collect(lowering.created());
      throw e;
    }
  }

  private void requireNew(CollectionId id) {
    if (stored.containsKey(id) || maintained.containsKey(id)) {
      throw new IllegalStateException("collection " + id + " exists");
    }
  }

  /// Fails if there is no such collection.
  void requireThere(CollectionId id) {
    node(id);
  }

  /// Removes a collection and what only it needed. Returns the nodes others may still be watching.
  List<Node> drop(CollectionId id) {
    Stored table = stored.remove(id);
    List<Node> nodes = new ArrayList<>();
    if (table != null) {
      nodes.addAll(table.narrow());
      nodes.add(table.node());
    } else {
      Maintained view = maintained.remove(id);
      if (view == null) {
        throw unknown(id);
      }
      nodes.add(view.arranged());
    }
    nodes.forEach(graph::release);
    return nodes;
  }

  /// Builds a quarantined collection anew.
  void resume(CollectionId id, StepScope scope) {
    Maintained view = maintained.get(id);
    if (view == null) {
      throw unknown(id);
    }
    graph.resume(view.arranged(), scope);
  }

  /// The stored collection, or null.
  @Nullable Stored stored(CollectionId id) {
    return stored.get(id);
  }

  /// The maintained collection, or null.
  @Nullable Maintained maintained(CollectionId id) {
    return maintained.get(id);
  }

  /// The node whose output is a collection's rows.
  Node node(CollectionId id) {
    Stored table = stored.get(id);
    if (table != null) {
      return table.node();
    }
    Maintained view = maintained.get(id);
    if (view == null) {
      throw unknown(id);
    }
    return view.node();
  }

  /// The node whose deltas are what changes in the rows that [#scan] hands over.
  Node kept(CollectionId id) {
    Stored table = stored.get(id);
    return table != null ? table.node() : index(id).arranged();
  }

  /// Hands over a collection's rows; fails with its error if it has one.
  void scan(CollectionId id, Consumer<Chunk> rows) {
    kept(id).requireHealthy();
    scanFaulty(id, rows);
  }

  /// Hands over the rows there are, be there faults or not.
  void scanFaulty(CollectionId id, Consumer<Chunk> rows) {
    Stored table = stored.get(id);
    if (table != null) {
      table.rows().scan(rows);
    } else {
      index(id).arrangement().scan(rows);
    }
  }

  /// Hands over the rows of an index with the given key.
  void lookup(CollectionId id, List<Object> key, Consumer<Chunk> rows) {
    index(id).arranged().requireHealthy();
    index(id).arrangement().lookup(key, rows);
  }

  /// How many rows of an index there are with each of some keys.
  long[] keyWeights(CollectionId id, Chunk keys) {
    index(id).arranged().requireHealthy();
    return index(id).arrangement().keyWeights(keys);
  }

  /// The maintained collection; fails if there is none.
  Maintained index(CollectionId id) {
    Maintained view = maintained.get(id);
    if (view == null) {
      throw unknown(id);
    }
    return view;
  }

  /// Rows in a collection, roughly.
  long rowCount(CollectionId id) {
    Stored table = stored.get(id);
    if (table != null) {
      return table.rows().rowCount();
    }
    Maintained view = maintained.get(id);
    if (view == null) {
      throw unknown(id);
    }
    return view.arrangement().stateRows();
  }

  private static DatabaseException unknown(CollectionId id) {
    return new DatabaseException(
        SqlState.UNDEFINED_TABLE, "collection \"" + id + "\" does not exist");
  }
}
