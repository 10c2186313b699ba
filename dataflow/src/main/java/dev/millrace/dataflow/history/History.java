package dev.millrace.dataflow.history;

import dev.millrace.dataflow.operator.Delta;
import dev.millrace.dataflow.operator.FaultLedger;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.time.StepTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What steps have changed since the oldest open mark, by collection. Empty while nothing is
/// marked; bounded in bytes and age by giving up the oldest marks. Confined to the step thread, but
/// for closing a mark.
/*
 * A state of the past is the state of today less what has happened since. The deltas are those that
 * the step has computed anyway; keeping them costs a reference each. The other way, to keep old
 * versions of rows in every arrangement as Materialize does, would make every probe of every join
 * look at times, for the sake of the few who read in transactions. A reader pays instead: the rows
 * it scans are looked up among the changes since, of which there are few for a short transaction
 * and which are bounded for a long one.
 */
public final class History {

  private final long bytesMax;
  private final long millisMax;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<Integer, Deque<Entry>> byCollection = new HashMap<>();

  /// Of the entry recorded last.
  private long position;

  private long bytes;

  private record Entry(long position, int collection, Changes changes, long bytes) {}

  /// What one step changed in one collection.
  public record Changes(List<Chunk> chunks, List<Delta.FaultChange> faults) {}

  /// @param bytesMax of changes kept for open marks
  /// @param millisMax for which a mark is kept open
  public History(long bytesMax, long millisMax) {
    this.bytesMax = bytesMax;
    this.millisMax = millisMax;
  }

  /// A step whose state somebody wants to go on reading.
  public static final class Mark implements AutoCloseable {
    private final StepTime time;
    private final long position;
    private final long sinceMillis;
    private final int firstUnknown;
    private volatile boolean isClosed;
    private @Nullable DatabaseException reason;

    private Mark(StepTime time, long position, long sinceMillis, int firstUnknown) {
      this.time = time;
      this.position = position;
      this.sinceMillis = sinceMillis;
      this.firstUnknown = firstUnknown;
    }

    /// Of the last change before it.
    public long position() {
      return position;
    }

    /// The step.
    public StepTime time() {
      return time;
    }

    /// Fails if the mark was given up.
    public void require() {
      DatabaseException givenUp = reason;
      if (givenUp != null) {
        throw givenUp;
      }
      if (isClosed) {
        throw new IllegalStateException("the pin is closed");
      }
    }

    /// Fails if a collection was not there yet.
    ///
    /// @param collection numbers grow with time
    public void requireKnown(int collection) {
      if (collection >= firstUnknown) {
        throw new DatabaseException(
            SqlState.SERIALIZATION_FAILURE,
            "could not serialize access due to a relation created since the transaction began to"
                + " read");
      }
    }

    /// Lets what is kept for it go. Any thread.
    @Override
    public void close() {
      isClosed = true;
    }
  }

  /// Marks the state after the last step.
  ///
  /// @param firstUnknown the number that the next collection to be created will have
  public Mark mark(StepTime time, long nowMillis, int firstUnknown) {
    Mark mark = new Mark(time, position, nowMillis, firstUnknown);
    marks.add(mark);
    return mark;
  }

  /// True if changes have to be recorded.
  public boolean isHeld() {
    return !marks.isEmpty();
  }

  /// Open marks.
  public int marks() {
    return marks.size();
  }

  /// Bytes of changes kept.
  public long bytes() {
    return bytes;
  }

  /// Keeps what a step changed in a collection.
  public void record(int collection, Delta delta) {
    long size = 64;
    for (Chunk chunk : delta.chunks()) {
      size += chunk.bytes();
    }
    // Not the delta itself: it holds encodings of its rows too.
    Changes changes = new Changes(List.copyOf(delta.chunks()), List.copyOf(delta.faults()));
    Entry entry = new Entry(++position, collection, changes, size);
    entries.add(entry);
    byCollection.computeIfAbsent(collection, _ -> new ArrayDeque<>()).add(entry);
    bytes += size;
  }

  /// Forgets what nobody needs, and gives up the oldest marks if there is too much.
  public void trim(long nowMillis) {
    marks.removeIf(m -> m.isClosed);
    dropUnneeded();
    while (!marks.isEmpty() && nowMillis - marks.element().sinceMillis > millisMax) {
      giveUp(
          "the transaction has read an old state for too long",
          "A state is kept readable for " + millisMax + " ms.");
    }
    while (!marks.isEmpty() && bytes > bytesMax) {
      giveUp(
          "too much has changed since the state that the transaction reads",
          "More than " + bytesMax + " bytes of changes were kept.");
    }
  }

  private void giveUp(String message, String detail) {
    marks.remove().reason =
        new DatabaseException(
            SqlState.CONFIGURATION_LIMIT_EXCEEDED,
            message,
            detail,
            "Run it again, in a shorter transaction.",
            0);
    dropUnneeded();
  }

  /// Gives up all marks: a collection has been computed anew, which is no change by rows.
  public void interrupt() {
    while (!marks.isEmpty()) {
      marks.remove().reason =
          new DatabaseException(
              SqlState.SERIALIZATION_FAILURE,
              "could not serialize access due to a relation that was rebuilt");
    }
    dropUnneeded();
  }

  private void dropUnneeded() {
    long needed = marks.isEmpty() ? Long.MAX_VALUE : marks.element().position;
    while (!entries.isEmpty() && entries.element().position() <= needed) {
      Entry entry = entries.remove();
      bytes -= entry.bytes();
      Deque<Entry> own = byCollection.get(entry.collection());
      if (own != null) {
        own.remove();
        if (own.isEmpty()) {
          byCollection.remove(entry.collection());
        }
      }
    }
  }

  /// What changed in a collection since a mark, the last first.
  public List<Changes> since(Mark mark, int collection) {
    return after(mark.position, collection);
  }

  /// What changed in a collection after a position, the last first. Of what an open mark needs
  /// nothing is missing.
  public List<Changes> after(long position, int collection) {
    Deque<Entry> own = byCollection.get(collection);
    if (own == null) {
      return List.of();
    }
    List<Changes> changes = new ArrayList<>();
    Iterator<Entry> backward = own.descendingIterator();
    while (backward.hasNext()) {
      Entry entry = backward.next();
      if (entry.position() <= position) {
        break;
      }
      changes.add(entry.changes());
    }
    return changes;
  }

  /// Of the change recorded last; positions grow.
  public long position() {
    return position;
  }

  /// The faults a collection had when the changes had not happened yet.
  public static FaultLedger before(FaultLedger now, List<Changes> since) {
    FaultLedger before = new FaultLedger();
    before.addAll(now);
    for (Changes changes : since) {
      changes.faults().forEach(change -> before.add(change.fault(), -change.weight()));
    }
    return before;
  }
}
