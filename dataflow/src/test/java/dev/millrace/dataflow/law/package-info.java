/// The law: for random plans, inputs and splits into steps, the incremental result is the result
/// from scratch. Start at `LawTest`. Random values, expressions and plans for it live here too;
/// every failure prints its seed, `-Dmillrace.seed=` runs it again.
@NullMarked
package dev.millrace.dataflow.law;

import org.jspecify.annotations.NullMarked;
