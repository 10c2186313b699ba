package dev.millrace.sql.logical;

import dev.millrace.dataflow.plan.Scalar.ColumnRef;

/// One ORDER BY term over a column.
public record Order(ColumnRef column, boolean isDescending, boolean isNullsFirst) {}
