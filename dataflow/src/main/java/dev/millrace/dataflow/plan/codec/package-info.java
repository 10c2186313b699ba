/// Plans as bytes, as a fingerprint and as text. Start at
/// [dev.millrace.dataflow.plan.codec.PlanCodec] (what the catalog stores),
/// [dev.millrace.dataflow.plan.codec.PlanIdentity] (what decides sharing) and
/// [dev.millrace.dataflow.plan.codec.PlanPrinter] (what EXPLAIN shows).
@NullMarked
package dev.millrace.dataflow.plan.codec;

import org.jspecify.annotations.NullMarked;
