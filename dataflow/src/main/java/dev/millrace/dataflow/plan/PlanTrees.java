package dev.millrace.dataflow.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Walks over plans. A plan may hold one node object in several places; every walk here visits an
/// object once, so that such a plan costs its number of objects and not of paths.
public final class PlanTrees {

  private PlanTrees() {}

  /// The same node over other inputs, listed as [Plan#inputs] lists them.
  public static Plan withInputs(Plan plan, List<Plan> inputs) {
    return switch (plan) {
      case Plan.Constant _, Plan.Get _, Plan.IndexLookup _, Plan.Variable _ -> plan;
      case Plan.Mfp p -> new Plan.Mfp(inputs.get(0), p.maps(), p.filters(), p.projection());
      case Plan.TemporalFilter p ->
          new Plan.TemporalFilter(inputs.get(0), p.lowerBounds(), p.upperBounds());
      case Plan.Join p ->
          new Plan.Join(
              inputs.get(0),
              inputs.get(1),
              p.kind(),
              p.leftKeys(),
              p.rightKeys(),
              p.nullSafe(),
              p.residual());
      case Plan.Reduce p -> new Plan.Reduce(inputs.get(0), p.keys(), p.aggregates());
      case Plan.Distinct _ -> new Plan.Distinct(inputs.get(0));
      case Plan.TopK p -> new Plan.TopK(inputs.get(0), p.group(), p.order(), p.limit(), p.offset());
      case Plan.FlatMap p ->
          new Plan.FlatMap(
              inputs.get(0), p.function(), p.arguments(), p.functionTypes(), p.ordinality());
      case Plan.Union _ -> new Plan.Union(inputs);
      case Plan.SetOperation p -> new Plan.SetOperation(inputs.get(0), inputs.get(1), p.operator());
      case Plan.AtMostOne p -> new Plan.AtMostOne(inputs.get(0), p.group());
      case Plan.Recursion p -> new Plan.Recursion(inputs, p.result(), p.limit());
      case Plan.Iteration p -> new Plan.Iteration(inputs.get(0), inputs.get(1), p.isDistinct());
    };
  }

  /// Replaces nodes from the leaves up.
  public static Plan rewrite(Plan plan, UnaryOperator<Plan> rule) {
    return rewrite(plan, rule, new IdentityHashMap<>());
  }

  private static Plan rewrite(Plan plan, UnaryOperator<Plan> rule, Map<Plan, Plan> done) {
    Plan known = done.get(plan);
    if (known != null) {
      return known;
    }
    List<Plan> inputs = new ArrayList<>();
    boolean changed = false;
    for (Plan input : plan.inputs()) {
      Plan rewritten = rewrite(input, rule, done);
      changed |= rewritten != input;
      inputs.add(rewritten);
    }
    Plan result = rule.apply(changed ? withInputs(plan, inputs) : plan);
    done.put(plan, result);
    return result;
  }

  /// The expressions of a node itself.
  public static List<Scalar> scalars(Plan plan) {
    return switch (plan) {
      case Plan.Mfp p -> concat(p.maps(), p.filters());
      case Plan.TemporalFilter p -> concat(p.lowerBounds(), p.upperBounds());
      case Plan.Join p -> p.residual();
      case Plan.FlatMap p -> p.arguments();
      case Plan.Constant _,
          Plan.Get _,
          Plan.IndexLookup _,
          Plan.Reduce _,
          Plan.Distinct _,
          Plan.TopK _,
          Plan.Union _,
          Plan.SetOperation _,
          Plan.AtMostOne _,
          Plan.Variable _,
          Plan.Recursion _,
          Plan.Iteration _ ->
          List.of();
    };
  }

  /// The node with each of its own expressions (not those below it) rewritten.
  public static Plan mapScalars(Plan plan, UnaryOperator<Scalar> rule) {
    return switch (plan) {
      case Plan.Mfp p ->
          new Plan.Mfp(p.input(), map(p.maps(), rule), map(p.filters(), rule), p.projection());
      case Plan.TemporalFilter p ->
          new Plan.TemporalFilter(
              p.input(), map(p.lowerBounds(), rule), map(p.upperBounds(), rule));
      case Plan.Join p ->
          new Plan.Join(
              p.left(),
              p.right(),
              p.kind(),
              p.leftKeys(),
              p.rightKeys(),
              p.nullSafe(),
              map(p.residual(), rule));
      case Plan.FlatMap p ->
          new Plan.FlatMap(
              p.input(), p.function(), map(p.arguments(), rule), p.functionTypes(), p.ordinality());
      case Plan.Constant _,
          Plan.Get _,
          Plan.IndexLookup _,
          Plan.Reduce _,
          Plan.Distinct _,
          Plan.TopK _,
          Plan.Union _,
          Plan.SetOperation _,
          Plan.AtMostOne _,
          Plan.Variable _,
          Plan.Recursion _,
          Plan.Iteration _ ->
          plan;
    };
  }

  private static List<Scalar> map(List<Scalar> scalars, UnaryOperator<Scalar> rule) {
    return scalars.stream().map(rule).toList();
  }

  private static List<Scalar> concat(List<Scalar> left, List<Scalar> right) {
    List<Scalar> all = new ArrayList<>(left);
    all.addAll(right);
    return all;
  }

  /// A plan equal to the given one in which equal sub-plans are one object. What works by object
  /// identity afterwards computes equal sub-plans once. Costs time linear in the number of objects.
  public static Plan share(Plan plan) {
    Map<Shallow, Plan> known = new HashMap<>();
    return rewrite(
        plan, node -> isVolatile(node) ? node : known.computeIfAbsent(Shallow.of(node), _ -> node));
  }

  /// True if the node itself may give other rows at every evaluation.
  public static boolean isVolatile(Plan node) {
    return scalars(node).stream().anyMatch(ScalarTrees::isVolatile);
  }

  /// A node with its inputs compared by identity: they are shared already.
  private record Shallow(Plan node, List<PlanObject> inputs) {

    static Shallow of(Plan plan) {
      List<Plan> leaves = new ArrayList<>();
      List<PlanObject> inputs = new ArrayList<>();
      for (Plan input : plan.inputs()) {
        leaves.add(new Plan.Constant(List.of(), List.of()));
        inputs.add(new PlanObject(input));
      }
      return new Shallow(withInputs(plan, leaves), inputs);
    }
  }

  /// The nodes of the plan, inputs before what uses them; equal objects once.
  public static List<Plan> inOrder(Plan plan) {
    List<Plan> nodes = new ArrayList<>();
    rewrite(
        plan,
        node -> {
          nodes.add(node);
          return node;
        });
    return nodes;
  }
}
