package dev.millrace.dataflow.connector;

import dev.millrace.dataflow.connector.SourceDescription.OutputColumn;
import org.jspecify.annotations.Nullable;

/// A source with one more column behind those that it had.
///
/// @param spec as to be stored and opened from now on
/// @param column the new column of the main output
/// @param missing the value (boxed, null is NULL) of rows from before, and of records without it
public record WiderSource(SourceSpec spec, OutputColumn column, @Nullable Object missing) {}
