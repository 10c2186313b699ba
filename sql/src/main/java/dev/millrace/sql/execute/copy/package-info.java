/// The file formats of COPY: [dev.millrace.sql.execute.copy.CopyOptions] says which one and how,
/// [dev.millrace.sql.execute.copy.LineReader] takes a stream of bytes apart,
/// [dev.millrace.sql.execute.copy.LineWriter] puts rows together.
@NullMarked
package dev.millrace.sql.execute.copy;

import org.jspecify.annotations.NullMarked;
