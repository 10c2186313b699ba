/// The engine behind [dev.millrace.dataflow.port.Engine]: the step thread and its mailbox, the
/// graph of operators, stored and maintained collections, subscriptions. Start at
/// [dev.millrace.dataflow.engine.StepEngine], which tells what one turn of the loop does; then
/// [dev.millrace.dataflow.engine.Graph]. What operators compute is in `dataflow.operator`.
@NullMarked
package dev.millrace.dataflow.engine;

import org.jspecify.annotations.NullMarked;
