/// A table in the making or under change: its draft, the names of its parts, and its rows under new
/// rules. The statements are in `sql.execute.define`.
@NullMarked
package dev.millrace.sql.execute.define.table;

import org.jspecify.annotations.NullMarked;
