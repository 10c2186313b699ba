package dev.millrace.dataflow.operator;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The multiset of faults an output holds now; nearly always empty. Confined to the step thread.
public final class FaultLedger {

  private final Map<Fault, Long> weights = new HashMap<>();

  /// Adds (or with a negative weight retracts) a fault.
  public void add(Fault fault, long weight) {
    weights.merge(fault, weight, FaultLedger::sum);
  }

  /// Adds everything another ledger holds.
  public void addAll(FaultLedger other) {
    other.weights.forEach(this::add);
  }

  /// Applies the faults of a step.
  public void apply(Delta delta) {
    for (Delta.FaultChange change : delta.faults()) {
      add(change.fault(), change.weight());
    }
  }

  /// True if reads may answer.
  public boolean isEmpty() {
    return weights.isEmpty();
  }

  /// Distinct faults held.
  public int size() {
    return weights.size();
  }

  /// One of the faults: always the same for the same content; null if there is none.
  public @Nullable Fault first() {
    Fault least = null;
    for (Fault fault : weights.keySet()) {
      if (least == null || fault.message().compareTo(least.message()) < 0) {
        least = fault;
      }
    }
    return least;
  }

  /// Forgets everything.
  public void clear() {
    weights.clear();
  }

  private static @Nullable Long sum(Long a, Long b) {
    long total = a + b;
    return total == 0 ? null : total;
  }
}
