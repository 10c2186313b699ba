/// The engine as others see it: changes go in through [dev.millrace.dataflow.port.Engine], reads
/// see a [dev.millrace.dataflow.port.Snapshot] between steps, subscriptions receive what each step
/// changed. No SQL text, no sockets. How it works inside is `dataflow.engine`.
@NullMarked
package dev.millrace.dataflow.port;

import org.jspecify.annotations.NullMarked;
