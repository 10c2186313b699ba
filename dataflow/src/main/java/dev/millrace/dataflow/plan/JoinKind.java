package dev.millrace.dataflow.plan;

/// What a join returns. INNER, LEFT, RIGHT and FULL: left columns then right columns; SEMI and
/// ANTI: left columns only.
public enum JoinKind {
  INNER,
  LEFT,
  RIGHT,
  FULL,
  SEMI,
  ANTI;

  /// True if the right side's columns are part of the result.
  public boolean returnsRight() {
    return this != SEMI && this != ANTI;
  }
}
