/// Arrangements and the joins over them. Start at the essays in
/// [dev.millrace.dataflow.operator.join.InnerJoinOperator] and
/// [dev.millrace.dataflow.operator.join.OuterJoinOperator]: the formulas they maintain. Which
/// inputs meet in one join is decided in `dataflow.engine`.
@NullMarked
package dev.millrace.dataflow.operator.join;

import org.jspecify.annotations.NullMarked;
