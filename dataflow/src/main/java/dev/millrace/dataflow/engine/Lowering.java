package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.operator.Operators;
import dev.millrace.dataflow.operator.join.ArrangeOperator;
import dev.millrace.dataflow.operator.join.InnerJoinOperator;
import dev.millrace.dataflow.operator.join.OuterJoinOperator;
import dev.millrace.dataflow.operator.recursion.RecursionOperator;
import dev.millrace.dataflow.operator.recursion.RecursionResultOperator;
import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.RecursionEquations;
import dev.millrace.dataflow.plan.Variables;
import dev.millrace.dataflow.plan.codec.PlanIdentity;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Turns a plan into nodes of the graph, bottom-up, finding those that are there already: sub-plans
/// are shared by what they compute, whoever asked for them first.
final class Lowering {

  private final Graph graph;
  private final int shards;
  private final Function<CollectionId, Node> collections;
  private final List<Node> created = new ArrayList<>();
  private final Map<Plan, Node> done = new IdentityHashMap<>();

  /// Reduces that are not to be rewritten (any more), by identity.
  private final Set<Plan> asWritten = Collections.newSetFromMap(new IdentityHashMap<>());

  Lowering(Graph graph, int shards, Function<CollectionId, Node> collections) {
    this.graph = graph;
    this.shards = shards;
    this.collections = collections;
  }

  /// The nodes that had to be made, in order.
  List<Node> created() {
    return created;
  }

  /// The node whose output is the plan's result.
  Node node(Plan plan) {
    Node node = done.get(plan);
    if (node == null) {
      node = make(plan);
      done.put(plan, node);
    }
    return node;
  }

  /// The node that keeps another's rows by the given columns.
  Node arranged(Node input, List<Integer> key) {
    return graph.node(
        List.of("arrange", key),
        input.types,
        List.of(input),
        () -> new ArrangeOperator(input.types, key, shards),
        created);
  }

  private Node make(Plan plan) {
    return switch (plan) {
      case Plan.Get p -> narrowed(collections.apply(p.id()), p);
      case Plan.Join p -> join(p);
      case Plan.Mfp p -> projected(p);
      case Plan.Reduce p -> reduced(p);
      case Plan.IndexLookup _ ->
          throw new IllegalStateException("an index lookup cannot be maintained");
      case Plan.Recursion p -> recursion(p);
      case Plan.Iteration p -> recursion(RecursionEquations.of(p));
      case Plan.TopK p when p.limit() == null && p.offset() == 0 -> node(p.input());
      default -> plain(plan);
    };
  }

  /// The first columns of a collection that has been given more since the plan was made.
  private Node narrowed(Node node, Plan.Get get) {
    int width = get.types().size();
    if (node.types.size() == width) {
      return node;
    }
    Plan.Mfp first =
        new Plan.Mfp(
            new Plan.Get(get.id(), node.types),
            List.of(),
            List.of(),
            IntStream.range(0, width).boxed().toList());
    return graph.node(
        shape(first), get.types(), List.of(node), () -> Operators.of(first, shards), created);
  }

  private Node plain(Plan plan) {
    List<Node> inputs = plan.inputs().stream().map(this::node).toList();
    return graph.node(shape(plan), plan.types(), inputs, () -> Operators.of(plan, shards), created);
  }

  /// What a node computes, without saying over what.
  private static Object shape(Plan plan) {
    return switch (plan) {
      case Plan.Constant p -> p;
      case Plan.Mfp p -> List.of("mfp", p.maps(), p.filters(), p.projection());
      case Plan.TemporalFilter p -> List.of("temporal", p.lowerBounds(), p.upperBounds());
      case Plan.Reduce p -> List.of("reduce", p.keys(), p.aggregates());
      case Plan.Distinct _ -> "distinct";
      case Plan.TopK p ->
          List.of("top", p.group(), p.order(), String.valueOf(p.limit()), p.offset());
      case Plan.FlatMap p ->
          List.of("flat map", p.function(), p.arguments(), p.functionTypes(), p.ordinality());
      case Plan.Union _ -> "union";
      case Plan.SetOperation p -> p.operator();
      case Plan.AtMostOne p -> List.of("at most one", p.group());
      case Plan.Get _,
          Plan.IndexLookup _,
          Plan.Join _,
          Plan.Variable _,
          Plan.Recursion _,
          Plan.Iteration _ ->
          throw new IllegalStateException("has no shape of its own");
    };
  }

  private Node join(Plan.Join plan) {
    if (plan.kind() != JoinKind.INNER) {
      return outerJoin(plan);
    }
    JoinTree tree = JoinTree.of(plan);
    if (plan.residual().isEmpty() && tree.hasDistinctColumns()) {
      return innerJoin(plan, tree, plan.types());
    }
    Plan.Join plain =
        new Plan.Join(
            plan.left(),
            plan.right(),
            JoinKind.INNER,
            plan.leftKeys(),
            plan.rightKeys(),
            plan.nullSafe(),
            List.of());
    Node join = innerJoin(plain, JoinTree.flat(plain), plan.types());
    if (plan.residual().isEmpty()) {
      return join;
    }
    List<SqlType> types = plan.types();
    List<Integer> all = IntStream.range(0, types.size()).boxed().toList();
    Plan.Mfp filter =
        new Plan.Mfp(new Plan.Constant(List.of(), types), List.of(), plan.residual(), all);
    return graph.node(
        shape(filter), types, List.of(join), () -> Operators.of(filter, shards), created);
  }

  /// One node computes all bindings, one more picks the result.
  private Node recursion(Plan.Recursion plan) {
    Variables.Cut cut = Variables.cut(plan.bindings());
    List<Node> inputs = cut.inputs().stream().map(this::node).toList();
    String identity = new PlanIdentity().of(new Plan.Recursion(cut.bindings(), 0, plan.limit()));
    Node bindings =
        graph.node(
            List.of("recursion", identity),
            RecursionOperator.TYPES,
            inputs,
            () ->
                new RecursionOperator(
                    cut.bindings(), inputs.size(), plan.limit(), graph.recursionBounds()),
            created);
    return graph.node(
        List.of("recursion result", plan.result()),
        plan.types(),
        List.of(bindings),
        () -> new RecursionResultOperator(plan.result(), plan.types().size()),
        created);
  }

  private Node reduced(Plan.Reduce plan) {
    EagerReduce.Rewritten rewritten = asWritten.contains(plan) ? null : EagerReduce.of(plan);
    if (rewritten == null) {
      return plain(plan);
    }
    asWritten.add(rewritten.late());
    return node(rewritten.plan());
  }

  /// A projection of an inner join, which the join does itself if it can.
  private Node projected(Plan.Mfp plan) {
    if (plan.input() instanceof Plan.Join join
        && join.kind() == JoinKind.INNER
        && join.residual().isEmpty()
        && plan.maps().isEmpty()
        && plan.filters().isEmpty()) {
      JoinTree tree = JoinTree.of(join).project(plan.projection());
      if (tree.hasDistinctColumns()) {
        return innerJoin(join, tree, plan.types());
      }
    }
    return plain(plan);
  }

  private Node innerJoin(Plan.Join plan, JoinTree tree, List<SqlType> types) {
    List<Node> inputs = new ArrayList<>();
    List<int[]> targets = new ArrayList<>();
    for (int i = 0; i < tree.legs().size(); i++) {
      JoinTree.Leg leg = tree.legs().get(i);
      inputs.add(arranged(node(leg.plan()), leg.key()));
      targets.add(tree.targets(i));
    }
    return graph.node(
        List.of("inner join", plan.nullSafe(), tree.columns()),
        types,
        inputs,
        () -> {
          List<InnerJoinOperator.Leg> legs = new ArrayList<>();
          for (int i = 0; i < inputs.size(); i++) {
            Node input = inputs.get(i);
            legs.add(
                new InnerJoinOperator.Leg(
                    (ArrangeOperator) input.operator(), input.types, targets.get(i)));
          }
          return new InnerJoinOperator(legs, plan.nullSafe());
        },
        created);
  }

  private Node outerJoin(Plan.Join plan) {
    Node left = arranged(node(plan.left()), plan.leftKeys());
    Node right = arranged(node(plan.right()), plan.rightKeys());
    return graph.node(
        List.of("join", plan.kind(), plan.nullSafe()),
        plan.types(),
        List.of(left, right),
        () ->
            new OuterJoinOperator(
                plan, (ArrangeOperator) left.operator(), (ArrangeOperator) right.operator()),
        created);
  }
}
