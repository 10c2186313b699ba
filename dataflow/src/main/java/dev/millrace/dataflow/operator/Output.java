package dev.millrace.dataflow.operator;

import dev.millrace.model.chunk.BytesColumn;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where an operator writes rows: cuts them into chunks that are handed on when full, so that an
/// operator that amplifies holds one chunk, not its whole output. Counts the rows and fails with
/// 54000 above its limit. Used by one thread at a time.
public final class Output {

  /// Chunks start small, because most steps are; those after the first are made full size at once.
  private static final int FIRST_CAPACITY = 8;

  private final List<SqlType> types;
  private final Consumer<Chunk> rows;
  private final FaultSink faults;
  private final long rowsMax;
  private @Nullable Chunk open;
  private @Nullable Chunk last;
  private long written;

  /// Takes faults with their weights.
  @FunctionalInterface
  public interface FaultSink {
    /// Takes a fault.
    void add(Fault fault, long weight);
  }

  public Output(List<SqlType> types, Consumer<Chunk> rows, FaultSink faults, long rowsMax) {
    this.types = types;
    this.rows = rows;
    this.faults = faults;
    this.rowsMax = rowsMax;
  }

  /// An output that collects into a delta.
  public static Output into(Delta delta, List<SqlType> types, long rowsMax) {
    return new Output(types, delta::add, delta::add, rowsMax);
  }

  /// A second output with the same types that goes elsewhere: one per shard.
  public Output into(Delta delta) {
    return new Output(types, delta::add, delta::add, rowsMax - written);
  }

  /// The chunk to append the next row to. Ask again after every `endRow`.
  public Chunk chunk() {
    Chunk chunk = open;
    if (chunk == null) {
      chunk = Chunk.of(types, written == 0 ? FIRST_CAPACITY : Chunk.CAPACITY);
      sizeLike(last, chunk);
      open = chunk;
    }
    return chunk;
  }

  /// Values of variable length will take about as much room as in the chunk before.
  private static void sizeLike(@Nullable Chunk before, Chunk chunk) {
    for (int i = 0; before != null && i < chunk.columns.length; i++) {
      if (chunk.columns[i] instanceof BytesColumn c) {
        BytesColumn b = (BytesColumn) before.columns[i];
        c.heap = new byte[Math.max(c.heap.length, b.offsets[b.size()] * 9 / 8)];
      }
    }
  }

  /// Ends the row just appended to `chunk()`.
  public void endRow(int weight) {
    Chunk chunk = chunk();
    chunk.endRow(weight);
    if (chunk.size() >= Chunk.CAPACITY) {
      flush();
    }
  }

  /// Ends the row with a weight that must fit.
  public void endRow(long weight) {
    endRow(narrow(weight));
  }

  /// Hands on a whole chunk as it is.
  public void pass(Chunk chunk) {
    flush();
    count(chunk.size());
    if (chunk.size() > 0) {
      rows.accept(chunk);
    }
  }

  /// Emits a fault.
  public void fault(Fault fault, long weight) {
    faults.add(fault, weight);
  }

  /// Emits the failure of a row as a fault.
  public void fault(DatabaseException failure, long weight) {
    faults.add(Fault.of(failure), weight);
  }

  /// Takes over what another output of the same types collected.
  public void passAll(Delta delta) {
    for (Chunk chunk : delta.chunks()) {
      pass(chunk);
    }
    for (Delta.FaultChange change : delta.faults()) {
      faults.add(change.fault(), change.weight());
    }
  }

  /// Hands on what is in the open chunk; the writer's last call.
  public void flush() {
    Chunk chunk = open;
    if (chunk != null) {
      open = null;
      last = chunk.size() == Chunk.CAPACITY ? chunk : last;
      count(chunk.size());
      if (chunk.size() > 0) {
        rows.accept(chunk);
      }
    }
  }

  private void count(int size) {
    written += size;
    if (written > rowsMax) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "an operator of this view produced more than " + rowsMax + " rows in one step");
    }
  }

  /// A weight as the int a chunk holds.
  static int narrow(long weight) {
    if (weight != (int) weight) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED, "a row occurs more than 2147483647 times");
    }
    return (int) weight;
  }
}
