/// Tests of one-shot queries: limits, interruption, large inputs, two-phase reading. What the
/// executor answers is held to a naive evaluation in `law`.
@NullMarked
package dev.millrace.dataflow.batch;

import org.jspecify.annotations.NullMarked;
