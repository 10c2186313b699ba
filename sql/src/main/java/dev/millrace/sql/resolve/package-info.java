/// Types of expressions by PostgreSQL's rules: implicit casts
/// ([dev.millrace.sql.resolve.Coercion]), the choice among overloads
/// ([dev.millrace.sql.resolve.Overloads]), polymorphic signatures, the common type of several
/// expressions. Works on types and expressions; knows no names of tables and no syntax trees.
@NullMarked
package dev.millrace.sql.resolve;

import org.jspecify.annotations.NullMarked;
