package dev.millrace.storage.store;

import java.io.IOException;
import org.rocksdb.RocksDBException;

/// Carries the journal's records that RocksDB does not hold into it while the store is opened.
/// Nothing is flushed: until the next checkpoint the journal keeps these records.
final class Recovery {

  private final Checkpoints checkpoints;
  private final long foldBytes;
  private final long lastStep;
  private Fold fold = new Fold();
  private long bytes;

  Recovery(Checkpoints checkpoints, long foldBytes) {
    this.checkpoints = checkpoints;
    this.foldBytes = foldBytes;
    this.lastStep = checkpoints.lastStep();
  }

  /// Takes the journal's next record.
  void replay(byte[] payload) throws IOException {
    if (StepCodec.time(payload) > lastStep) {
      fold.add(StepCodec.decode(payload), payload.length);
      if (fold.stepBytes() >= foldBytes) {
        write();
      }
    }
  }

  /// To be called after the last record.
  void end() throws IOException {
    if (fold.stepBytes() > 0) {
      write();
    }
  }

  private void write() throws IOException {
    try {
      checkpoints.write(fold);
    } catch (RocksDBException e) {
      throw new IOException("cannot recover: " + e.getMessage(), e);
    }
    bytes += fold.stepBytes();
    fold = new Fold();
  }

  /// Bytes of the records written.
  long bytes() {
    return bytes;
  }
}
