package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// What one output changed in one step: chunks of weighted rows and weighted faults. Not
/// consolidated: a row may occur in several places and cancel out. Written by one operator, then
/// read by all its consumers, which never change the chunks.
public final class Delta {

  /// A fault that came (+) or went (−).
  public record FaultChange(Fault fault, long weight) {}

  private final List<Chunk> chunks = new ArrayList<>(2);
  private List<FaultChange> faults = List.of();
  private long rows;
  private List<Encoding> encodings = List.of();

  /// The encoded rows of all chunks for some columns.
  private record Encoding(int[] columns, boolean isKey, List<EncodedRows> chunks) {}

  /// A delta of one chunk.
  public static Delta of(Chunk chunk) {
    Delta delta = new Delta();
    delta.add(chunk);
    return delta;
  }

  /// Appends a chunk, which must not change from now on.
  public void add(Chunk chunk) {
    if (chunk.size() > 0) {
      chunks.add(chunk);
      rows += chunk.size();
    }
  }

  /// Appends a fault.
  public void add(Fault fault, long weight) {
    if (faults.isEmpty()) {
      faults = new ArrayList<>();
    }
    faults.add(new FaultChange(fault, weight));
  }

  /// Appends the faults of an input: they are faults of every output computed from it.
  public void addFaults(Delta other) {
    for (FaultChange change : other.faults) {
      add(change.fault(), change.weight());
    }
  }

  /// The chunks, in the order written.
  public List<Chunk> chunks() {
    return chunks;
  }

  /// The faults.
  public List<FaultChange> faults() {
    return faults;
  }

  /// Rows in all chunks.
  public long rows() {
    return rows;
  }

  /// True if nothing changed.
  public boolean isEmpty() {
    return rows == 0 && faults.isEmpty();
  }

  /// The given columns of each chunk's rows as keys, computed once for all who ask.
  public List<EncodedRows> keys(int[] columns, List<SqlType> types) {
    return encoded(columns, true, chunk -> RowBytes.encodeKeys(chunk, columns, types));
  }

  /// The given columns of each chunk's rows as they are, computed once for all who ask.
  public List<EncodedRows> rows(int[] columns) {
    return encoded(columns, false, chunk -> RowBytes.encode(chunk, columns));
  }

  private List<EncodedRows> encoded(
      int[] columns, boolean isKey, Function<Chunk, EncodedRows> encode) {
    for (Encoding encoding : encodings) {
      if (encoding.isKey == isKey && Arrays.equals(encoding.columns, columns)) {
        return encoding.chunks;
      }
    }
    List<EncodedRows> encoded = new ArrayList<>(chunks.size());
    for (Chunk chunk : chunks) {
      encoded.add(encode.apply(chunk));
    }
    if (encodings.isEmpty()) {
      encodings = new ArrayList<>(2);
    }
    encodings.add(new Encoding(columns, isKey, encoded));
    return encoded;
  }
}
