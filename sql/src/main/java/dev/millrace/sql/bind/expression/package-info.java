/// Binds expressions: start at [dev.millrace.sql.bind.expression.ExpressionBinder]; calls, rows,
/// constructors and sub-queries each have a class. Queries inside expressions are bound through
/// [dev.millrace.sql.bind.scope.BindContext], so that this package does not know `bind.query`.
@NullMarked
package dev.millrace.sql.bind.expression;

import org.jspecify.annotations.NullMarked;
