/// The incremental operators: each turns the deltas of its inputs into the delta of its output,
/// once a step, keeping whatever state that takes. Start at
/// [dev.millrace.dataflow.operator.Operator] and [dev.millrace.dataflow.operator.Delta]; the subtle
/// ones are the join and the reduce. Which operator runs when, and what it is connected to, is
/// decided in `dataflow.engine`.
@NullMarked
package dev.millrace.dataflow.operator;

import org.jspecify.annotations.NullMarked;
