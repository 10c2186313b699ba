package dev.millrace.storage.store;

/// A sample of the store's counters.
///
/// @param journalBytes bytes written to the journal since the start
/// @param journalPending bytes of steps not covered by a checkpoint
/// @param syncMicrosLast duration of the last fsync
/// @param checkpoints checkpoints completed since the start
/// @param checkpointMillisLast duration of the last one
public record StoreStatus(
    long journalBytes,
    long journalPending,
    long syncMicrosLast,
    long checkpoints,
    long checkpointMillisLast) {}
