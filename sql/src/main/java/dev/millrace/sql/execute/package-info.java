/// Statements at work: each family has a class that does what its statements say. Start at
/// [dev.millrace.sql.execute.Frame], which holds what one statement sees, and
/// [dev.millrace.sql.execute.Instance], which holds what all sessions share. Transactions, portals
/// and cursors are `sql.session`.
@NullMarked
package dev.millrace.sql.execute;

import org.jspecify.annotations.NullMarked;
