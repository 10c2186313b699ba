/// What a table is beyond its columns' names and types: how columns are filled, what rows must
/// satisfy, and the sequences behind identity columns. Values only; they are enforced by
/// `sql.execute.write` and made by `sql.execute.define`.
@NullMarked
package dev.millrace.sql.catalog.table;

import org.jspecify.annotations.NullMarked;
