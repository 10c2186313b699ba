/// What binding keeps in mind: the names in scope ([dev.millrace.sql.bind.scope.Scope]), what an
/// expression asks of the rows it is evaluated over ([dev.millrace.sql.bind.scope.Stage]), and
/// bound queries. Also the questions that all binders ask of syntax trees. Nothing here binds
/// expressions.
@NullMarked
package dev.millrace.sql.bind.scope;

import org.jspecify.annotations.NullMarked;
