/// Measurements of a whole server: throughput, freshness, recovery. Nothing here is needed to run
/// one.
@NullMarked
package dev.millrace.bench;

import org.jspecify.annotations.NullMarked;
