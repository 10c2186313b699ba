/// Syntax trees to logical plans by PostgreSQL's rules: start at [dev.millrace.sql.bind.Binder].
/// Names and scopes, grouping, sub-queries and output columns are decided here, types in
/// `sql.resolve`; what the result costs is of no concern. A statement is bound by one thread; the
/// catalog is asked through [dev.millrace.sql.bind.Relations].
@NullMarked
package dev.millrace.sql.bind;

import org.jspecify.annotations.NullMarked;
