/// Statements as values: one sealed tree of records per family, the parser's whole output. Start at
/// [Statement]. Expressions and queries inside are Calcite's SqlNode in the shapes that
/// `dev.millrace.sql.parse` describes; names are not resolved and nothing here looks anything up.
@NullMarked
package dev.millrace.sql.statement;

import org.jspecify.annotations.NullMarked;
