package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.expression.MfpSpec;
import dev.millrace.dataflow.plan.Plan;

/// Makes the operator of a plan node. Joins are made by hand, from arrangements.
public final class Operators {

  private Operators() {}

  /// A new operator without state.
  ///
  /// @param shards as in [Workers]
  public static Operator of(Plan plan, int shards) {
    return switch (plan) {
      case Plan.Constant p -> new ConstantOperator(p);
      case Plan.Mfp p -> new MfpOperator(MfpSpec.of(p));
      case Plan.TemporalFilter p -> new TemporalOperator(p);
      case Plan.Reduce p -> new ReduceOperator(p, shards);
      case Plan.Distinct p -> CountingOperator.distinct(p.types(), shards);
      case Plan.TopK p -> new TopKOperator(p, shards);
      case Plan.FlatMap p -> new FlatMapOperator(p);
      case Plan.Union _ -> new UnionOperator();
      case Plan.SetOperation p -> CountingOperator.of(p.operator(), p.types(), shards);
      case Plan.AtMostOne p -> new AtMostOneOperator(p, shards);
      case Plan.Join _,
          Plan.Get _,
          Plan.IndexLookup _,
          Plan.Variable _,
          Plan.Recursion _,
          Plan.Iteration _ ->
          throw new IllegalStateException("not an operator of its own: " + plan);
    };
  }
}
