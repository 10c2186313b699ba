/// bytea: operators, encodings, digests and checksums.
@NullMarked
package dev.millrace.model.function.bytes;

import org.jspecify.annotations.NullMarked;
