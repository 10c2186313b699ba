package dev.millrace.dataflow.plan;

/// EXCEPT and INTERSECT, with set or (ALL) bag semantics. UNION is [Plan.Union] (and a Distinct).
public enum SetOperator {
  EXCEPT,
  EXCEPT_ALL,
  INTERSECT,
  INTERSECT_ALL
}
