package dev.millrace.sql.execute.sequence;

import dev.millrace.dataflow.port.Change;
import dev.millrace.dataflow.port.Engine;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.sql.catalog.CatalogCodec;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.catalog.ItemBody;
import dev.millrace.sql.catalog.table.SequenceDefinition;
import dev.millrace.sql.catalog.table.SequencePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the sequences have reached. Any thread.
/*
 * A value must never be handed out twice, also after a crash, and drawing one must not cost an
 * fsync. So the durable entry of a sequence runs ahead of what was drawn: it holds the last value
 * of a reserved block, from which a start after a crash goes on. Values inside the block are handed
 * out from memory. A clean end writes what was really reached, so that nothing is skipped.
 *
 * Entries are made on the step thread only, in the order of the steps, each covering everything
 * drawn before it. Statements that draw on the step thread itself cannot wait for a step: they draw
 * freely and put the entry into their own change, which is durable before anything of it is shown.
 */
public final class Sequences {

  private static final int RESERVE_MIN = 32;

  /// Doubling stops here: as many values may be skipped by a crash.
  private static final int RESERVE_MAX = 8192;

  private final Engine engine;
  private final Map<Long, Counter> counters = new ConcurrentHashMap<>();

  private static final class Counter {
    private SequencePosition reached;

    /// Values drawn since the start, and how many may have been without a new reservation.
    private long drawn;

    private long allowed;
    private int reserve = RESERVE_MIN;

    private Counter(SequencePosition reached) {
      this.reached = reached;
    }
  }

  private Sequences(Engine engine) {
    this.engine = engine;
  }

  /// The sequences as the engine recovered them; call before the engine starts.
  public static Sequences recover(Engine engine) {
    Sequences sequences = new Sequences(engine);
    CatalogCodec.sequences(engine.recoveredCatalog())
        .forEach((id, reached) -> sequences.counters.put(id, new Counter(reached)));
    return sequences;
  }

  private Counter counter(Item sequence) {
    return counters.computeIfAbsent(
        sequence.id(), _ -> new Counter(new SequencePosition(definition(sequence).start(), false)));
  }

  private static SequenceDefinition definition(Item sequence) {
    return ((ItemBody.Sequence) sequence.body()).definition();
  }

  /// What a sequence has reached, reservations aside.
  public SequencePosition reached(Item sequence) {
    Counter counter = counter(sequence);
    synchronized (counter) {
      return counter.reached;
    }
  }

  /// Draws the next value; waits for a step when a block is used up. Not on the step thread.
  long next(Item sequence) {
    Counter counter = counter(sequence);
    while (true) {
      synchronized (counter) {
        if (counter.drawn < counter.allowed) {
          return draw(counter, sequence);
        }
        // Fails here rather than after a reservation in vain.
        var _ = after(counter.reached, sequence);
      }
      reserve(counter, sequence);
    }
  }

  /// Draws the next value on the step thread; [#entry] has to go into the running change.
  long nextInStep(Item sequence) {
    Counter counter = counter(sequence);
    synchronized (counter) {
      return draw(counter, sequence);
    }
  }

  private static long draw(Counter counter, Item sequence) {
    counter.reached = after(counter.reached, sequence);
    counter.drawn++;
    return counter.reached.last();
  }

  private void reserve(Counter counter, Item sequence) {
    long[] allowed = new long[1];
    await(() -> {
      synchronized (counter) {
        allowed[0] = counter.drawn + counter.reserve;
        counter.reserve = Math.min(counter.reserve * 2, RESERVE_MAX);
        return entry(sequence, ahead(counter.reached, sequence, allowed[0] - counter.drawn));
      }
    });
    synchronized (counter) {
      counter.allowed = Math.max(counter.allowed, allowed[0]);
    }
  }

  private void await(Supplier<Change.CatalogEntry> entry) {
    try {
      engine.transact(_ -> new Change(List.of(entry.get()), List.of(), List.of())).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// Where a sequence is after so many more values, or at its end.
  private static SequencePosition ahead(SequencePosition from, Item sequence, long count) {
    SequencePosition reached = from;
    for (long i = 0; i < count; i++) {
      SequencePosition next = nextOrNull(reached, definition(sequence));
      if (next == null) {
        break;
      }
      reached = next;
    }
    return reached;
  }

  /// The durable entry that covers what was drawn so far; on the step thread.
  public Change.CatalogEntry entry(Item sequence) {
    Counter counter = counter(sequence);
    synchronized (counter) {
      return entry(sequence, counter.reached);
    }
  }

  private static Change.CatalogEntry entry(Item sequence, SequencePosition reached) {
    return CatalogCodec.sequenceEntry(sequence.id(), reached);
  }

  /// Sets what a sequence has reached; durable on return. Not on the step thread.
  public void set(Item sequence, SequencePosition reached) {
    SequenceDefinition definition = definition(sequence);
    if (reached.last() < definition.minimum() || reached.last() > definition.maximum()) {
      throw new DatabaseException(
          SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
          "setval: value %d is out of bounds for sequence \"%s\" (%d..%d)"
              .formatted(
                  reached.last(), sequence.name(), definition.minimum(), definition.maximum()));
    }
    await(() -> setInStep(sequence, reached));
  }

  /// Sets what a sequence has reached, on the step thread; the entry has to go into the running
  /// change.
  public Change.CatalogEntry setInStep(Item sequence, SequencePosition reached) {
    Counter counter = counter(sequence);
    synchronized (counter) {
      counter.reached = reached;
      counter.allowed = counter.drawn;
      return entry(sequence, reached);
    }
  }

  /// The durable entry of a sequence whose transaction commits, which may have drawn from it; on
  /// the step thread. What was reserved meanwhile does not count.
  public Change.CatalogEntry settleInStep(Item sequence) {
    Counter counter = counter(sequence);
    synchronized (counter) {
      counter.allowed = counter.drawn;
      return entry(sequence, counter.reached);
    }
  }

  /// Starts a sequence over, on the step thread.
  public Change.CatalogEntry restartInStep(Item sequence) {
    return setInStep(sequence, new SequencePosition(definition(sequence).start(), false));
  }

  /// Writes what was really reached, so that the next start skips nothing.
  public void close() {
    List<Change.CatalogEntry> entries = new ArrayList<>();
    counters.forEach((id, counter) -> {
      synchronized (counter) {
        if (counter.allowed > counter.drawn) {
          entries.add(CatalogCodec.sequenceEntry(id, counter.reached));
          counter.allowed = counter.drawn;
        }
      }
    });
    if (!entries.isEmpty()) {
      engine.transact(_ -> new Change(entries, List.of(), List.of())).join();
    }
  }

  /// Forgets sequences that were dropped.
  public void forget(List<Item> dropped) {
    dropped.forEach(item -> counters.remove(item.id()));
  }

  private static SequencePosition after(SequencePosition from, Item sequence) {
    SequenceDefinition definition = definition(sequence);
    SequencePosition next = nextOrNull(from, definition);
    if (next == null) {
      boolean isUp = definition.increment() > 0;
      throw new DatabaseException(
          SqlState.SEQUENCE_GENERATOR_LIMIT_EXCEEDED,
          "nextval: reached %s value of sequence \"%s\" (%d)"
              .formatted(
                  isUp ? "maximum" : "minimum",
                  sequence.name(),
                  isUp ? definition.maximum() : definition.minimum()));
    }
    return next;
  }

  private static @Nullable SequencePosition nextOrNull(
      SequencePosition from, SequenceDefinition d) {
    if (!from.isCalled()) {
      return new SequencePosition(from.last(), true);
    }
    boolean isUp = d.increment() > 0;
    long sum = from.last() + d.increment();
    boolean isOver =
        isUp ? sum > d.maximum() || sum < from.last() : sum < d.minimum() || sum > from.last();
    if (!isOver) {
      return new SequencePosition(sum, true);
    }
    if (!d.isCycle()) {
      return null;
    }
    return new SequencePosition(isUp ? d.minimum() : d.maximum(), true);
  }
}
