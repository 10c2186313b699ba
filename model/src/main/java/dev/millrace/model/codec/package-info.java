/// Values as text and as bytes on the wire, the way PostgreSQL 15 reads and prints them: start at
/// [dev.millrace.model.codec.TextFormat] and [dev.millrace.model.codec.BinaryFormat]. ISO dates,
/// postgres intervals, UTC. How values are stored is `model.value`.
@NullMarked
package dev.millrace.model.codec;

import org.jspecify.annotations.NullMarked;
