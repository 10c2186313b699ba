package dev.millrace.storage.store;

/// Limits of the store.
///
/// @param segmentBytes size of a journal segment; a larger step gets a segment of its own
/// @param checkpointBytes journal bytes since the last checkpoint that start the next one
public record StoreConfig(int segmentBytes, long checkpointBytes) {

  public static final StoreConfig DEFAULT = new StoreConfig(64 << 20, 256L << 20);

  public StoreConfig {
    if (segmentBytes < 4096 || checkpointBytes < segmentBytes) {
      throw new IllegalArgumentException("journal segments or checkpoints are too small");
    }
  }
}
