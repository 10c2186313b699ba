/// The interfaces that connectors implement in `ingest` and the statements of `sql` call: describe
/// and validate, then open and run from a position. Start at
/// [dev.millrace.dataflow.connector.Connector].
@NullMarked
package dev.millrace.dataflow.connector;

import org.jspecify.annotations.NullMarked;
