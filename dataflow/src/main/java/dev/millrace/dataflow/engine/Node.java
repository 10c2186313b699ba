package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.operator.Contents;
import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.FaultLedger;
import dev.millrace.dataflow.operator.Operator;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One operator of the graph with its connections, or a stored collection as the graph's input.
/// Confined to the step thread.
final class Node {

  static final Delta EMPTY = new Delta();

  /// What a node computes: equal keys, equal outputs. Inputs are named by their ids.
  record Key(Object shape, List<Integer> inputs) {}

  final int id;
  final Key key;
  final List<SqlType> types;
  final List<Node> inputs;
  final List<Node> consumers = new ArrayList<>();
  final FaultLedger faults = new FaultLedger();

  private final @Nullable Supplier<Operator> maker;
  private final @Nullable Contents stored;
  private @Nullable Operator operator;

  /// Position in the graph's order of execution.
  int position;

  /// Collections and subscriptions that hold the node, besides its consumers.
  int holders;

  /// What the running step changed.
  Delta delta = EMPTY;

  /// Set while the node is quarantined.
  @Nullable DatabaseException failure;

  /// True until a stateless node's own faults were found by going over its contents once.
  boolean areFaultsUnknown;

  long rowsIn;
  long rowsOut;
  long nanos;

  private Node(
      int id,
      Key key,
      List<SqlType> types,
      List<Node> inputs,
      @Nullable Supplier<Operator> maker,
      @Nullable Contents stored) {
    this.id = id;
    this.key = key;
    this.types = types;
    this.inputs = inputs;
    this.maker = maker;
    this.stored = stored;
    renew();
  }

  /// A node that computes.
  static Node of(
      int id, Key key, List<SqlType> types, List<Node> inputs, Supplier<Operator> maker) {
    return new Node(id, key, types, inputs, maker, null);
  }

  /// A node that stands for a stored collection.
  static Node stored(int id, Key key, List<SqlType> types, Contents contents) {
    return new Node(id, key, types, List.of(), null, contents);
  }

  /// Starts over with an operator without state.
  void renew() {
    faults.clear();
    failure = null;
    delta = EMPTY;
    if (maker != null) {
      operator = maker.get();
      areFaultsUnknown = operator.isStateless();
    }
  }

  /// True for a stored collection.
  boolean isStored() {
    return stored != null;
  }

  Contents storedContents() {
    return Objects.requireNonNull(stored);
  }

  Operator operator() {
    return Objects.requireNonNull(operator);
  }

  /// The earliest millisecond at which it has to run without input.
  long dueMillis() {
    return operator == null || failure != null ? Long.MAX_VALUE : operator.dueMillis();
  }

  /// Fails if the node is quarantined.
  void requireNoFailure() {
    DatabaseException failure = this.failure;
    if (failure != null) {
      throw failure;
    }
  }

  /// Fails if the node cannot answer: quarantined, or with faults in its output.
  void requireHealthy() {
    requireNoFailure();
    if (!faults.isEmpty()) {
      throw Objects.requireNonNull(faults.first()).toException();
    }
  }

  String description() {
    return operator == null ? "stored " + key.shape() : operator.description();
  }
}
