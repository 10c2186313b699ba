/// Binds queries and what INSERT, UPDATE and DELETE read: start at
/// [dev.millrace.sql.bind.query.QueryBinder], then `SelectBinder`. FROM, grouping, output columns,
/// ORDER BY and set operations each have a class. Expressions are bound by `bind.expression`.
@NullMarked
package dev.millrace.sql.bind.query;

import org.jspecify.annotations.NullMarked;
