/// The incremental engine: plan, operators, the step loop and its ports, and the batch executor
/// over the same plan. No SQL text, no sockets and no Calcite belong here.
@NullMarked
package dev.millrace.dataflow;

import org.jspecify.annotations.NullMarked;
