/// From SQL text to a running dataflow: grammar, binder, optimiser, catalog, transactions. The only
/// room that may touch Calcite. It answers sessions; it opens no sockets.
@NullMarked
package dev.millrace.sql;

import org.jspecify.annotations.NullMarked;
