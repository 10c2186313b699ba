package dev.millrace.storage.store;

import dev.millrace.storage.journal.Journal;
import dev.millrace.storage.journal.JournalReader;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries steps from the journal into RocksDB: reads them back, folds some megabytes of them at a
/// time, writes each fold as one batch, flushes, and gives journal segments back. So the step
/// thread pays nothing for checkpoints, and memory holds one fold, however long the journal is.
/// Confined to the checkpoint thread once it runs.
final class Checkpointer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  private final Checkpoints checkpoints;
  private final Journal journal;
  private final JournalReader reader;
  private final long foldBytes;

  /// Read from the journal and not yet written.
  private Fold fold = new Fold();

  /// Records that the checkpoint before covers: those up to it may be released after the next.
  private long covered;

  private volatile long writtenStep;
  private final AtomicLong count = new AtomicLong();
  private volatile long millisLast;

  /// @param after records up to this one have been written (see [Recovery])
  Checkpointer(Checkpoints checkpoints, Journal journal, long after, long foldBytes) {
    this.checkpoints = checkpoints;
    this.journal = journal;
    this.reader = journal.reader(after);
    this.foldBytes = foldBytes;
  }

  /// Makes every step up to the journal's record `record`, which is durable, part of a checkpoint.
  /// If it fails, the journal still holds everything and the next call tries again.
  void run(long record) {
    long start = System.nanoTime();
    try {
      for (byte[] step = reader.next(record); step != null; step = reader.next(record)) {
        fold.add(StepCodec.decode(step), step.length);
        if (fold.stepBytes() >= foldBytes) {
          write();
        }
      }
      write();
      checkpoints.flush();
      journal.release(covered);
      covered = record;
    } catch (RocksDBException | IOException e) {
      LOG.atError().setCause(e).log("checkpoint failed; the journal grows until one succeeds");
      throw new IllegalStateException("checkpoint failed", e);
    }
    count.incrementAndGet();
    millisLast = (System.nanoTime() - start) / 1_000_000;
  }

  private void write() throws RocksDBException, IOException {
    if (fold.stepBytes() > 0) {
      checkpoints.write(fold);
      writtenStep = fold.last().packed();
      fold = new Fold();
    }
  }

  /// Packed time of the last step that is in RocksDB, whether flushed or not; 0 before the first.
  long writtenStep() {
    return writtenStep;
  }

  /// Checkpoints completed since the start.
  long count() {
    return count.get();
  }

  /// Duration of the last one.
  long millisLast() {
    return millisLast;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
