package dev.millrace.sql.parse;

/// Where FETCH goes and how far; see `CursorStatement.Fetch`.
record Direction(String word, long count) {}
