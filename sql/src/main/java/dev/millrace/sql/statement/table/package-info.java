/// What CREATE TABLE and ALTER TABLE say about columns, constraints and sequences.
@NullMarked
package dev.millrace.sql.statement.table;

import org.jspecify.annotations.NullMarked;
