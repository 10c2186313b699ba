/// Streams are columnar: a [dev.millrace.model.chunk.Chunk] is a batch of rows with weights, a
/// [dev.millrace.model.chunk.Column] one column of it as a primitive array. Fields are public for
/// generated loops; everyone else uses the methods.
@NullMarked
package dev.millrace.model.chunk;

import org.jspecify.annotations.NullMarked;
