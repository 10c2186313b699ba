package dev.millrace.dataflow.plan;

import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import java.util.Collections;
import java.util.List;

/// WITH RECURSIVE in terms of WITH MUTUALLY RECURSIVE. Where the recursive term is linear (what it
/// makes of rows is the sum of what it makes of each), adding its results up is the fixpoint of one
/// equation:
///
/// ```
/// x := first UNION [ALL] next(x)
/// ```
///
/// Any other term (with DISTINCT, LIMIT, a window over the working table) must see the rows of one
/// round apart from those of earlier ones:
///
/// ```
/// w       := (first IF NOT started  UNION ALL  next(w) IF w IS NOT EMPTY)  [EXCEPT all]
/// all     := all UNION ALL w
/// started := one row
/// ```
public final class RecursionEquations {

  private static final int W = 0;
  private static final int ALL = 1;
  private static final int STARTED = 2;

  private RecursionEquations() {}

  /// A recursion with the iteration's result.
  public static Plan.Recursion of(Plan.Iteration plan) {
    return isLinear(plan.next()) ? linear(plan) : general(plan);
  }

  private static Plan.Recursion linear(Plan.Iteration plan) {
    Plan both = new Plan.Union(List.of(plan.first(), plan.next()));
    Plan x = plan.isDistinct() ? new Plan.Distinct(both) : both;
    return new Plan.Recursion(List.of(x), 0, null);
  }

  private static Plan.Recursion general(Plan.Iteration plan) {
    List<SqlType> types = plan.types();
    Plan w = new Plan.Variable(W, types);
    Plan all = new Plan.Variable(ALL, types);
    Plan started = new Plan.Variable(STARTED, List.of(ScalarType.BOOL));
    Plan rows =
        new Plan.Union(
            List.of(
                unkeyed(plan.first(), started, JoinKind.ANTI),
                unkeyed(plan.next(), w, JoinKind.SEMI)));
    return new Plan.Recursion(
        List.of(
            plan.isDistinct() ? new Plan.SetOperation(rows, all, SetOperator.EXCEPT) : rows,
            new Plan.Union(List.of(all, w)),
            new Plan.Constant(List.of(Collections.singletonList(true)), List.of(ScalarType.BOOL))),
        ALL,
        null);
  }

  private static Plan unkeyed(Plan left, Plan right, JoinKind kind) {
    return new Plan.Join(left, right, kind, List.of(), List.of(), List.of(), List.of());
  }

  /// True if an open plan is certainly linear in its variables.
  private static boolean isLinear(Plan plan) {
    return switch (plan) {
      case Plan.Variable _ -> true;
      case Plan.Mfp p -> isLinear(p.input());
      case Plan.FlatMap p -> isLinear(p.input());
      case Plan.Union p -> p.inputs().stream().allMatch(i -> Variables.isOpen(i) && isLinear(i));
      case Plan.Join p -> {
        boolean[] open = {Variables.isOpen(p.left()), Variables.isOpen(p.right())};
        yield switch (p.kind()) {
          case INNER -> open[0] != open[1] && isLinear(open[0] ? p.left() : p.right());
          case LEFT, SEMI, ANTI -> !open[1] && isLinear(p.left());
          case RIGHT -> !open[0] && isLinear(p.right());
          case FULL -> false;
        };
      }
      case Plan.Constant _,
          Plan.Get _,
          Plan.IndexLookup _,
          Plan.TemporalFilter _,
          Plan.Reduce _,
          Plan.Distinct _,
          Plan.TopK _,
          Plan.SetOperation _,
          Plan.AtMostOne _,
          Plan.Recursion _,
          Plan.Iteration _ ->
          false;
    };
  }
}
