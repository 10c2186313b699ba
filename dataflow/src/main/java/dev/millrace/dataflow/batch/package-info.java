/// One-shot queries: the same plans that are maintained elsewhere, evaluated from scratch over rows
/// as they are now. Start at [dev.millrace.dataflow.batch.BatchExecutor];
/// [dev.millrace.dataflow.batch.InputExport] is what runs on the step thread before it. Also the
/// from-scratch side of the law. Nothing here keeps state from one query to the next.
@NullMarked
package dev.millrace.dataflow.batch;

import org.jspecify.annotations.NullMarked;
