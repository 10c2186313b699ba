/// Bytes that survive a crash: the journal, arrangements, append-only segments, checkpoints. The
/// only room that may touch RocksDB. It knows rows, never what they mean to a query.
@NullMarked
package dev.millrace.storage;

import org.jspecify.annotations.NullMarked;
