package dev.millrace.dataflow.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// Which parts of a plan depend on the variables of the recursion around it: open parts change from
/// round to round, closed ones do not. Pure functions.
public final class Variables {

  private Variables() {}

  /// The open parts of a plan, by identity, inputs before what uses them.
  public static List<Plan> openParts(Plan plan) {
    List<Plan> open = new ArrayList<>();
    collect(plan, new IdentityHashMap<>(), open);
    return open;
  }

  /// True if a plan has a variable that nothing in it defines.
  public static boolean isOpen(Plan plan) {
    return !openParts(plan).isEmpty();
  }

  private static boolean collect(Plan plan, Map<Plan, Boolean> done, List<Plan> open) {
    Boolean known = done.get(plan);
    if (known != null) {
      return known;
    }
    boolean isOpen =
        switch (plan) {
          case Plan.Variable _ -> true;
          case Plan.Recursion _ -> false;
          case Plan.Iteration p -> collect(p.first(), done, open);
          default -> {
            boolean any = false;
            for (Plan input : plan.inputs()) {
              any |= collect(input, done, open);
            }
            yield any;
          }
        };
    done.put(plan, isOpen);
    if (isOpen) {
      open.add(plan);
    }
    return isOpen;
  }

  /// Bindings of a recursion cut off from what does not change in it.
  ///
  /// @param bindings with variables from `bindings.size()` on that stand for the inputs
  /// @param inputs the largest closed parts
  public record Cut(List<Plan> bindings, List<Plan> inputs) {}

  /// Puts a variable in the place of every largest closed part.
  public static Cut cut(List<Plan> bindings) {
    Set<Plan> open = Collections.newSetFromMap(new IdentityHashMap<>());
    bindings.forEach(b -> open.addAll(openParts(b)));
    SequencedMap<PlanObject, Plan> inputs = new LinkedHashMap<>();
    Map<Plan, Plan> done = new IdentityHashMap<>();
    List<Plan> cut = new ArrayList<>();
    for (Plan binding : bindings) {
      cut.add(cut(binding, bindings.size(), open, inputs, done));
    }
    return new Cut(cut, inputs.keySet().stream().map(PlanObject::plan).toList());
  }

  private static Plan cut(
      Plan plan,
      int first,
      Set<Plan> open,
      SequencedMap<PlanObject, Plan> inputs,
      Map<Plan, Plan> done) {
    if (!open.contains(plan)) {
      return inputs.computeIfAbsent(
          new PlanObject(plan), _ -> new Plan.Variable(first + inputs.size(), plan.types()));
    }
    Plan known = done.get(plan);
    if (known == null) {
      List<Plan> over = plan.inputs().stream().map(i -> cut(i, first, open, inputs, done)).toList();
      known = PlanTrees.withInputs(plan, over);
      done.put(plan, known);
    }
    return known;
  }
}
