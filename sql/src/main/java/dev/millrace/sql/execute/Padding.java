package dev.millrace.sql.execute;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.type.SqlType;
import dev.millrace.model.value.Slice;
import dev.millrace.sql.catalog.ColumnDefinition;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows that were there before their table got more columns.
public final class Padding {

  private Padding() {}

  /// What older rows have in a column that came later (boxed), null for NULL.
  public static @Nullable Object missing(ColumnDefinition column) {
    String missing = column.tenure().missing();
    return missing == null ? null : TextFormat.parse(column.type(), Slice.utf8(missing));
  }

  /// The rows with all columns of their table.
  static Chunk padded(Chunk rows, List<ColumnDefinition> columns) {
    int width = rows.columns.length;
    if (width >= columns.size()) {
      return rows;
    }
    List<ColumnDefinition> more = columns.subList(width, columns.size());
    List<SqlType> types = more.stream().map(ColumnDefinition::type).toList();
    Object[] values = more.stream().map(Padding::missing).toArray();
    Chunk tail = Chunk.of(types, rows.size());
    for (int row = 0; row < rows.size(); row++) {
      tail.appendRow(values, 1);
    }
    Column[] all = Arrays.copyOf(rows.columns, columns.size());
    System.arraycopy(tail.columns, 0, all, width, tail.columns.length);
    Chunk padded = new Chunk(all);
    padded.weights = rows.weights;
    return padded;
  }
}
