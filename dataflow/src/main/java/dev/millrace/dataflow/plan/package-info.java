/// The plan is a value: [dev.millrace.dataflow.plan.Plan] trees of sealed records over
/// [dev.millrace.dataflow.plan.Scalar] expressions, serialisable, printable, independent of what
/// executes them. The binder's output, the catalog's stored form, and the input of both the
/// incremental engine and the batch executor. Nothing here runs anything.
@NullMarked
package dev.millrace.dataflow.plan;

import org.jspecify.annotations.NullMarked;
