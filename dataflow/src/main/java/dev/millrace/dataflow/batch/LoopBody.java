package dev.millrace.dataflow.batch;

import dev.millrace.dataflow.expression.MfpProgram;
import dev.millrace.dataflow.plan.JoinKind;
import dev.millrace.dataflow.plan.Plan;
import dev.millrace.dataflow.plan.PlanTrees;
import dev.millrace.dataflow.plan.Variables;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/// A plan that a recursion evaluates round after round, and what all rounds can share: programs,
/// and the hash tables of join sides that do not change. Confined to one thread.
final class LoopBody {

  private final Plan plan;

  /// The parts that change from round to round, by identity.
  private final Set<Plan> open = Collections.newSetFromMap(new IdentityHashMap<>());

  final Map<Plan, Integer> uses = new IdentityHashMap<>();
  final Map<Plan, MfpProgram> programs = new IdentityHashMap<>();
  final Map<Plan, HashJoin> joins = new IdentityHashMap<>();

  LoopBody(Plan plan) {
    this.plan = plan;
    this.open.addAll(Variables.openParts(plan));
    for (Plan node : PlanTrees.inOrder(plan)) {
      node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
    }
  }

  Plan plan() {
    return plan;
  }

  boolean isOpen(Plan part) {
    return open.contains(part);
  }

  /// True if a join's table can serve all rounds.
  boolean keepsTable(Plan.Join join) {
    return !isOpen(join.right()) && join.kind() != JoinKind.RIGHT && join.kind() != JoinKind.FULL;
  }
}
