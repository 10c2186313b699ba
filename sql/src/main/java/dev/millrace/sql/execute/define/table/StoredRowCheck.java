package dev.millrace.sql.execute.define.table;

import dev.millrace.dataflow.expression.Evaluator;
import dev.millrace.dataflow.operator.state.EncodedRows;
import dev.millrace.dataflow.operator.state.RowBytes;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.codec.TextFormat;
import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.ErrorPlace;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.catalog.ColumnDefinition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Whether the rows that a table holds already satisfy a new rule: consumers of all rows, to be run
/// in the step that brings the rule; they fail as PostgreSQL does.
public record StoredRowCheck(String schema, String table, List<ColumnDefinition> columns) {

  /// 23505 if two rows have the same key.
  public Consumer<Chunk> unique(String index, List<Integer> key) {
    List<SqlType> types = columns.stream().map(ColumnDefinition::type).toList();
    int[] positions = key.stream().mapToInt(Integer::intValue).toArray();
    Set<ByteBuffer> seen = new HashSet<>();
    return chunk -> {
      EncodedRows keys = RowBytes.encodeKeys(chunk, positions, types);
      for (int row = 0; row < chunk.size(); row++) {
        if (isKey(chunk, row, positions)) {
          ByteBuffer bytes =
              ByteBuffer.wrap(keys.heap(), keys.offset(row), keys.length(row)).slice();
          if (!seen.add(bytes) || chunk.weight(row) > 1) {
            throw duplicate(index, key, chunk, row);
          }
        }
      }
    };
  }

  private static boolean isKey(Chunk chunk, int row, int[] columns) {
    for (int column : columns) {
      if (chunk.columns[column].isNull(row)) {
        return false;
      }
    }
    return true;
  }

  private DatabaseException duplicate(String index, List<Integer> key, Chunk chunk, int row) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int column : key) {
      names.add(columns.get(column).name());
      Object value = chunk.columns[column].value(row);
      values.add(value == null ? "null" : TextFormat.text(columns.get(column).type(), value));
    }
    return new DatabaseException(
            SqlState.UNIQUE_VIOLATION, "could not create unique index \"" + index + "\"")
        .withDetail(
            "Key ("
                + String.join(", ", names)
                + ")=("
                + String.join(", ", values)
                + ") is duplicated.")
        .about(ErrorPlace.constraint(schema, table, index));
  }

  /// 23502 if a row has NULL in the column.
  public Consumer<Chunk> notNull(int column) {
    String name = columns.get(column).name();
    return chunk -> {
      for (int row = 0; row < chunk.size(); row++) {
        if (chunk.columns[column].isNull(row)) {
          throw new DatabaseException(
                  SqlState.NOT_NULL_VIOLATION,
                  "column \"" + name + "\" of relation \"" + table + "\" contains null values")
              .about(ErrorPlace.column(schema, table, name));
        }
      }
    };
  }

  /// 23514 if the condition is false for a row.
  public Consumer<Chunk> check(String name, Evaluator condition) {
    return chunk -> {
      for (int row = 0; row < chunk.size(); row++) {
        if (Boolean.FALSE.equals(condition.evaluate(chunk.row(row)))) {
          throw new DatabaseException(
                  SqlState.CHECK_VIOLATION,
                  "check constraint \""
                      + name
                      + "\" of relation \""
                      + table
                      + "\" is violated by some row")
              .about(ErrorPlace.constraint(schema, table, name));
        }
      }
    };
  }
}
