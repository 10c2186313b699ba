/// Recursion inside a step: a circuit of its own whose rows carry, beside the weight, the round in
/// which they came. Start at the essay in
/// [dev.millrace.dataflow.operator.recursion.RecursionOperator], then
/// [dev.millrace.dataflow.operator.recursion.Circuit]. The plan that is maintained here is cut off
/// from what does not change from round to round by `dataflow.plan.Variables`.
@NullMarked
package dev.millrace.dataflow.operator.recursion;

import org.jspecify.annotations.NullMarked;
