/// Binds what changes tables: INSERT with ON CONFLICT, UPDATE, DELETE and MERGE. Start with
/// [WriteBinder]. Queries inside them are bound by [dev.millrace.sql.bind.query].
@NullMarked
package dev.millrace.sql.bind.write;

import org.jspecify.annotations.NullMarked;
