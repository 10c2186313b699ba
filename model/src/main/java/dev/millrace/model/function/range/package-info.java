/// Ranges: constructors, what their bounds are, and the operators among them. A line of an `Sql`
/// annotation with `anyrange` stands for one entry per range type, `rangebound` for its bounds.
@NullMarked
package dev.millrace.model.function.range;

import org.jspecify.annotations.NullMarked;
