package dev.millrace.sql.execute;

import dev.millrace.dataflow.plan.CollectionId;
import dev.millrace.dataflow.port.Change;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Rows that a transaction has added and not yet committed. Confined to the session's thread.
public final class WriteBuffer {

  /// A transaction with more is refused before anything of it is journalled.
  private static final long BYTES_MAX = 256L << 20;

  private final List<Change.Delta> deltas = new ArrayList<>();
  private long bytes;

  /// Adds rows of a table.
  public void add(CollectionId table, Chunk rows) {
    bytes += rows.bytes();
    if (bytes > BYTES_MAX) {
      throw new DatabaseException(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "a transaction writes at most " + (BYTES_MAX >> 20) + " MB");
    }
    deltas.add(new Change.Delta(table, rows));
  }

  /// True if there is nothing to commit.
  public boolean isEmpty() {
    return deltas.isEmpty();
  }

  /// True if rows of one of the collections wait here.
  public boolean touchesAny(Collection<CollectionId> collections) {
    return deltas.stream().anyMatch(d -> collections.contains(d.collection()));
  }

  /// The rows; the buffer is empty afterwards.
  public List<Change.Delta> take() {
    List<Change.Delta> taken = List.copyOf(deltas);
    clear();
    return taken;
  }

  /// How much there is, for [#truncate].
  public int mark() {
    return deltas.size();
  }

  /// Forgets what was added after a mark.
  public void truncate(int mark) {
    while (deltas.size() > mark) {
      bytes -= deltas.removeLast().rows().bytes();
    }
  }

  /// Forgets all rows.
  public void clear() {
    deltas.clear();
    bytes = 0;
  }
}
