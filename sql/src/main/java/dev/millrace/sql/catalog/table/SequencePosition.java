package dev.millrace.sql.catalog.table;

/// What a sequence has reached.
///
/// @param isCalled false if `last` itself is the next value
public record SequencePosition(long last, boolean isCalled) {}
