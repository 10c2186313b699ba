package dev.millrace.sql.parse;

import dev.millrace.sql.statement.Statement;

/// One statement of a string.
///
/// @param text as written, without the semicolon and the blanks around it
/// @param offset of the text's first UTF-16 unit in the whole string
/// @param parameterCount the highest `$n` used, 0 if none
public record ParsedStatement(Statement statement, String text, int offset, int parameterCount) {}
