package dev.millrace.dataflow.operator.state;

import dev.millrace.model.chunk.Chunk;
import org.jspecify.annotations.Nullable;

/// Rows on their way into sorted multisets, held back for a moment: a row that is added and
/// retracted soon after, as happens to everything that a changed row leaves alone, cancels out here
/// and never costs a search. Only rows of the same group with the same bytes meet, so what gets
/// through has the same sum. Confined to one shard; empty between runs.
/*
 * A cache with one place per hash: small enough to stay in the processor's second level, where a
 * table of all rows of a large step would not. A row that finds its place taken pushes the other
 * out.
 */
public final class FeedChanges {

  private static final int PLACES = 4096;

  private final Sink sink;
  private int[] groups = new int[0];
  private int[] rows = new int[0];
  private long[] weights = new long[0];
  private @Nullable Chunk[] chunks = new Chunk[0];
  private @Nullable EncodedRows[] encoded = new EncodedRows[0];

  /// Places taken since the last flush, each once.
  private int[] used = new int[0];

  private int usedCount;

  /// Receives what did not cancel out, in no particular order.
  @FunctionalInterface
  public interface Sink {
    /// Takes a change of a group's multiset by row `row` of a chunk.
    void change(int group, Chunk chunk, int row, long weight);
  }

  public FeedChanges(Sink sink) {
    this.sink = sink;
  }

  /// Takes a row's change.
  ///
  /// @param bytes all columns of the row that the multiset keeps or orders by
  public void add(int group, Chunk chunk, EncodedRows bytes, int row, long weight) {
    if (groups.length == 0) {
      allocate();
    }
    int place = (int) (bytes.hash(row) + group * 0x9E3779B9L) & (PLACES - 1);
    EncodedRows there = encoded[place];
    if (there == null) {
      used[usedCount++] = place;
    } else if (groups[place] == group && there.isEqual(rows[place], bytes, row)) {
      weights[place] += weight;
      return;
    } else {
      release(place);
    }
    groups[place] = group;
    chunks[place] = chunk;
    encoded[place] = bytes;
    rows[place] = row;
    weights[place] = weight;
  }

  private void allocate() {
    groups = new int[PLACES];
    rows = new int[PLACES];
    weights = new long[PLACES];
    chunks = new Chunk[PLACES];
    encoded = new EncodedRows[PLACES];
    used = new int[PLACES];
  }

  private void release(int place) {
    Chunk chunk = chunks[place];
    if (chunk != null && weights[place] != 0) {
      sink.change(groups[place], chunk, rows[place], weights[place]);
    }
  }

  /// Lets everything through; the end of a run.
  public void flush() {
    for (int i = 0; i < usedCount; i++) {
      int place = used[i];
      release(place);
      chunks[place] = null;
      encoded[place] = null;
    }
    usedCount = 0;
  }
}
