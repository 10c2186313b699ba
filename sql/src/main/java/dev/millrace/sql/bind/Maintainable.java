package dev.millrace.sql.bind;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.Scalar;
import dev.millrace.dataflow.plan.Scalar.Call;
import dev.millrace.dataflow.plan.ScalarTrees;
import dev.millrace.dataflow.plan.Variables;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.function.FunctionKind;
import dev.millrace.model.function.Volatility;

/// Refuses plans whose result depends on more than their inputs: casts and operators too, which the
/// binding of calls does not see.
final class Maintainable {

  private Maintainable() {}

  static void check(Plan plan) {
    for (Plan node : PlanTrees.inOrder(plan)) {
      PlanTrees.scalars(node).forEach(Maintainable::check);
      boolean isRecursion = node instanceof Plan.Recursion || node instanceof Plan.Iteration;
      if (isRecursion && node.inputs().stream().anyMatch(Maintainable::isTimed)) {
        throw DatabaseException.notSupported("mz_now() over the rows of a recursive query", 0);
      }
    }
  }

  private static boolean isTimed(Plan body) {
    return Variables.openParts(body).stream().anyMatch(p -> p instanceof Plan.TemporalFilter);
  }

  static void check(Scalar scalar) {
    if (scalar instanceof Call call) {
      boolean isPure =
          call.function().volatility() == Volatility.IMMUTABLE
              && call.function().kind() != FunctionKind.CATALOG;
      if (!isPure) {
        throw new DatabaseException(
            SqlState.FEATURE_NOT_SUPPORTED, "cannot materialize call to " + call.function().name());
      }
    }
    ScalarTrees.operands(scalar).forEach(Maintainable::check);
  }
}
