package dev.millrace.sql.statement;

/// A column's name and type, without constraints.
///
/// @param position 1-based character of the name
public record ColumnSpec(String name, TypeSpec type, int position) {}
