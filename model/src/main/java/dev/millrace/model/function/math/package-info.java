/// Arithmetic and mathematical functions: `IntegerMath`, `UnsignedMath`, `FloatMath`, `NumericMath`
/// hold the operators; `Transcendental` and `NumericFunctions` what lies beyond. Overflow is always
/// an error, never a wrong number.
@NullMarked
package dev.millrace.model.function.math;

import org.jspecify.annotations.NullMarked;
