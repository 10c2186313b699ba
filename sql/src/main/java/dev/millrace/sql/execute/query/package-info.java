/// Statements that read: SELECT, SHOW, EXPLAIN and SUBSCRIBE. Start at
/// [dev.millrace.sql.execute.query.Selects]; [dev.millrace.sql.execute.query.Reader] runs a plan
/// over one step of the engine and the catalog relations.
@NullMarked
package dev.millrace.sql.execute.query;

import org.jspecify.annotations.NullMarked;
