/// Statements that write rows: INSERT, UPDATE, DELETE and COPY. Start at
/// [dev.millrace.sql.execute.write.Writes]; the formats of COPY are `sql.execute.copy`.
@NullMarked
package dev.millrace.sql.execute.write;

import org.jspecify.annotations.NullMarked;
