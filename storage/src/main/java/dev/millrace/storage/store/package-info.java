/// What survives: [dev.millrace.storage.store.Store] makes steps durable through the journal, keeps
/// stored collections and catalog entries in RocksDB as of the last checkpoint, and gives both back
/// after a crash. The only room that touches RocksDB. It knows neither SQL nor operators; rows
/// reach it as chunks.
@NullMarked
package dev.millrace.storage.store;

import org.jspecify.annotations.NullMarked;
