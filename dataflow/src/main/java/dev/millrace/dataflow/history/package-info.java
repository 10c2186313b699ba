/// The past of the engine's collections as far as somebody still reads it: what steps changed, kept
/// while a pin is open, and taken off the rows of today. Start at
/// [dev.millrace.dataflow.history.History]; who pins is `dataflow.port.Pin`. What is on disk does
/// not belong here.
@NullMarked
package dev.millrace.dataflow.history;

import org.jspecify.annotations.NullMarked;
