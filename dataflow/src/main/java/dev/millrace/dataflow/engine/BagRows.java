package dev.millrace.dataflow.engine;

import dev.millrace.dataflow.operator.Output;
import dev.millrace.dataflow.operator.Selection;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.dataflow.operator.state.RowGroup;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A table's multiset of rows, in buckets by the rows' hashes. The buckets double as the rows do.
final class BagRows implements StoredRows {

  /// Rows a bucket holds on average before there are twice as many: a few cache lines to search.
  private static final int BUCKET_ROWS = 24;

  private final List<SqlType> types;
  private final int[] all;
  private final List<Chunk> changes = new ArrayList<>();
  private @Nullable RowGroup[] buckets = new RowGroup[16];
  private long rows;
  private long bytes;

  BagRows(List<SqlType> types) {
    this.types = types;
    this.all = Selection.all(types.size());
  }

  @Override
  public void apply(Chunk change) {
    EncodedRows encoded = RowBytes.encode(change, all);
    for (int row = 0; row < change.size(); row++) {
      add(
          encoded.heap(),
          encoded.offset(row),
          encoded.length(row),
          encoded.hash(row),
          change.weight(row));
    }
    changes.add(change);
  }

  @Override
  public List<Chunk> takeEffect() {
    List<Chunk> effect = List.copyOf(changes);
    changes.clear();
    return effect;
  }

  private void add(byte[] heap, int offset, int length, long hash, int weight) {
    int number = bucket(hash);
    RowGroup bucket = buckets[number];
    if (bucket == null) {
      bucket = new RowGroup(length);
      buckets[number] = bucket;
    } else {
      rows -= bucket.rows();
      bytes -= bucket.bytes();
    }
    bucket.add(heap, offset, length, (int) hash, weight);
    rows += bucket.rows();
    bytes += bucket.bytes();
    if (bucket.rows() == 0) {
      bytes -= bucket.bytes();
      buckets[number] = null;
    } else if (rows > (long) BUCKET_ROWS * buckets.length && buckets.length < 1 << 28) {
      grow();
    }
  }

  private int bucket(long hash) {
    return (int) (hash >>> 8) & (buckets.length - 1);
  }

  private void grow() {
    @Nullable RowGroup[] old = buckets;
    buckets = new RowGroup[old.length * 2];
    rows = 0;
    bytes = 0;
    for (RowGroup bucket : old) {
      if (bucket == null) {
        continue;
      }
      for (int entry = bucket.first(); entry >= 0; entry = bucket.next(entry)) {
        int start = bucket.rowOffset(entry);
        int length = bucket.rowLength(entry);
        long hash = EncodedRows.hash(bucket.block(), start, start + length);
        add(bucket.block(), start, length, hash, bucket.weight(entry));
      }
    }
  }

  @Override
  public void scan(Consumer<Chunk> consumer) {
    Output out = new Output(types, consumer, (_, _) -> {}, Long.MAX_VALUE);
    for (RowGroup bucket : buckets) {
      if (bucket == null) {
        continue;
      }
      for (int entry = bucket.first(); entry >= 0; entry = bucket.next(entry)) {
        RowBytes.read(bucket.block(), bucket.rowOffset(entry), out.chunk().columns, 0, all.length);
        out.endRow(bucket.weight(entry));
      }
    }
    out.flush();
  }

  @Override
  public long rowCount() {
    return rows;
  }

  @Override
  public long bytes() {
    return bytes + 4L * buckets.length;
  }
}
