package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.operator.Contents;
import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.FaultLedger;
import dev.millrace.dataflow.operator.Operator;
import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.StepScope;
import dev.millrace.dataflow.operator.recursion.RecursionOperator;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All operators there are, each once for everybody who needs the same thing computed. A step sets
/// the deltas of stored collections and runs whatever they activate, in order of creation, which is
/// a topological order because inputs exist before their consumers. Confined to the step thread.
final class Graph {

  private static final Logger LOG = LoggerFactory.getLogger(Graph.class);

  private final long stepRowsMax;
  private final RecursionOperator.Bounds recursionBounds;
  private final Map<Node.Key, Node> byKey = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final BitSet active = new BitSet();
  private final List<Node> changed = new ArrayList<>();
  private int nextId;

  /// @param stepRowsMax rows one operator may put out in one step before it is quarantined
  /// @param recursionRoundsMax rounds a recursion may take in one step before it is quarantined
  Graph(long stepRowsMax, int recursionRoundsMax) {
    this.stepRowsMax = stepRowsMax;
    this.recursionBounds = new RecursionOperator.Bounds(recursionRoundsMax, stepRowsMax);
  }

  /// What bounds each recursion.
  RecursionOperator.Bounds recursionBounds() {
    return recursionBounds;
  }

  /// All nodes in order of execution.
  List<Node> nodes() {
    return nodes;
  }

  /// The id that the next node will have; ids grow.
  int nextId() {
    return nextId;
  }

  /// The node of a stored collection, made if it is new.
  Node stored(Object name, List<SqlType> types, Contents contents) {
    Node.Key key = new Node.Key(name, List.of());
    Node node = byKey.get(key);
    return node != null ? node : add(Node.stored(nextId++, key, types, contents));
  }

  /// The node that computes `shape` over the inputs; a new one is appended to `created`.
  Node node(
      Object shape,
      List<SqlType> types,
      List<Node> inputs,
      Supplier<Operator> maker,
      List<Node> created) {
    Node.Key key = new Node.Key(shape, inputs.stream().map(n -> n.id).toList());
    Node node = byKey.get(key);
    if (node == null) {
      node = add(Node.of(nextId++, key, types, inputs, maker));
      for (Node input : inputs) {
        input.consumers.add(node);
      }
      created.add(node);
    }
    return node;
  }

  private Node add(Node node) {
    node.position = nodes.size();
    nodes.add(node);
    byKey.put(node.key, node);
    return node;
  }

  /// Lets go of a node held before; what nobody needs any more is freed.
  void release(Node node) {
    node.holders--;
    collect(List.of(node));
  }

  /// Frees those of the nodes that nobody needs, and what only they needed.
  void collect(List<Node> candidates) {
    Deque<Node> open = new ArrayDeque<>(candidates);
    int first = nodes.size();
    while (!open.isEmpty()) {
      Node node = open.removeLast();
      boolean isThere = byKey.get(node.key) == node;
      if (isThere && node.holders == 0 && node.consumers.isEmpty()) {
        byKey.remove(node.key);
        first = Math.min(first, node.position);
        node.position = -1;
        for (Node input : node.inputs) {
          input.consumers.remove(node);
          open.add(input);
        }
      }
    }
    renumber(first);
  }

  private void renumber(int first) {
    if (first == nodes.size()) {
      return;
    }
    active.clear();
    nodes.removeIf(n -> n.position < 0);
    for (int i = 0; i < nodes.size(); i++) {
      nodes.get(i).position = i;
    }
  }

  /// Builds the state of new nodes from what their inputs hold.
  ///
  /// @param created in order of creation
  void load(List<Node> created, StepScope scope) {
    for (Node node : created) {
      inheritFailure(node);
      node.requireNoFailure();
      Contents[] inputs =
          node.inputs.stream().map(i -> contents(i, scope)).toArray(Contents[]::new);
      node.operator().load(inputs, node.faults::add, scope);
      if (!node.areFaultsUnknown) {
        node.inputs.forEach(i -> node.faults.addAll(knownFaults(i, scope)));
      }
    }
    created.forEach(n -> knownFaults(n, scope));
  }

  /// As `load`, but what fails is quarantined.
  void loadOrQuarantine(List<Node> created, StepScope scope) {
    for (Node node : created) {
      try {
        load(List.of(node), scope);
      } catch (Throwable e) {
        quarantine(node, e);
      }
    }
  }

  private static void inheritFailure(Node node) {
    for (Node input : node.inputs) {
      if (input.failure != null && node.failure == null) {
        node.failure = input.failure;
      }
    }
  }

  private FaultLedger knownFaults(Node node, StepScope scope) {
    if (node.areFaultsUnknown) {
      contents(node, scope).stream(_ -> {});
    }
    return node.faults;
  }

  /// The whole output of a node after the last step.
  Contents contents(Node node, StepScope scope) {
    if (node.isStored()) {
      return rows -> node.storedContents().stream(interruptible(rows, scope));
    }
    return rows -> {
      boolean collects = node.areFaultsUnknown;
      List<Delta.FaultChange> own = new ArrayList<>();
      Output.FaultSink sink =
          (fault, weight) -> {
            if (collects) {
              own.add(new Delta.FaultChange(fault, weight));
            }
          };
      Contents[] inputs =
          node.inputs.stream().map(i -> contents(i, scope)).toArray(Contents[]::new);
      Output out = new Output(node.types, interruptible(rows, scope), sink, Long.MAX_VALUE);
      node.operator().contents(inputs, out, scope);
      out.flush();
      if (collects && node.areFaultsUnknown) {
        node.areFaultsUnknown = false;
        node.inputs.forEach(i -> node.faults.addAll(knownFaults(i, scope)));
        own.forEach(c -> node.faults.add(c.fault(), c.weight()));
      }
    };
  }

  private static Consumer<Chunk> interruptible(Consumer<Chunk> rows, StepScope scope) {
    return chunk -> {
      scope.interruption().run();
      rows.accept(chunk);
    };
  }

  /// Sets what the step changed in a stored collection.
  void change(Node stored, Chunk rows) {
    if (rows.size() == 0) {
      return;
    }
    if (stored.delta == Node.EMPTY) {
      stored.delta = new Delta();
      changed.add(stored);
      activateConsumers(stored);
    }
    stored.delta.add(rows);
    stored.rowsOut += rows.size();
  }

  /// The earliest millisecond at which some output changes without input.
  long dueMillis() {
    long due = Long.MAX_VALUE;
    for (Node node : nodes) {
      due = Math.min(due, node.dueMillis());
    }
    return due;
  }

  /// Runs what the changes and the timers activate. Never throws: an operator that does is
  /// quarantined with everything that depends on it.
  void run(StepScope scope) {
    for (Node node : nodes) {
      if (node.dueMillis() <= scope.millis()) {
        active.set(node.position);
      }
    }
    for (int i = active.nextSetBit(0); i >= 0; i = active.nextSetBit(i + 1)) {
      Node node = nodes.get(i);
      if (node.failure == null) {
        run(node, scope);
      }
    }
    active.clear();
  }

  private void run(Node node, StepScope scope) {
    long start = System.nanoTime();
    Delta[] inputs = new Delta[node.inputs.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = node.inputs.get(i).delta;
      node.rowsIn += inputs[i].rows();
    }
    Delta result = new Delta();
    try {
      Output out = Output.into(result, node.types, stepRowsMax);
      node.operator().run(inputs, out, scope);
      out.flush();
    } catch (Throwable e) {
      quarantine(node, e);
      return;
    }
    if (node.operator().isTransparent()) {
      result = inputs[0];
    } else {
      for (Delta input : inputs) {
        result.addFaults(input);
      }
    }
    if (!result.isEmpty()) {
      node.delta = result;
      node.rowsOut += result.rows();
      node.faults.apply(result);
      changed.add(node);
      activateConsumers(node);
    }
    node.nanos += System.nanoTime() - start;
  }

  private void activateConsumers(Node node) {
    for (Node consumer : node.consumers) {
      active.set(consumer.position);
    }
  }

  /// Takes a node and all that depends on it out of service, until they are rebuilt.
  void quarantine(Node node, Throwable cause) {
    DatabaseException failure;
    if (cause instanceof DatabaseException e) {
      failure = e;
    } else {
      String id = Integer.toHexString(System.identityHashCode(cause));
      LOG.atError()
          .setCause(cause)
          .addKeyValue("operator", node.description())
          .addKeyValue("error", id)
          .log("an operator failed and was taken out of service");
      failure =
          new DatabaseException(
              SqlState.INTERNAL_ERROR, "internal error " + id + " in a maintained view");
    }
    fail(node, failure);
  }

  private void fail(Node node, DatabaseException failure) {
    if (node.failure == null) {
      node.failure = failure;
      node.delta = Node.EMPTY;
      node.consumers.forEach(c -> fail(c, failure));
    }
  }

  /// Rebuilds the quarantined nodes that a node is computed from, and itself.
  void resume(Node node, StepScope scope) {
    List<Node> failed = new ArrayList<>();
    for (Node candidate : nodes) {
      if (candidate.failure != null && reaches(candidate, node)) {
        failed.add(candidate);
      }
    }
    for (Node each : failed) {
      DatabaseException failure = Objects.requireNonNull(each.failure);
      each.renew();
      try {
        load(List.of(each), scope);
      } catch (DatabaseException e) {
        fail(each, e.state() == SqlState.QUERY_CANCELED ? failure : e);
        throw e;
      } catch (Throwable e) {
        quarantine(each, e);
        throw e;
      }
    }
  }

  private static boolean reaches(Node from, Node to) {
    return from == to || from.consumers.stream().anyMatch(c -> reaches(c, to));
  }

  /// Nodes whose output the step changed; valid until `endStep`.
  List<Node> changed() {
    return changed;
  }

  /// Forgets the step's deltas.
  void endStep() {
    for (Node node : changed) {
      node.delta = Node.EMPTY;
    }
    changed.clear();
  }
}
