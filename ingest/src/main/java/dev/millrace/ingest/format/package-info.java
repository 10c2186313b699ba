/// Formats: bytes of a record's key or value to columns of a chunk. Start at
/// [dev.millrace.ingest.format.Decoder]; [dev.millrace.ingest.format.Formats] makes the one a
/// statement asks for. No connection to anything but, for Avro, the schema registry.
@NullMarked
package dev.millrace.ingest.format;

import org.jspecify.annotations.NullMarked;
