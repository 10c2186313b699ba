package dev.millrace.dataflow.plan;

/// A part of a plan that is equal to itself only: a key for what is known of this very object, as
/// two equal parts of a recursive plan may mean different rows. Immutable.
public record PlanObject(Plan plan) {

  @Override
  public boolean equals(Object other) {
    return other instanceof PlanObject(Plan p) && p == plan;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(plan);
  }
}
