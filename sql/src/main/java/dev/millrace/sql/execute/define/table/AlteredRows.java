package dev.millrace.sql.execute.define.table;

import dev.millrace.dataflow.expression.Evaluator;
import dev.millrace.dataflow.port.Change.Delta;
import dev.millrace.dataflow.port.Snapshot;
import dev.millrace.model.chunk.Chunk;
import dev.millrace.model.type.SqlType;
import dev.millrace.sql.catalog.ColumnDefinition;
import dev.millrace.sql.catalog.Item;
import dev.millrace.sql.execute.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows of a table under ALTER TABLE: checked against new rules, and written anew where an
/// added column differs from row to row, or where a column gets another type; then into another
/// collection. On the engine's thread, in the step of the change.
///
/// @param table as it will be
/// @param before as it is
/// @param conversions by position, what a value becomes, over the row as it is
/// @param added the columns that `before` does not have
public record AlteredRows(
    Item table,
    Item before,
    String schema,
    Map<Integer, Evaluator> conversions,
    List<AddedColumn> added,
    List<Function<StoredRowCheck, Consumer<Chunk>>> rules,
    Frame frame) {

  public List<Delta> deltas(Snapshot snapshot) {
    boolean isMoved = table.id() != before.id();
    boolean isRewritten = isMoved || added.stream().anyMatch(AddedColumn::differs);
    if (rules.isEmpty() && !isRewritten) {
      return List.of();
    }
    List<SqlType> types = table.columns().stream().map(ColumnDefinition::type).toList();
    StoredRowCheck check = new StoredRowCheck(schema, table.name(), table.columns());
    List<Consumer<Chunk>> checks = rules.stream().map(r -> r.apply(check)).toList();
    List<Delta> deltas = new ArrayList<>();
    frame.draws().enterStep();
    try {
      snapshot.scan(
          before.collection(),
          chunk -> {
            frame.interruption().check();
            Chunk after = Chunk.of(types, chunk.size());
            for (int row = 0; row < chunk.size(); row++) {
              append(chunk, row, after, isRewritten);
            }
            checks.forEach(c -> c.accept(after));
            if (isRewritten) {
              deltas.add(new Delta(table.collection(), after));
            }
            if (isRewritten && !isMoved) {
              deltas.add(new Delta(table.collection(), withdrawn(chunk, types)));
            }
          });
    } finally {
      // Their entries are added by whoever added the columns.
      var _ = frame.draws().leaveStep();
    }
    return deltas;
  }

  /// The row as it will be; where rows are written anew, each copy for itself.
  private void append(Chunk chunk, int row, Chunk after, boolean isRewritten) {
    @Nullable Object[] old = chunk.row(row);
    int weight = chunk.weight(row);
    for (int copy = 0; copy < (isRewritten ? weight : 1); copy++) {
      @Nullable Object[] next = Arrays.copyOf(old, table.columns().size());
      conversions.forEach((position, value) -> next[position] = value.evaluate(old));
      for (int i = 0; i < added.size(); i++) {
        next[old.length + i] = added.get(i).value(next);
      }
      after.appendRow(next, isRewritten ? 1 : weight);
    }
  }

  /// The rows as they are, with what added columns have in them, taken away.
  private Chunk withdrawn(Chunk chunk, List<SqlType> types) {
    Chunk gone = Chunk.of(types, chunk.size());
    for (int row = 0; row < chunk.size(); row++) {
      @Nullable Object[] old = Arrays.copyOf(chunk.row(row), types.size());
      int width = types.size() - added.size();
      for (int i = 0; i < added.size(); i++) {
        old[width + i] = added.get(i) instanceof AddedColumn.Same(Object value) ? value : null;
      }
      gone.appendRow(old, -chunk.weight(row));
    }
    return gone;
  }
}
