package dev.millrace.dataflow.plan;

/// One ORDER BY term over a column of the input.
public record SortKey(int column, boolean isDescending, boolean isNullsFirst) {}
