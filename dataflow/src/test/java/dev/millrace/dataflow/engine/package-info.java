/// Tests of the engine: the graph by itself under random plans, then the step loop with a clock and
/// a store of the tests' own.
@NullMarked
package dev.millrace.dataflow.engine;

import org.jspecify.annotations.NullMarked;
