package dev.millrace.sql.statement;

import org.apache.calcite.sql.SqlNode;

/// A query inside a statement, with its own source text (views store it).
///
/// @param text exactly as written, comments included
/// @param position 1-based character where the text begins
public record Query(SqlNode node, String text, int position) {}
