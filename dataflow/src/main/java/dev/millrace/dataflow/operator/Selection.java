package dev.millrace.dataflow.operator;

import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a chunk that belong to one shard, with their keys.
///
/// @param chunk all rows
/// @param index position of the chunk in its delta
/// @param keys the key bytes of all rows of the chunk
/// @param rows which rows; null: all
/// @param count how many rows
public record Selection(
    Chunk chunk, int index, EncodedRows keys, int @Nullable [] rows, int count) {

  /// The i-th row of the selection.
  public int row(int i) {
    return rows == null ? i : rows[i];
  }

  /// Spreads a delta over the shards by its key columns: one list of selections per shard.
  public static List<List<Selection>> byShard(
      Delta delta, int[] columns, List<SqlType> types, Workers workers) {
    List<EncodedRows> keys = delta.keys(columns, types);
    int shards = workers.shards();
    List<List<Selection>> result = new ArrayList<>(shards);
    for (int shard = 0; shard < shards; shard++) {
      result.add(new ArrayList<>(keys.size()));
    }
    for (int i = 0; i < keys.size(); i++) {
      Chunk chunk = delta.chunks().get(i);
      if (shards == 1) {
        result.getFirst().add(new Selection(chunk, i, keys.get(i), null, chunk.size()));
      } else {
        scatter(chunk, i, keys.get(i), workers, result);
      }
    }
    return result;
  }

  private static void scatter(
      Chunk chunk, int index, EncodedRows keys, Workers workers, List<List<Selection>> result) {
    int[][] rows = new int[result.size()][];
    int[] counts = new int[result.size()];
    for (int row = 0; row < chunk.size(); row++) {
      int shard = workers.shard(keys.hash(row));
      int count = counts[shard]++;
      int[] list = rows[shard];
      if (list == null || count == list.length) {
        list = list == null ? new int[16] : Arrays.copyOf(list, count * 2);
        rows[shard] = list;
      }
      list[count] = row;
    }
    for (int shard = 0; shard < rows.length; shard++) {
      if (counts[shard] > 0) {
        result.get(shard).add(new Selection(chunk, index, keys, rows[shard], counts[shard]));
      }
    }
  }

  /// The columns `0 .. count`.
  public static int[] all(int count) {
    int[] columns = new int[count];
    for (int i = 0; i < count; i++) {
      columns[i] = i;
    }
    return columns;
  }
}
