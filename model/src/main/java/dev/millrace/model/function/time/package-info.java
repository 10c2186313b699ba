/// Functions over dates, times, timestamps and intervals. Everything is in UTC and depends on the
/// arguments only; what reads the clock is bound as a constant elsewhere.
@NullMarked
package dev.millrace.model.function.time;

import org.jspecify.annotations.NullMarked;
