package dev.millrace.storage.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.row.RowCodec;
import dev.millrace.model.type.ScalarType;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FoldTableTest {

  private static final List<SqlType> TYPES = List.of(ScalarType.INT8, ScalarType.TEXT);
  private static final int[] ALL = {0, 1};
  private static final int[] KEY = {0};

  @Test
  void lastRowOfEveryKeyIsKept() {
    Random random = new Random(1);
    FoldTable table = new FoldTable();
    Map<Slice, Slice> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      Chunk chunk = Chunk.of(TYPES, 1);
      String text = "x".repeat(random.nextInt(30));
      chunk.appendRow(new Object[] {(long) random.nextInt(3000), Slice.utf8(text)}, 1);
      Slice key = Slice.of(RowCodec.encode(chunk, 0, KEY));
      if (random.nextInt(4) == 0) {
        table.delete(chunk, 0, KEY);
        model.put(key, Slice.EMPTY);
      } else {
        table.put(chunk, 0, KEY, ALL);
        model.put(key, Slice.of(RowCodec.encode(chunk, 0, ALL)));
      }
    }
    Map<Slice, Slice> found = new HashMap<>();
    for (int i = 0; i < table.size(); i++) {
      found.put(
          key(table, i),
          table.isDeleted(i) ? Slice.EMPTY : copy(table, table.rowOffset(i), table.rowLength(i)));
    }
    assertThat(found).isEqualTo(model);
    assertThat(table.size()).isEqualTo(model.size());
  }

  @Test
  void weightsOfEqualRowsAreSummed() {
    Random random = new Random(2);
    FoldTable table = new FoldTable();
    Map<Slice, Long> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      Chunk chunk = Chunk.of(TYPES, 1);
      Object value = random.nextInt(9) == 0 ? null : (Object) (long) random.nextInt(2000);
      chunk.appendRow(new Object[] {value, Slice.utf8("t")}, 1);
      int weight = random.nextInt(7) - 3;
      table.add(chunk, 0, ALL, weight);
      model.merge(Slice.of(RowCodec.encode(chunk, 0, ALL)), (long) weight, Long::sum);
    }
    Map<Slice, Long> found = new HashMap<>();
    for (int i = 0; i < table.size(); i++) {
      found.put(key(table, i), table.weight(i));
    }
    assertThat(found).isEqualTo(model);
  }

  private static Slice key(FoldTable table, int i) {
    return copy(table, table.keyOffset(i), table.keyLength(i));
  }

  private static Slice copy(FoldTable table, int from, int length) {
    return Slice.of(Arrays.copyOfRange(table.heap(), from, from + length));
  }
}
