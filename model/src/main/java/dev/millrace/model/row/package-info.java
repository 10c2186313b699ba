/// A row as bytes: [dev.millrace.model.row.RowCodec] for rows and keys that are stored. Chunks as
/// bytes are `model.chunk.ChunkCodec`.
@NullMarked
package dev.millrace.model.row;

import org.jspecify.annotations.NullMarked;
