package dev.millrace.sql.execute.define.table;

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
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows of a table under ALTER TABLE: checked against new rules, and written anew where an
/// added column differs from row to row. On the engine's thread, in the step of the change.
///
/// @param table as it will be
/// @param added the columns beyond `oldWidth`
public record AlteredRows(
    Item table,
    String schema,
    int oldWidth,
    List<AddedColumn> added,
    List<Function<StoredRowCheck, Consumer<Chunk>>> rules,
    Frame frame) {

  public List<Delta> deltas(Snapshot snapshot) {
    boolean differs = added.stream().anyMatch(AddedColumn::differs);
    if (rules.isEmpty() && !differs) {
      return List.of();
    }
    List<SqlType> types = table.columns().stream().map(ColumnDefinition::type).toList();
    StoredRowCheck check = new StoredRowCheck(schema, table.name(), table.columns());
    List<Consumer<Chunk>> checks = rules.stream().map(r -> r.apply(check)).toList();
    List<Delta> deltas = new ArrayList<>();
    frame.draws().enterStep();
    try {
      snapshot.scan(
          table.collection(),
          chunk -> {
            frame.interruption().check();
            Chunk before = Chunk.of(types, chunk.size());
            Chunk after = Chunk.of(types, chunk.size());
            for (int row = 0; row < chunk.size(); row++) {
              widen(chunk, row, before, after, differs);
            }
            checks.forEach(c -> c.accept(after));
            if (differs) {
              deltas.add(new Delta(table.collection(), before));
              deltas.add(new Delta(table.collection(), after));
            }
          });
    } finally {
      // Their entries are added by whoever added the columns.
      var _ = frame.draws().leaveStep();
    }
    return deltas;
  }

  private void widen(Chunk chunk, int row, Chunk before, Chunk after, boolean differs) {
    @Nullable Object[] old = Arrays.copyOf(chunk.row(row), table.columns().size());
    int weight = chunk.weight(row);
    for (int copy = 0; copy < (differs ? weight : 1); copy++) {
      @Nullable Object[] next = old.clone();
      for (int i = 0; i < added.size(); i++) {
        next[oldWidth + i] = added.get(i).value(next);
      }
      after.appendRow(next, differs ? 1 : weight);
    }
    for (int i = 0; i < added.size(); i++) {
      old[oldWidth + i] = added.get(i) instanceof AddedColumn.Same(Object value) ? value : null;
    }
    before.appendRow(old, -weight);
  }
}
