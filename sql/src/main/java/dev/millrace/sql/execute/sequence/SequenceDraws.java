package dev.millrace.sql.execute.sequence;

import dev.millrace.dataflow.port.Change;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.relation.SequenceSession;
import dev.millrace.sql.catalog.table.SequencePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one session has drawn from sequences: `currval` and `lastval`. Confined to the session's
/// thread; while a statement of the session runs inside a step, to the step thread, for which the
/// session waits.
public final class SequenceDraws implements SequenceSession {

  private final Sequences sequences;
  private final Map<Long, Long> values = new HashMap<>();
  private @Nullable Item last;

  /// Sequences drawn from inside the running step; null outside of one.
  private @Nullable Map<Long, Item> inStep;

  public SequenceDraws(Sequences sequences) {
    this.sequences = sequences;
  }

  /// `nextval`.
  @Override
  public long next(Item sequence) {
    long value;
    Map<Long, Item> drawn = inStep;
    if (drawn == null) {
      value = sequences.next(sequence);
    } else {
      value = sequences.nextInStep(sequence);
      drawn.put(sequence.id(), sequence);
    }
    values.put(sequence.id(), value);
    last = sequence;
    return value;
  }

  /// `currval`; 55000 before the first draw.
  @Override
  public long current(Item sequence) {
    Long value = values.get(sequence.id());
    if (value == null) {
      throw new DatabaseException(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "currval of sequence \"" + sequence.name() + "\" is not yet defined in this session");
    }
    return value;
  }

  /// `lastval`; 55000 before the first draw.
  @Override
  public long last() {
    Item sequence = last;
    if (sequence == null) {
      throw new DatabaseException(
          SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, "lastval is not yet defined in this session");
    }
    return current(sequence);
  }

  /// `setval`.
  @Override
  public void set(Item sequence, SequencePosition reached) {
    if (inStep != null) {
      throw DatabaseException.notSupported("setval in a statement that reads and writes", 0);
    }
    sequences.set(sequence, reached);
    if (reached.isCalled()) {
      values.put(sequence.id(), reached.last());
    }
  }

  /// The statement goes on inside a step.
  public void enterStep() {
    inStep = new LinkedHashMap<>();
  }

  /// The statement's part inside the step is over; what has to go into its change.
  public List<Change.CatalogEntry> leaveStep() {
    List<Change.CatalogEntry> entries = new ArrayList<>();
    Map<Long, Item> drawn = inStep;
    if (drawn != null) {
      drawn.values().forEach(s -> entries.add(sequences.entry(s)));
    }
    inStep = null;
    return entries;
  }

  /// DISCARD SEQUENCES.
  public void forget() {
    values.clear();
    last = null;
  }
}
