package dev.millrace.sql.optimise;

import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.Scalar.ColumnRef;
import dev.millrace.sql.decorrelate.Decorrelator;
import dev.millrace.sql.logical.Columns;
import dev.millrace.sql.logical.Equality;
import dev.millrace.sql.logical.Rel;
import java.util.List;

/// The phases from a bound query to a plan that can be installed or run.
public final class Optimiser {

  private final Columns columns;
  private final Equality equality;
  private final TemporalBounds temporal;
  private final PlanFunctions functions;

  /// @param columns of the statement, for columns that copies need
  /// @param temporal what conditions on `mz_now()` become
  /// @param functions that plans use of themselves
  public Optimiser(
      Columns columns, Equality equality, TemporalBounds temporal, PlanFunctions functions) {
    this.functions = functions;
    this.columns = columns;
    this.equality = equality;
    this.temporal = temporal;
  }

  /// The first phases: constants folded, no dependent joins left.
  public Rel decorrelate(Rel bound) {
    Rel folded = new Simplifier().simplify(bound);
    return new Decorrelator(columns, equality).decorrelate(folded);
  }

  /// The plan that yields the outputs in their order.
  public Plan optimise(Rel bound, List<ColumnRef> outputs) {
    Rel pushed = new Pushdown().push(decorrelate(bound));
    Rel ordered = new JoinOrder().order(new RankLimit().limit(pushed));
    return PlanTrees.share(new Lowering(temporal, functions).lower(ordered, outputs));
  }
}
