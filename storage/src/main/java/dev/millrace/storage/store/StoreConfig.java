package dev.millrace.storage.store;

/// Limits of the store.
///
/// @param segmentBytes size of a journal segment; a larger step gets a segment of its own
/// @param checkpointBytes journal bytes since the last checkpoint that start the next one
/// @param fileRows changed rows from which they go into RocksDB as a sorted file
public record StoreConfig(int segmentBytes, long checkpointBytes, int fileRows) {

  /// Making, forcing and taking in a file costs about as much as inserting this many rows.
  private static final int FILE_ROWS = 20_000;

  /// A restart replays two checkpoints' worth of journal at most: about a second.
  public static final StoreConfig DEFAULT = new StoreConfig(16 << 20, 64L << 20);

  /// Checkpoints that the journal may be behind before commits wait for them.
  private static final int BEHIND_MAX = 16;

  public StoreConfig(int segmentBytes, long checkpointBytes) {
    this(segmentBytes, checkpointBytes, FILE_ROWS);
  }

  public StoreConfig {
    if (segmentBytes < 4096 || checkpointBytes < segmentBytes) {
      throw new IllegalArgumentException("journal segments or checkpoints are too small");
    }
  }

  /// Bytes of steps that are folded in memory and written at once.
  long foldBytes() {
    return checkpointBytes / 2;
  }

  /// Journal bytes without a checkpoint beyond which commits wait.
  long uncoveredBytesMax() {
    return checkpointBytes * BEHIND_MAX;
  }
}
