/// Sequences at work: what they have reached, shared by all sessions and durable, and what one
/// session has drawn. Start at [dev.millrace.sql.execute.sequence.Sequences]; what a sequence is
/// lives in `sql.catalog.table`.
@NullMarked
package dev.millrace.sql.execute.sequence;

import org.jspecify.annotations.NullMarked;
