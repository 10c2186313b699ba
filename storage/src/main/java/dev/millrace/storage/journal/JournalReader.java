package dev.millrace.storage.journal;

import dev.millrace.storage.journal.Journal.Place;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads records again that are durable, in order, while others are appended. Segments not yet read
/// must not be released. Used by one thread, which closes it.
public final class JournalReader implements AutoCloseable {

  private final Journal journal;
  private Disk.@Nullable File file;
  private long segment = -1;
  private long position;
  private int chain;

  /// Number of the record at `position`.
  private long next;

  /// Records up to this number were returned or skipped.
  private long last;

  JournalReader(Journal journal, long after) {
    this.journal = journal;
    this.last = after;
  }

  /// Number of the record returned last.
  public long last() {
    return last;
  }

  /// The next record, or null if its number is above `limit` or it is not durable yet.
  public byte @Nullable [] next(long limit) throws IOException {
    long wanted = last + 1;
    if (wanted > limit || wanted > journal.durable()) {
      return null;
    }
    Place place = journal.place(wanted);
    if (place.segment() != segment) {
      open(place);
    }
    byte[] payload = read();
    while (next <= wanted) {
      payload = read();
    }
    last = wanted;
    return payload;
  }

  private void open(Place place) throws IOException {
    close();
    file = journal.openSegment(place.segment());
    segment = place.segment();
    position = RecordFormat.SEGMENT_HEADER;
    chain = RecordFormat.chainStart(segment);
    next = place.firstRecord();
  }

  private byte[] read() throws IOException {
    Disk.File open = file;
    if (open == null) {
      throw new IllegalStateException("no segment is open");
    }
    byte[] payload = RecordFormat.read(open, chain, position, open.size());
    if (payload == null) {
      throw new IOException("journal record " + next + " is damaged");
    }
    chain = RecordFormat.checksum(chain, payload);
    position += RecordFormat.RECORD_HEADER + payload.length;
    next++;
    return payload;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
      segment = -1;
    }
  }
}
