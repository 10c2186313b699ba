package dev.millrace.model.row;

import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.chunk.Column;
import dev.millrace.model.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How rows of a table whose columns have come one after another are stored: without the last
/// columns, as far as they hold what they held in the rows that were there before. So a new column
/// changes no stored row, and equal rows are stored alike, whenever they were written.
///
/// A row's layout number tells how many of the added columns are stored with it.
///
/// @param types of all columns
/// @param added of the columns that came later, in order, the value (boxed, null is NULL) of older
///   rows
public record RowLayout(List<SqlType> types, List<@Nullable Object> added) {

  /// One byte holds the number, and the layout of plain rows.
  public static final int ADDED_MAX = 200;

  public RowLayout {
    types = List.copyOf(types);
    added = Collections.unmodifiableList(new ArrayList<>(added));
  }

  /// All columns were there from the start.
  public RowLayout(List<SqlType> types) {
    this(types, List.of());
  }

  /// Columns stored in a row of a layout.
  public int width(int layout) {
    return types.size() - added.size() + layout;
  }

  /// The rows by their layout, each chunk as wide as that.
  public SortedMap<Integer, Chunk> split(Chunk chunk) {
    SortedMap<Integer, Chunk> parts = new TreeMap<>();
    for (int row = 0; row < chunk.size(); row++) {
      int layout = layout(chunk, row);
      Chunk part =
          parts.computeIfAbsent(
              layout,
              l -> new Chunk(Arrays.copyOf(chunk.columns, width(l))).emptyLike(chunk.size()));
      part.appendFrom(chunk, row, chunk.weight(row));
    }
    return parts;
  }

  /// The same rows with the columns that they lack because they are older.
  public Chunk widened(Chunk rows) {
    int width = rows.columns.length;
    if (width == types.size()) {
      return rows;
    }
    Column[] columns = Arrays.copyOf(rows.columns, types.size());
    for (int i = width; i < columns.length; i++) {
      columns[i] = Column.of(types.get(i), rows.size());
      Object value = added.get(i - width(0));
      for (int row = 0; row < rows.size(); row++) {
        columns[i].append(value);
      }
    }
    Chunk wider = new Chunk(columns);
    wider.weights = rows.weights;
    return wider;
  }

  private int layout(Chunk chunk, int row) {
    int layout = added.size();
    while (layout > 0
        && Objects.equals(chunk.columns[width(layout) - 1].value(row), added.get(layout - 1))) {
      layout--;
    }
    return layout;
  }
}
