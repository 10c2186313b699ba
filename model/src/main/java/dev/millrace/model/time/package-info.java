/// The one order of time: [dev.millrace.model.time.StepTime]. The clock that advances it is passed
/// in, so that a simulation can own it.
@NullMarked
package dev.millrace.model.time;

import org.jspecify.annotations.NullMarked;
