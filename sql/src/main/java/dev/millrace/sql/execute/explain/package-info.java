/// EXPLAIN: plans as text and JSON, at what time a query would read, and what the operators of a
/// maintained collection have done. Start at [dev.millrace.sql.execute.explain.Explains].
@NullMarked
package dev.millrace.sql.execute.explain;

import org.jspecify.annotations.NullMarked;
