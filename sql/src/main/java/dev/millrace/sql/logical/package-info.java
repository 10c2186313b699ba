/// The logical plan between binding and the physical [dev.millrace.dataflow.plan.Plan]: start at
/// [dev.millrace.sql.logical.Rel]. Columns are named by numbers that are unique within a statement,
/// so expressions move between operators unchanged and a correlated expression is simply one with a
/// column that its operator's input does not have. Expressions are those of `dataflow.plan`, with
/// `ColumnRef.index` being such a number. No names, no SqlNode, no positions of columns here.
@NullMarked
package dev.millrace.sql.logical;

import org.jspecify.annotations.NullMarked;
