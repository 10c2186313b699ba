/// Arrangements and the joins over them. Start at the essay in
/// [dev.millrace.dataflow.operator.join.JoinOperator]: it says why one formula serves inner, outer,
/// semi and anti joins.
@NullMarked
package dev.millrace.dataflow.operator.join;

import org.jspecify.annotations.NullMarked;
